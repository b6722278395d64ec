import { sql } from 'kysely';
import { channels } from '../../domain/names.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';

/** What a person should know of a listing. */
export interface ListingAttention {
  readonly externalId: string;
  readonly kind: AttentionKind;
  readonly reason: string;
}

/** Opens attention of listings, many at once, or refreshes the words of what is open. Safe to repeat. */
export const raiseListingAttention = async (
  db: Db,
  connection: string,
  raised: readonly ListingAttention[],
): Promise<void> => {
  if (raised.length === 0) return;
  await sql`
    with opened as (
      insert into attention as open (connection, target_type, target_id, kind, reason, actions, number)
      select ${connection}, 'listing', given."externalId", given.kind, given.reason, '{retry,skip}', given."externalId"
      from jsonb_to_recordset(${json(raised)}::jsonb) as given("externalId" text, kind text, reason text)
      order by given."externalId", given.kind
      on conflict (connection, target_type, target_id, kind, step) where resolved_at is null
        do update set reason = excluded.reason, lifted = false
      returning 1)
    select pg_notify(${channels.attention}, '') from opened limit 1`.execute(db);
};

/** Closes attention of listings whose offer is as it should be again. */
export const resolveListingAttention = async (
  db: Db,
  connection: string,
  settled: readonly { readonly externalId: string; readonly kind: AttentionKind }[],
): Promise<void> => {
  if (settled.length === 0) return;
  await sql`
    with closed as (
      update attention set resolved_at = now(), resolution = 'The offer is as it should be again'
      from jsonb_to_recordset(${json(settled)}::jsonb) as given("externalId" text, kind text)
      where attention.connection = ${connection} and attention.target_type = 'listing'
        and attention.target_id = given."externalId" and attention.kind = given.kind and attention.resolved_at is null
      returning 1)
    select pg_notify(${channels.attention}, '') from closed limit 1`.execute(db);
};
