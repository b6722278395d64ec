import { setTimeout as delay } from 'node:timers/promises';
import { currentAbortSignal } from '../../connectors/odoo/abort.ts';
import { Failure, isFailure } from '../../domain/failure.ts';
import type { CentreOrder, FulfilmentOrder } from '../../domain/fulfilment/fulfilment.ts';
import { classOfStatus, statusListsOf } from '../../domain/fulfilment/statuses.ts';
import * as words from '../../domain/fulfilment/words.ts';
import { beginSending, mayStillSend, noteMissed, stopSending } from '../../store/fulfilments/sending.ts';
import type { FulfilmentAttention, FulfilmentSettlement } from '../../store/fulfilments/settle.ts';
import { settlementOfAnswer } from './apply-answer.ts';
import type { FulfilmentContext } from './fulfilment-context.ts';

/** Beyond the timeout of the call: its turn in the quota, and the way of the request. */
const slackMs = 5_000;

/** For a turn to send, once it was looked for. */
const waitsAtMostMs = 20_000;

/**
 * Creates the order at the prep centre, once. That it is being sent stands in the row before; it is looked for by its reference before each
 * send, the first too. Whoever finds another attempt's sending waits until its call is over, and looks; what is not found twice, a timeout
 * apart, is sent again.
 *
 * @throws Failure that is tried again; `RateLimited` with the time until it is known what became of an earlier attempt
 */
export const sendOrder = async (context: FulfilmentContext): Promise<FulfilmentSettlement> => {
  const { deps, key, connection } = context;
  const patienceMs = connection.settings.timeoutMs + slackMs;
  const turn = await beginSending(deps.db, key, patienceMs);
  switch (turn.kind) {
    case 'done':
      return { changes: {} };
    case 'wait':
      throw new Failure('RateLimited', lookedForLater(context, turn.ms), { retryAfterMs: turn.ms });
    case 'first':
      return send(context, turn);
    case 'in-doubt':
      return afterLostAnswer(context, turn, patienceMs);
  }
};

interface Turn {
  readonly epoch: number;
  readonly content: FulfilmentOrder;
}

const lookedForLater = ({ connection, row }: FulfilmentContext, ms: number): string =>
  `${row.number} may be at ${connection.name} already: it is looked for there in ${Math.ceil(ms / 1_000)} s.`;

const send = async (context: FulfilmentContext, turn: Turn): Promise<FulfilmentSettlement> => {
  const { deps, key, connection, row } = context;
  const { centre } = connection;
  try {
    if (centre.canLookUp) {
      const there = await centre.lookUp(turn.content.reference);
      const found = there.length === 0 ? null : adopt(context, there);
      if (found !== null) return await settled(context, turn, found);
    }
  } catch (error) {
    await stopSending(deps.db, key, turn.epoch);
    if (isFailure(error) && error.type === 'BadResponse') return cannotTell(context, error);
    throw error;
  }
  try {
    const created = await create(context, turn);
    if (created === null) return { changes: {} };
    return atCentreNow(
      context,
      created,
      words.sentWords({ centre: connection.name, number: row.number, id: created.id }),
    );
  } catch (error) {
    if (!isFailure(error)) throw error;
    return afterFailure(context, turn, error);
  }
};

/**
 * Waits for a turn in the quota here, for a while: another attempt would begin with another look-up.
 *
 * @returns null when another attempt has taken over, or nobody wants it to be sent
 */
const create = async ({ deps, key, connection }: FulfilmentContext, turn: Turn): Promise<CentreOrder | null> => {
  const signal = currentAbortSignal();
  for (let waited = 0; ;) {
    // The look-up took its time, and the wait: somebody may have skipped it.
    if (!(await mayStillSend(deps.db, key, turn.epoch))) return null;
    try {
      return await connection.centre.create(turn.content);
    } catch (error) {
      const ms = isFailure(error) && error.type === 'RateLimited' ? (error.data.retryAfterMs ?? 0) : null;
      if (ms === null || waited + ms > waitsAtMostMs) throw error;
      waited += ms;
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    }
  }
};

const afterFailure = async (
  context: FulfilmentContext,
  turn: Turn,
  failure: Failure,
): Promise<FulfilmentSettlement> => {
  const { deps, key, connection, row } = context;
  switch (failure.type) {
    case 'OutcomeUnknown':
      if (!connection.centre.canLookUp) return unknown(words.outcomeUnknownReason(connection.name, row.number));
      throw new Failure(failure.type, failure.message, {
        ...failure.data,
        retryAfterMs: connection.settings.timeoutMs + slackMs,
      });
    case 'BadResponse': {
      // It was taken, or something else answered in its place: only a look tells.
      const found = connection.centre.canLookUp ? await lookAround(context, turn) : null;
      return found ?? unknown(`${words.noIdReason(connection.name, row.number)} (${failure.message})`);
    }
    case 'Rejected':
    case 'NotFound':
    case 'InvalidInput':
      await stopSending(deps.db, key, turn.epoch);
      return refused(words.refusedReason(connection.name, row.number, failure.message));
    case 'RateLimited':
    case 'Unavailable':
    case 'Unauthorized':
      // Nothing was done.
      await stopSending(deps.db, key, turn.epoch);
      throw failure;
  }
};

/** @returns null when it is not there, and when nobody can tell */
const lookAround = async (context: FulfilmentContext, turn: Turn): Promise<FulfilmentSettlement | null> => {
  try {
    const there = await context.connection.centre.lookUp(turn.content.reference);
    return there.length === 0 ? null : adopt(context, there);
  } catch (error) {
    // It was taken, most likely: another attempt must not come to think that it was not.
    if (isFailure(error)) return null;
    throw error;
  }
};

const afterLostAnswer = async (
  context: FulfilmentContext,
  turn: Turn & { readonly wasMissed: boolean },
  patienceMs: number,
): Promise<FulfilmentSettlement> => {
  const { deps, key, connection, row } = context;
  if (!connection.centre.canLookUp) return unknown(words.outcomeUnknownReason(connection.name, row.number));
  let there: readonly CentreOrder[];
  try {
    there = await connection.centre.lookUp(turn.content.reference);
  } catch (error) {
    if (isFailure(error) && error.type === 'BadResponse') return cannotTell(context, error);
    throw error;
  }
  const found = there.length === 0 ? null : adopt(context, there);
  if (found !== null) return found;
  // Nobody wants it any more, and it is not there.
  if (row.odoo_state === 'cancel') {
    await stopSending(deps.db, key, turn.epoch);
    return { changes: {}, told: [words.cancelledUnsentWords(connection.name)], closeAs: 'cancelled' };
  }
  if (!turn.wasMissed) {
    await noteMissed(deps.db, key, turn.epoch);
    throw new Failure('RateLimited', lookedForLater(context, patienceMs), { retryAfterMs: patienceMs });
  }
  const again = await mayStillSend(deps.db, key, turn.epoch);
  if (!again) return { changes: {} };
  const sent = await send(context, turn);
  return { ...sent, told: [words.sendingAgainWords(connection.name), ...(sent.told ?? [])] };
};

/** What was found there by our reference. Of several only one may be alive. */
const adopt = (context: FulfilmentContext, found: readonly CentreOrder[]): FulfilmentSettlement => {
  const { connection, row } = context;
  const lists = statusListsOf(connection.settings);
  const alive = found.filter(({ status }) => status === null || classOfStatus(lists, status) !== 'dead');
  const [only] = alive.length === 0 ? found : alive;
  if (alive.length > 1 || only === undefined) {
    const ids = found.map(({ id }) => id);
    const reason = words.twoFoundReason(connection.name, row.number, ids);
    return { changes: {}, attention: [{ kind: 'ambiguous-record', step: 'send', reason }] };
  }
  return atCentreNow(context, only, words.foundWords({ centre: connection.name, number: row.number, id: only.id }));
};

/** A reference that was found twice was never sent by this attempt. */
const settled = async (
  { deps, key }: FulfilmentContext,
  turn: Turn,
  settlement: FulfilmentSettlement,
): Promise<FulfilmentSettlement> => {
  if (settlement.attention !== undefined) await stopSending(deps.db, key, turn.epoch);
  return settlement;
};

const atCentreNow = (context: FulfilmentContext, order: CentreOrder, told: string): FulfilmentSettlement => {
  const { connection, row } = context;
  const now = new Date();
  const answer = order.status === null ? null : settlementOfAnswer(connection, context, order);
  return {
    ...answer,
    changes: {
      ...answer?.changes,
      centre_id: order.id,
      sent_at: now,
      sending_at: null,
      missed_at: null,
    },
    told: [told],
    notes: [{ id: 'sent', text: told }, ...(answer?.closeAs === undefined ? [] : (answer.notes ?? []))],
    over: ['send', ...(answer?.over ?? [])],
    // What changed in Odoo while nobody knew was left for later.
    looksAgain: row.sending_at !== null,
  };
};

const refused = (reason: string): FulfilmentSettlement => needs({ kind: 'rejected', step: 'send', reason });
const unknown = (reason: string): FulfilmentSettlement => needs({ kind: 'outcome-unknown', step: 'send', reason });
const cannotTell = ({ connection, row }: FulfilmentContext, failure: Failure): FulfilmentSettlement =>
  needs({
    kind: 'bad-payload',
    step: 'send',
    reason: words.cannotTellReason(connection.name, row.number, failure.message),
  });
const needs = (attention: FulfilmentAttention): FulfilmentSettlement => ({ changes: {}, attention: [attention] });
