import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { defineUpdate } from '@temporalio/workflow';
import { refused } from './input.ts';
import { externalEvent, odooEvent, stateQuery } from './messages.ts';
import type { Reason } from './messages.ts';

/** What the `state` query tells of the past; all of it stands in the timeline of the row. */
const keptHistory = 50;

/** What a run knows of its row. `next`: `look` into Odoo, `wait`, `closed`, or a step of its own. */
export interface RowView {
  readonly next: string;
  readonly revision: number;
}

export type RowCommand =
  | { readonly action: 'retry' }
  | { readonly action: 'skip'; readonly reason: string }
  | { readonly action: 'cancel'; readonly reason: string };

export interface RowRun<View extends RowView> {
  /** What names the row: shown by the `state` query. */
  readonly key: object;
  /** What the run knew before it continued as new; null: nothing. */
  readonly view: View | null;
  readonly show: (before: View | null, after: View) => void;
  readonly whatChanged: (
    before: View | null,
    after: View,
    now: Date,
  ) => readonly { readonly at: string; readonly text: string }[];
  /** Whether it stands at the vendor, so that it can be asked after. */
  readonly isAtVendor: (view: View) => boolean;
  /** Said to who asks for what makes no sense yet. */
  readonly words: { readonly notKnown: string; readonly nothingToCheck: (view: View) => string };
  readonly whyRefused: (view: View, command: RowCommand) => string | null;
  /** Writes what a person asked into the row; null: there is no row. */
  readonly record: (command: RowCommand) => Promise<{ readonly view: View; readonly refused: string | null } | null>;
  /** The row as it is; null: it is gone. */
  readonly read: () => Promise<View | null>;
  readonly look: (remembered: View | null) => Promise<View>;
  /** Asks the vendor after it. */
  readonly check: (remembered: View | null) => Promise<View>;
  /** Does a step of its own. */
  readonly step: (view: View) => Promise<View>;
  readonly continueAsNew: (view: View) => Promise<never>;
  readonly updates: {
    readonly retry: ReturnType<typeof defineUpdate<View | null>>;
    readonly skip: ReturnType<typeof defineUpdate<View | null, [given: Reason | undefined]>>;
    readonly cancel: ReturnType<typeof defineUpdate<View | null, [given: Reason | undefined]>>;
    readonly checkNow: ReturnType<typeof defineUpdate<View | null>>;
  };
}

/**
 * A run that does what its row says: the row says what is done and what comes next, the run does it step by step and waits in between, so that it
 * may be ended and started again at any point. Facts wake it as signals, people command it by updates. @returns the row once it is closed
 */
export const runByRow = async <View extends RowView>(run: RowRun<View>): Promise<View> => {
  let view = run.view;
  const history: { at: string; text: string }[] = [];
  let pictures = 0;
  /** @param since how many pictures there were when this one was asked for */
  const see = (after: View | null, since: number): void => {
    // Another picture came while this one was made: the newer of the two counts, by the row's own count.
    const isOvertaken = pictures > since && view !== null && after !== null && view.revision > after.revision;
    pictures += 1;
    if (after === null || isOvertaken) return;
    run.show(view, after);
    history.push(...run.whatChanged(view, after, new Date()));
    history.splice(0, history.length - keptHistory);
    view = after;
  };

  // What woke the run before it continued as new is still to be seen to.
  let pokes = 1;
  let pokesSeen = 0;
  let asksOdoo = false;
  let checks = 0;
  let checksDone = 0;
  let isBusy = false;
  const isAtRest = (): boolean => !isBusy && (view?.next === 'wait' || view?.next === 'closed');

  const obey = async (command: RowCommand): Promise<View | null> => {
    const since = pictures;
    const outcome = await run.record(command);
    if (outcome === null) throw refused(run.words.notKnown);
    see(outcome.view, since);
    if (outcome.refused !== null) throw refused(outcome.refused);
    pokes += 1;
    // What the vendor said may be different by now.
    if (command.action === 'retry' && run.isAtVendor(outcome.view)) checks += 1;
    const asked = { pokes, checks };
    await condition(() => pokesSeen >= asked.pokes && checksDone >= asked.checks && isAtRest());
    return view;
  };
  const checkNow = async (): Promise<View | null> => {
    checks += 1;
    const asked = checks;
    await condition(() => checksDone >= asked && isAtRest());
    return view;
  };
  const validate = (command: RowCommand): void => {
    const reason = view === null ? null : run.whyRefused(view, command);
    if (reason !== null) throw refused(reason);
  };
  const skipOf = (given: Reason | undefined) => ({ action: 'skip', reason: given?.reason ?? '' }) as const;
  const cancelOf = (given: Reason | undefined) => ({ action: 'cancel', reason: given?.reason ?? '' }) as const;
  setHandler(externalEvent, (poke) => {
    pokes += 1;
    // Without a revision a person sent it: nothing stands in the row yet.
    if (poke?.revision === undefined) checks += 1;
  });
  setHandler(odooEvent, (poke) => {
    pokes += 1;
    asksOdoo ||= poke?.revision === undefined;
  });
  setHandler(stateQuery, () => ({ ...run.key, ...view, history }));
  setHandler(run.updates.retry, () => obey({ action: 'retry' }), { validator: () => validate({ action: 'retry' }) });
  setHandler(run.updates.skip, (given: Reason | undefined) => obey(skipOf(given)), {
    validator: (given: Reason | undefined) => validate(skipOf(given)),
  });
  setHandler(run.updates.cancel, (given: Reason | undefined) => obey(cancelOf(given)), {
    validator: (given: Reason | undefined) => validate(cancelOf(given)),
  });
  setHandler(run.updates.checkNow, checkNow, {
    validator: () => {
      if (view !== null && !run.isAtVendor(view)) throw refused(run.words.nothingToCheck(view));
    },
  });

  const lookIntoOdoo = (): Promise<View> => {
    pokesSeen = pokes;
    asksOdoo = false;
    return run.look(view);
  };
  const step = async (): Promise<View> => {
    if (view === null || view.next === 'look' || asksOdoo) return lookIntoOdoo();
    if (checks > checksDone) {
      const asked = checks;
      const after = await run.check(view);
      checksDone = asked;
      return after;
    }
    if (view.next !== 'wait' && view.next !== 'closed') return run.step(view);
    pokesSeen = pokes;
    const after = await run.read();
    // Its row is gone: it is written again from what is remembered here.
    return after ?? lookIntoOdoo();
  };

  const isAsked = (): boolean => pokes > pokesSeen || checks > checksDone || asksOdoo;
  for (;;) {
    if (isAtRest() && !isAsked()) {
      // Not as soon as it is woken: what wakes it is a handler, and not through at that moment.
      if (workflowInfo().continueAsNewSuggested && view?.next === 'wait' && allHandlersFinished()) {
        await run.continueAsNew(view);
      }
      await condition(() => isAsked() || !isAtRest() || (view?.next === 'closed' && allHandlersFinished()));
      if (view?.next === 'closed' && !isAsked()) return view;
    }
    isBusy = true;
    const since = pictures;
    see(await step(), since);
    isBusy = false;
  }
};
