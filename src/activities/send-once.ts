import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { currentAbortSignal } from '../connectors/odoo/abort.ts';
import { Failure, isFailure } from '../domain/failure.ts';
import type { AttentionKind } from '../domain/order-stage.ts';
import { beginSending, mayStillSend, noteMissed, stopSending } from '../store/sending.ts';
import type { SentRow } from '../store/sending.ts';
import type { Database } from '../store/schema.ts';

/** Beyond the timeout of the call: its turn in the quota, and the way of the request. */
const slackMs = 5_000;

/** For a turn to send, once it was looked for. */
const waitsAtMostMs = 20_000;

/** What is sent once, and how. */
export interface SendOnce<Content, There> {
  readonly db: Kysely<Database>;
  readonly row: SentRow;
  /** The names people know: what is sent, and to whom. */
  readonly what: string;
  readonly vendor: string;
  /** After so long a call is given up. */
  readonly timeoutMs: number;
  /** Null where the vendor cannot be asked by our reference. */
  readonly lookUp: ((content: Content) => Promise<readonly There[]>) | null;
  /** Not repeatable. */
  readonly send: (content: Content) => Promise<There>;
  /** Which of several found it is; undefined: nobody can tell. */
  readonly choose: (found: readonly There[]) => There | undefined;
  /** Nobody wants it any more, though a send was begun: once it is known not to be there, it is not sent again. */
  readonly isUnwanted: boolean;
}

/** What came of it. */
export type SendOutcome<There> =
  /** It was settled already, another attempt has taken over, or nobody wants it. */
  | { readonly kind: 'nothing' }
  /** `again`: the answer to an earlier send was lost, and it was not there. */
  | { readonly kind: 'sent'; readonly there: There; readonly again: boolean }
  | { readonly kind: 'found'; readonly there: There }
  | { readonly kind: 'ambiguous'; readonly found: readonly There[] }
  /** It may be there, and cannot be looked up. */
  | { readonly kind: 'unknown' }
  /** It was taken, most likely; the answer names no id, and it is not found. */
  | { readonly kind: 'no-id'; readonly failure: Failure }
  /** The vendor's no: nothing was done. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The answer to the look-up does not say whether it is there. */
  | { readonly kind: 'cannot-tell'; readonly failure: Failure }
  /** Nobody wants it, and it is not there. */
  | { readonly kind: 'dropped' };

/** Outcomes that a person has to see to. */
export type UnsentOutcome<There> = Exclude<
  SendOutcome<There>,
  { readonly kind: 'nothing' | 'sent' | 'found' | 'dropped' }
>;

/** How they are told. */
export interface UnsentWords {
  readonly several: (ids: readonly string[]) => string;
  readonly unknown: string;
  readonly noId: string;
  readonly refused: (words: string) => string;
  readonly cannotTell: (words: string) => string;
}

/** The attention that such an outcome asks for. */
export const attentionOfUnsent = <There extends { readonly id: string }>(
  outcome: UnsentOutcome<There>,
  words: UnsentWords,
): { readonly kind: AttentionKind; readonly reason: string } => {
  switch (outcome.kind) {
    case 'ambiguous':
      return { kind: 'ambiguous-record', reason: words.several(outcome.found.map(({ id }) => id)) };
    case 'unknown':
      return { kind: 'outcome-unknown', reason: words.unknown };
    case 'no-id':
      return { kind: 'outcome-unknown', reason: `${words.noId} (${outcome.failure.message})` };
    case 'refused':
      return { kind: 'rejected', reason: words.refused(outcome.failure.message) };
    case 'cannot-tell':
      return { kind: 'bad-payload', reason: words.cannotTell(outcome.failure.message) };
  }
};

/**
 * Sends what stands in a row to a vendor, once. That it is being sent is committed before; it is looked for by its reference before each send,
 * the first too. Whoever finds another attempt's sending waits until its call is over, and looks; what is not found twice, a timeout apart, is
 * sent again.
 *
 * @throws Failure that is tried again; `RateLimited` with the time until it is known what became of an earlier attempt
 */
export const sendOnce = async <Content, There>(job: SendOnce<Content, There>): Promise<SendOutcome<There>> => {
  const patienceMs = job.timeoutMs + slackMs;
  const turn = await beginSending<Content>(job.db, job.row, patienceMs);
  switch (turn.kind) {
    case 'done':
      return { kind: 'nothing' };
    case 'wait':
      throw new Failure('RateLimited', lookedForLater(job, turn.ms), { retryAfterMs: turn.ms });
    case 'first':
      return lookAndSend(job, turn, false);
    case 'in-doubt':
      return afterLostAnswer(job, turn, patienceMs);
  }
};

interface Turn<Content> {
  readonly epoch: number;
  readonly content: Content;
}

const lookedForLater = ({ what, vendor }: { what: string; vendor: string }, ms: number): string =>
  `${what} may be at ${vendor} already: it is looked for there in ${Math.ceil(ms / 1_000)} s.`;

const lookAndSend = async <Content, There>(
  job: SendOnce<Content, There>,
  turn: Turn<Content>,
  again: boolean,
): Promise<SendOutcome<There>> => {
  try {
    const found = job.lookUp === null ? null : foundAmong(job, await job.lookUp(turn.content));
    if (found !== null) {
      // A reference that is there twice was never sent by this attempt.
      if (found.kind === 'ambiguous') await stopSending(job.db, job.row, turn.epoch);
      return found;
    }
  } catch (error) {
    await stopSending(job.db, job.row, turn.epoch);
    return cannotTell(error);
  }
  try {
    const there = await sendInTurn(job, turn);
    return there === null ? { kind: 'nothing' } : { kind: 'sent', there, again };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return afterFailure(job, turn, error);
  }
};

/**
 * Waits for a turn in the quota here, for a while: another attempt would begin with another look-up.
 *
 * @returns null when another attempt has taken over, or nobody wants it to be sent
 */
const sendInTurn = async <Content, There>(
  { db, row, send }: SendOnce<Content, There>,
  { epoch, content }: Turn<Content>,
): Promise<There | null> => {
  const signal = currentAbortSignal();
  for (let waited = 0; ;) {
    // The look-up took its time, and the wait: somebody may have skipped it.
    if (!(await mayStillSend(db, row, epoch))) return null;
    try {
      return await send(content);
    } catch (error) {
      const ms = isFailure(error) && error.type === 'RateLimited' ? (error.data.retryAfterMs ?? 0) : null;
      if (ms === null || waited + ms > waitsAtMostMs) throw error;
      waited += ms;
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    }
  }
};

const afterFailure = async <Content, There>(
  job: SendOnce<Content, There>,
  turn: Turn<Content>,
  failure: Failure,
): Promise<SendOutcome<There>> => {
  switch (failure.type) {
    case 'OutcomeUnknown':
      if (job.lookUp === null) return { kind: 'unknown' };
      throw new Failure(failure.type, failure.message, { ...failure.data, retryAfterMs: job.timeoutMs + slackMs });
    case 'BadResponse':
      // It was taken, or something else answered in its place: only a look tells.
      return (await lookAround(job, turn)) ?? { kind: 'no-id', failure };
    case 'Rejected':
    case 'NotFound':
    case 'InvalidInput':
      await stopSending(job.db, job.row, turn.epoch);
      return { kind: 'refused', failure };
    case 'RateLimited':
    case 'Unavailable':
    case 'Unauthorized':
      // Nothing was done.
      await stopSending(job.db, job.row, turn.epoch);
      throw failure;
  }
};

/** @returns null when it is not there, and when nobody can tell */
const lookAround = async <Content, There>(
  job: SendOnce<Content, There>,
  { content }: Turn<Content>,
): Promise<SendOutcome<There> | null> => {
  try {
    return job.lookUp === null ? null : foundAmong(job, await job.lookUp(content));
  } catch (error) {
    // It was taken, most likely: another attempt must not come to think that it was not.
    if (isFailure(error)) return null;
    throw error;
  }
};

const afterLostAnswer = async <Content, There>(
  job: SendOnce<Content, There>,
  turn: Turn<Content> & { readonly wasMissed: boolean },
  patienceMs: number,
): Promise<SendOutcome<There>> => {
  if (job.lookUp === null) return { kind: 'unknown' };
  let found: SendOutcome<There> | null;
  try {
    found = foundAmong(job, await job.lookUp(turn.content));
  } catch (error) {
    return cannotTell(error);
  }
  if (found !== null) return found;
  if (job.isUnwanted) {
    await stopSending(job.db, job.row, turn.epoch);
    return { kind: 'dropped' };
  }
  if (!turn.wasMissed) {
    await noteMissed(job.db, job.row, turn.epoch);
    throw new Failure('RateLimited', lookedForLater(job, patienceMs), { retryAfterMs: patienceMs });
  }
  if (!(await mayStillSend(job.db, job.row, turn.epoch))) return { kind: 'nothing' };
  return lookAndSend(job, turn, true);
};

/** @returns null when there is none */
const foundAmong = <Content, There>(
  { choose }: SendOnce<Content, There>,
  found: readonly There[],
): SendOutcome<There> | null => {
  if (found.length === 0) return null;
  const there = choose(found);
  return there === undefined ? { kind: 'ambiguous', found } : { kind: 'found', there };
};

/** @throws what is tried again */
const cannotTell = (error: unknown): { readonly kind: 'cannot-tell'; readonly failure: Failure } => {
  if (isFailure(error) && error.type === 'BadResponse') return { kind: 'cannot-tell', failure: error };
  throw error;
};
