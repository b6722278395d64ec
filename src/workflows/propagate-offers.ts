import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { PushOffersResult } from '../activities/offers/push-offers.ts';
import type { PropagateOffersActivities } from '../activities/propagate-offers.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { PropagateOffersInput } from '../domain/names.ts';
import { vendorCalls } from './activity-options.ts';
import { onlyFields, requireWorkflowId, textField } from './input.ts';
import { stateQuery } from './messages.ts';
import { hearPokes } from './pokes.ts';

/** What the `state` query tells of the past. */
const keptHistory = 20;
/** What is due in no time is not asked for over and over. */
const waitsAtLeastMs = 200;

interface HistoryEntry {
  readonly at: string;
  readonly text: string;
}

/** What the run has done since it was woken. */
interface Totals {
  readonly pushed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly withheld: number;
  readonly calls: number;
}

/** `totals` and `history` only over continue-as-new. */
type Input = PropagateOffersInput & { readonly totals?: Totals; readonly history?: readonly HistoryEntry[] };

/**
 * Brings changed prices and stock to one marketplace. The rows in the database say what changed; the run only has them pushed until nothing
 * is due, and ends, so that an idle connection costs nothing. However many changes there are, they are pushed by few activities.
 */
export async function propagateOffers(input: Input): Promise<Totals> {
  onlyFields(input, ['connection', 'totals', 'history']);
  const connection = textField(input, 'connection');
  requireWorkflowId(workflowIds.offers(connection));
  const { pushOffers } = proxyActivities<PropagateOffersActivities>({
    ...vendorCalls,
    taskQueue: taskQueues.connection(connection),
  });

  let stage: 'collecting' | 'pushing' | 'waiting' = 'pushing';
  let totals: Totals = input.totals ?? { pushed: 0, unchanged: 0, refused: 0, withheld: 0, calls: 0 };
  let last: PushOffersResult | null = null;
  const history: HistoryEntry[] = [...(input.history ?? [])];
  let windowMs = 0;
  const pokes = hearPokes();
  setHandler(stateQuery, () => ({
    connection,
    stage,
    attention: troubles(totals, ' offer'),
    counts: totals,
    last,
    history,
  }));

  const push = async (hasWaited: boolean): Promise<PushOffersResult> => {
    stage = 'pushing';
    pokes.forget();
    const result = await pushOffers({ connection, hasWaited });
    ({ windowMs } = result);
    last = result;
    totals = sumOf(totals, result);
    history.push(...wordsOf(result, new Date()));
    history.splice(0, history.length - keptHistory);
    setCurrentDetails(history.map(({ at, text }) => `${at} ${text}`).join('\n\n'));
    return result;
  };

  /** Collects changes first, where the connection wants that; how long, the first push says. */
  const pushCollected = async (): Promise<PushOffersResult> => {
    const hasWaited = windowMs > 0;
    if (hasWaited) {
      stage = 'collecting';
      await sleep(windowMs);
    }
    const result = await push(hasWaited);
    return result.isToWait ? pushCollected() : result;
  };

  for (;;) {
    let result = await pushCollected();
    while (result.isMore && !workflowInfo().continueAsNewSuggested) result = await push(true);
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof propagateOffers>({ connection, totals, history });
    }
    const { taken, nextDueMs } = result;
    const isWoken = (): boolean => pokes.isAsked(taken);
    if (isWoken()) continue;
    if (nextDueMs === null) return totals;
    stage = 'waiting';
    await condition(isWoken, Math.max(nextDueMs, waitsAtLeastMs));
  }
}

const sumOf = (one: Totals, other: Totals): Totals => ({
  pushed: one.pushed + other.pushed,
  unchanged: one.unchanged + other.unchanged,
  refused: one.refused + other.refused,
  withheld: one.withheld + other.withheld,
  calls: one.calls + other.calls,
});

const wordsOf = (result: PushOffersResult, now: Date): HistoryEntry[] => {
  const { pushed, unchanged, calls } = result;
  if (pushed + unchanged + result.refused + result.withheld === 0) return [];
  const others = [
    ...(unchanged === 0 ? [] : [`${unchanged} ${unchanged === 1 ? 'was' : 'were'} unchanged`]),
    ...troubles(result, ''),
  ];
  const text = `${offers(pushed)} ${pushed === 1 ? 'was' : 'were'} pushed in ${calls} ${calls === 1 ? 'call' : 'calls'}`;
  return [{ at: now.toISOString(), text: [text, ...others].join('; ') }];
};

/** What of it waits for a person. */
const troubles = ({ refused, withheld }: Totals, what: ' offer' | ''): readonly string[] => {
  const count = (number: number): string => `${number}${what}${what !== '' && number !== 1 ? 's' : ''}`;
  return [
    ...(refused === 0 ? [] : [`${count(refused)} ${refused === 1 ? 'was' : 'were'} refused`]),
    ...(withheld === 0 ? [] : [`${count(withheld)} ${withheld === 1 ? 'has' : 'have'} no price`]),
  ];
};

const offers = (count: number): string => (count === 1 ? '1 offer' : `${count} offers`);
