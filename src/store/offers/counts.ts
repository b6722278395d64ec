import { sql } from 'kysely';
import type { Db } from '../database.ts';

export interface OfferCounts {
  /** Listings whose change is not pushed yet. */
  readonly pending: number;
  readonly pushedLastHour: number;
  /** Listings whose newest value the marketplace refused. */
  readonly refused: number;
  /** From the change being noticed to the answer of the marketplace, over the last hour; null when nothing was pushed. */
  readonly ageMs: { readonly p50: number | null; readonly p99: number | null };
  readonly lastPushAt: Date | null;
}

/** How the offers of a connection stand. */
export const countOffers = async (db: Db, connection: string): Promise<OfferCounts> => {
  const result = await sql<{
    pending: number;
    pushed: number;
    refused: number;
    p50: number | null;
    p99: number | null;
    last_push: Date | null;
  }>`
    select
      (select count(*) from dirty_offers where connection = ${connection}) as pending,
      (select count(*) from offers where connection = ${connection} and refused is not null) as refused,
      (select max(pushed_at) from offers where connection = ${connection}) as last_push,
      count(*) as pushed,
      percentile_disc(0.5) within group (order by age_ms) as p50,
      percentile_disc(0.99) within group (order by age_ms) as p99
    from offer_pushes where connection = ${connection} and at > now() - interval '1 hour'`.execute(db);
  const [row] = result.rows;
  return {
    pending: row?.pending ?? 0,
    pushedLastHour: row?.pushed ?? 0,
    refused: row?.refused ?? 0,
    ageMs: { p50: row?.p50 ?? null, p99: row?.p99 ?? null },
    lastPushAt: row?.last_push ?? null,
  };
};
