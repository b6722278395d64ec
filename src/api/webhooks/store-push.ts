import type { Kysely } from 'kysely';
import { isFailure } from '../../domain/failure.ts';
import type { PosReading } from '../../domain/pos/pos-order.ts';
import { repeatedAfterDeadlock } from '../../store/after-deadlock.ts';
import { claimKey, keepAnswer, releaseKey } from '../../store/pos/idempotency.ts';
import type { KeyedRequest } from '../../store/pos/idempotency.ts';
import { recordPosOrders } from '../../store/pos/record-orders.ts';
import type { Database } from '../../store/schema.ts';
import { Problem, notFound, refused } from '../problem.ts';
import { pushAnswer } from './push-answer.ts';
import { retrySoon } from './unproven.ts';

export interface PushOutcome {
  /** As JSON may hold it: one that is replayed comes out of the database. */
  readonly answer: unknown;
  readonly isReplayed: boolean;
}

/**
 * Stores what was pushed, and what it is answered together with it: a request that is sent again under its key is answered the same, whatever
 * happened in between.
 *
 * @throws Problem 409 while the same request is under way, 422 for another body under its key
 */
export const storePush = async (
  db: Kysely<Database>,
  connection: string,
  readings: readonly PosReading[],
  keyed: KeyedRequest | null,
): Promise<PushOutcome> => {
  if (keyed === null) return { answer: await store(db, connection, readings, null), isReplayed: false };
  const claim = await claimKey(db, keyed);
  switch (claim.outcome) {
    case 'done':
      return { answer: claim.answer, isReplayed: true };
    case 'under-way':
      throw new Problem(
        'refused',
        `The request with the key ${keyed.key} is still under way: send it again`,
        retrySoon,
      );
    case 'other-body':
      throw new Problem(
        'unprocessable-webhook',
        `The key ${keyed.key} belongs to a request with another body: send this one under a key of its own`,
      );
    case 'claimed':
      try {
        return { answer: await store(db, connection, readings, { ...keyed, claim: claim.claim }), isReplayed: false };
      } catch (error) {
        // Where not even this succeeds the key is free again after its lease.
        await releaseKey(db, keyed, claim.claim).catch(() => undefined);
        throw error;
      }
  }
};

const store = (
  db: Kysely<Database>,
  connection: string,
  readings: readonly PosReading[],
  keyed: (KeyedRequest & { readonly claim: string }) | null,
): Promise<unknown> =>
  repeatedAfterDeadlock(() =>
    db.transaction().execute(async (trx) => {
      // What cannot be read stays with the caller, who is told.
      const readable = readings.filter((reading) => 'order' in reading);
      const recorded = await recordPosOrders(trx, {
        connection,
        source: 'push',
        runId: null,
        readings: readable,
      }).catch((error: unknown) => {
        throw isFailure(error) && error.type === 'NotFound' ? notFound(error.message) : error;
      });
      const answer = pushAnswer(readings, recorded);
      if (keyed !== null && !(await keepAnswer(trx, keyed, keyed.claim, answer))) {
        throw refused(`The request with the key ${keyed.key} took too long and was taken over by another`);
      }
      return answer;
    }),
  );
