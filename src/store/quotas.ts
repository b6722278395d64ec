import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { Failure } from '../domain/failure.ts';
import type { Database } from './schema.ts';

/** The right to make one request to a vendor, counted over all processes. */
export interface VendorQuota {
  /**
   * Resolves when the request may be made.
   *
   * @throws Failure `RateLimited` with the delay when the turn is further away than `waitAtMostMs`; no turn is taken then
   */
  take(): Promise<void>;
  /** Nobody may make a request for so long: the vendor's `Retry-After`. Never shortens an earlier one. */
  block(ms: number): Promise<void>;
}

export interface VendorQuotaOptions {
  /** Steady pace, over all processes together. */
  readonly requestsPerSecond: number;
  /** Requests that may go at once after a pause; 1 keeps them evenly apart. Default 1. */
  readonly burst?: number;
  /** The longest wait inside `take`; beyond it the caller comes again later. Default 2000. */
  readonly waitAtMostMs?: number;
}

/**
 * Generic cell rate algorithm on one row of the connection: a request takes the next free turn in one statement, so turns are never given
 * twice, whichever process asks.
 */
export const createVendorQuota = (
  db: Kysely<Database>,
  connection: string,
  options: VendorQuotaOptions,
): VendorQuota => {
  const { requestsPerSecond, burst = 1, waitAtMostMs = 2_000 } = options;
  const turnMs = 1_000 / requestsPerSecond;
  const toleranceMs = (burst - 1) * turnMs;
  return {
    take: async () => {
      const { granted, waitMs } = await takeTurn(db, connection, { turnMs, toleranceMs, waitAtMostMs });
      if (!granted) {
        throw new Failure(
          'RateLimited',
          `The quota of connection ${connection} is used up for the next ${Math.ceil(waitMs)} ms`,
          {
            retryAfterMs: Math.ceil(waitMs),
          },
        );
      }
      if (waitMs >= 1) await delay(waitMs);
    },
    block: async (ms) => {
      await sql`insert into quotas (connection, blocked_until) values (${connection}, clock_timestamp() + ${milliseconds(ms)})
        on conflict (connection) do update set blocked_until = greatest(quotas.blocked_until, excluded.blocked_until)`.execute(
        db,
      );
    },
  };
};

const takeTurn = async (
  db: Kysely<Database>,
  connection: string,
  { turnMs, toleranceMs, waitAtMostMs }: { turnMs: number; toleranceMs: number; waitAtMostMs: number },
): Promise<{ granted: boolean; waitMs: number }> => {
  const turn = milliseconds(turnMs);
  const tolerance = milliseconds(toleranceMs);
  // `next_free_at` is when the row would be idle again. The clock is read while the row is locked, so no turn lies in the past of another.
  const result = await sql<{ granted: boolean; wait_ms: number }>`
    with granted as (
      insert into quotas as quota (connection, next_free_at) values (${connection}, clock_timestamp() + ${turn})
      on conflict (connection) do update
        set next_free_at = greatest(quota.next_free_at, quota.blocked_until, clock_timestamp()) + ${turn}
        where greatest(quota.next_free_at - ${tolerance}, quota.blocked_until) <= clock_timestamp() + ${milliseconds(waitAtMostMs)}
      returning greatest(next_free_at - ${turn} - ${tolerance}, blocked_until) as starts_at)
    select true as granted, ${millisecondsUntil(sql.ref('starts_at'))} as wait_ms from granted
    union all
    select false, ${millisecondsUntil(sql`greatest(next_free_at - ${tolerance}, blocked_until)`)}
    from quotas where connection = ${connection} and not exists (select from granted)`.execute(db);
  const [answer] = result.rows;
  // Between the two halves another process may have made the row: come again at once.
  return answer === undefined ? { granted: false, waitMs: 1 } : { granted: answer.granted, waitMs: answer.wait_ms };
};

const milliseconds = (ms: number) => sql`make_interval(secs => ${ms / 1_000}::float8)`;

const millisecondsUntil = (moment: ReturnType<typeof sql>) =>
  sql`greatest(0, extract(epoch from ${moment} - clock_timestamp()) * 1000)::float8`;
