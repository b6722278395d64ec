import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Facts of one order that wait to be brought to its run. */
export interface Delivery {
  readonly connection: string;
  readonly externalId: string;
  readonly factIds: readonly number[];
  /** The newest of them. */
  readonly revision: number;
  readonly hasOdooFact: boolean;
  /** Whether these are all facts the order ever had: then it has no run yet. */
  readonly isFirst: boolean;
}

/** A claim that nobody fulfils in time is free again: its process died. */
const claimSeconds = 15;

/** Takes facts nobody brings to Temporal at the moment; other processes skip them. */
export const claimDeliveries = async (db: Kysely<Database>, atMost: number): Promise<readonly Delivery[]> => {
  const result = await sql<{
    connection: string;
    external_id: string;
    fact_ids: number[];
    revision: number;
    has_odoo: boolean;
    is_first: boolean;
  }>`
    with claimed as (
      update inbox set claimed_until = now() + ${claimSeconds} * interval '1 second'
      where id in (
        select id from inbox where delivered_at is null and done_at is null and claimed_until < now()
        order by id limit ${atMost} for update skip locked)
      returning id, connection, target_id, revision, kind, deliveries)
    select connection, target_id as external_id, array_agg(id) as fact_ids, max(revision) as revision,
      bool_and(kind = 'odoo') as has_odoo, bool_and(revision = 1 and deliveries = 0) as is_first
    from claimed group by connection, target_id order by min(id)`.execute(db);
  return result.rows.map((row) => ({
    connection: row.connection,
    externalId: row.external_id,
    factIds: row.fact_ids.map(Number),
    revision: row.revision,
    hasOdooFact: row.has_odoo,
    isFirst: row.is_first,
  }));
};

/** Lets go of what could not be brought to Temporal, so that the next turn takes it at once. */
export const releaseClaims = async (db: Kysely<Database>, factIds: readonly number[]): Promise<void> => {
  if (factIds.length === 0) return;
  await sql`update inbox set claimed_until = 'epoch' where id = any(${[...factIds]}::bigint[]) and delivered_at is null`.execute(
    db,
  );
};

export const markDelivered = async (db: Kysely<Database>, factIds: readonly number[]): Promise<void> => {
  if (factIds.length === 0) return;
  await sql`update inbox set delivered_at = now(), deliveries = deliveries + 1 where id = any(${[...factIds]}::bigint[])`.execute(
    db,
  );
};

/**
 * Lets facts be delivered again that were brought to a run and are not done: after one minute, then two, four, … at most every six hours,
 * so that an outage of a week does not flood the run. @returns how many.
 */
export const redeliverUndone = async (db: Kysely<Database>): Promise<number> => {
  const result = await sql`
    update inbox set delivered_at = null, claimed_until = 'epoch'
    where done_at is null and delivered_at is not null
      and delivered_at < now() - least(power(2, least(deliveries, 9) - 1), 360) * interval '1 minute'`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
};
