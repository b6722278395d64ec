import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { PosOrderActivities } from '../activities/pos-order.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { PosOrderInput } from '../domain/names.ts';
import { isBeingImported, isOpenPosOrder, whyPosOrderRefused } from '../domain/pos/pos-view.ts';
import type { PosOrderCommand, PosOrderView } from '../domain/pos/pos-view.ts';
import { databaseCalls, odooCalls } from './activity-options.ts';
import { onlyFields, refused, requireWorkflowId, textField } from './input.ts';
import { externalEvent, odooEvent, retryPosUpdate, skipPosUpdate, stateQuery } from './messages.ts';
import type { Reason } from './messages.ts';

/** What the `state` query tells of the past; all of it stands in the order's timeline. */
const keptHistory = 50;

/** `view` only over continue-as-new. */
type Input = PosOrderInput & { readonly view?: PosOrderView };

/**
 * An order of a point of sale that needs a person: it waits for one, and ends when the order is paid in Odoo or left aside. The import itself is
 * done by `importPosOrders`, which a retry wakes.
 */
export async function posOrder(input: Input): Promise<PosOrderView> {
  onlyFields(input, ['connection', 'externalId', 'view']);
  const connection = textField(input, 'connection');
  const externalId = textField(input, 'externalId');
  requireWorkflowId(workflowIds.posOrder(connection, externalId));
  const order = { connection, externalId };
  const inDatabase = proxyLocalActivities<PosOrderActivities>(databaseCalls);
  const inOdoo = proxyActivities<PosOrderActivities>({ ...odooCalls, taskQueue: taskQueues.odoo });

  let view: PosOrderView | null = input.view ?? null;
  const history: { at: string; text: string }[] = [];
  let pokes = 1;
  let pokesSeen = 0;
  const poke = (): void => {
    pokes += 1;
  };
  const see = (after: PosOrderView): void => {
    history.push(...wordsOf(view, after).map((text) => ({ at: new Date().toISOString(), text })));
    history.splice(0, history.length - keptHistory);
    show(view, after);
    view = after;
  };

  const validate = (command: PosOrderCommand): void => {
    const reason = view === null ? null : whyPosOrderRefused(view, command);
    if (reason !== null) throw refused(reason);
  };
  const obey = async (command: PosOrderCommand): Promise<PosOrderView | null> => {
    const outcome = await inDatabase.recordPosCommand({ ...order, command });
    if (outcome === null) throw refused(`Order ${externalId} is not known here; it comes again with the next fetch.`);
    see(outcome.view);
    if (outcome.refused !== null) throw refused(outcome.refused);
    poke();
    await condition(() => pokesSeen >= pokes && view !== null && !isBeingImported(view));
    return view;
  };
  const skipOf = (given: Reason | undefined): PosOrderCommand => ({ action: 'skip', reason: given?.reason ?? '' });
  setHandler(externalEvent, poke);
  setHandler(odooEvent, poke);
  setHandler(stateQuery, () => ({ connection, externalId, ...view, history }));
  setHandler(retryPosUpdate, () => obey({ action: 'retry' }), { validator: () => validate({ action: 'retry' }) });
  setHandler(skipPosUpdate, (given: Reason | undefined) => obey(skipOf(given)), {
    validator: (given: Reason | undefined) => validate(skipOf(given)),
  });

  for (;;) {
    await condition(() => pokes > pokesSeen);
    const looked = pokes;
    const after = await inDatabase.readPosOrder(order);
    if (after === null && view === null) throw notFound(connection, externalId);
    if (after !== null) {
      see(after);
      if (after.draftToCancel !== null) see(await inOdoo.cancelPosDraft(order));
    }
    pokesSeen = looked;
    if (view === null || isOpenPosOrder(view)) {
      // Not as soon as it is woken: what wakes it is a handler, and not through at that moment.
      if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
        await continueAsNew<typeof posOrder>({ ...order, ...(view === null ? {} : { view }) });
      }
      continue;
    }
    await condition(() => pokes > pokesSeen || allHandlersFinished());
    if (pokes === pokesSeen) return view;
  }
}

const notFound = (connection: string, externalId: string): ApplicationFailure =>
  ApplicationFailure.create({
    message: `No order ${externalId} of ${connection} is stored here. Fetch it first: conveyor sync ${connection} pos.`,
    type: 'NotFound',
    nonRetryable: true,
  });

/** Search attributes only where they changed, because each change is an event. */
const show = (before: PosOrderView | null, after: PosOrderView): void => {
  const needs = (view: PosOrderView | null): boolean | null => (view === null ? null : view.attention.length > 0);
  const changes = [
    ...(before?.stage === after.stage
      ? []
      : [{ key: { name: 'Stage', type: 'KEYWORD' } as const, value: after.stage }]),
    ...(needs(before) === needs(after)
      ? []
      : [{ key: { name: 'Attention', type: 'BOOL' } as const, value: after.attention.length > 0 }]),
    ...(after.odoo === null || before?.odoo?.name === after.odoo.name
      ? []
      : [{ key: { name: 'OdooRef', type: 'KEYWORD' } as const, value: after.odoo.name }]),
  ];
  if (changes.length > 0) upsertSearchAttributes(changes);
  setCurrentDetails(
    [
      `Order **${after.number}** is **${after.stage}**${after.odoo === null ? '' : ` (${after.odoo.name} in Odoo)`}.`,
      ...after.attention.map(({ kind, reason }) => `- needs attention, ${kind}: ${reason}`),
    ].join('\n\n'),
  );
};

const wordsOf = (before: PosOrderView | null, after: PosOrderView): readonly string[] => {
  const known = new Set(before?.attention.map(({ reason }) => reason));
  return [
    ...(before?.stage === after.stage
      ? []
      : [`The order is ${after.stage}${after.odoo === null ? '' : ` (${after.odoo.name} in Odoo)`}`]),
    ...after.attention.filter(({ reason }) => !known.has(reason)).map(({ reason }) => `Needs attention: ${reason}`),
  ];
};
