import { sql } from 'kysely';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import { isOurs } from './epoch.ts';
import type { OfferEpoch } from './epoch.ts';
import { toldAgain } from './notice.ts';

/** How a claim ended. */
export interface SettledOffer {
  readonly externalId: string;
  /**
   * `pushed`: the marketplace accepted it. `refused`: it said no, in `reason`. `still-refused`: it said no to this value before. `unchanged`: it
   * shows this already. `dropped`: there is nothing to send (no product any more, a price that must not be sent).
   */
  readonly end: 'pushed' | 'refused' | 'still-refused' | 'unchanged' | 'dropped';
  readonly price?: string;
  readonly stock?: number;
  readonly reason?: string;
  readonly unclearUntil: Date | null;
  readonly claimedAt: Date;
}

/**
 * Writes how claims ended. A row that was bumped meanwhile becomes free for the next claim, one that an earlier unclear attempt may still
 * overwrite is due again when that cannot land any more; the others are gone. @returns how many rows were ours to settle.
 */
export const settleOffers = async (db: Db, right: OfferEpoch, settled: readonly SettledOffer[]): Promise<number> => {
  if (settled.length === 0) return 0;
  // Said at each scan: else the planner, who knows little of a table that fills and empties, reads all of it.
  const isGiven = sql`external_id = any(${settled.map(({ externalId }) => externalId)}::text[])`;
  const result = await sql<{ settled: number }>`
    with given as (
      select * from jsonb_to_recordset(${json(settled)}::jsonb) as given(
        "externalId" text, "end" text, price numeric, stock bigint, reason text, "unclearUntil" timestamptz, "claimedAt" timestamptz)),
    ours as (
      select dirty.external_id, dirty.changed_at, dirty.reason as cause, dirty.version <> dirty.claimed_version as moved,
        given."end" = 'pushed' and coalesce(given."unclearUntil" > now(), false) as unclear, given."unclearUntil" as unclear_until,
        given."claimedAt" as claimed_at, given."end" as ended, given.price, given.stock, given.reason
      from dirty_offers as dirty join given on given."externalId" = dirty.external_id
      where dirty.connection = ${right.connection} and dirty.${isGiven} and dirty.claimed_by = ${right.epoch} and ${isOurs(right)}
      order by dirty.external_id for update of dirty),
    gone as (
      delete from dirty_offers as dirty using ours
      where dirty.connection = ${right.connection} and dirty.${isGiven} and dirty.external_id = ours.external_id and not ours.moved and not ours.unclear),
    again as (
      update dirty_offers as dirty set
        claimed_by = null, claimed_version = null,
        sending_until = case when ours.unclear then ours.unclear_until end,
        not_before = case when ours.moved then 'epoch' else ours.unclear_until end,
        reason = case when ours.moved then dirty.reason else ${toldAgain} end,
        changed_at = case when ours.moved then greatest(dirty.changed_at, ours.claimed_at) else dirty.changed_at end
      from ours
      where dirty.connection = ${right.connection} and dirty.${isGiven} and dirty.external_id = ours.external_id and (ours.moved or ours.unclear)),
    told as (
      insert into offers as offer (connection, external_id, price, stock, last_price, pushed_at)
      select ${right.connection}, external_id, case when not unclear then price end, case when not unclear then stock end, price, now()
      from ours where ended = 'pushed'
      on conflict (connection, external_id) do update set
        price = excluded.price, stock = excluded.stock, last_price = excluded.last_price, pushed_at = excluded.pushed_at,
        refused = null, refused_price = null, refused_stock = null, refused_at = null),
    refused as (
      update offers as offer set
        refused = ours.reason, refused_price = ours.price, refused_stock = ours.stock, refused_at = now()
      from ours
      where offer.connection = ${right.connection} and offer.${isGiven} and offer.external_id = ours.external_id and ours.ended = 'refused'),
    accepted as (
      update offers as offer set refused = null, refused_price = null, refused_stock = null, refused_at = null
      from ours
      where offer.connection = ${right.connection} and offer.${isGiven} and offer.external_id = ours.external_id
        and ours.ended in ('unchanged', 'dropped') and offer.refused is not null),
    ages as (
      insert into offer_pushes (connection, age_ms)
      select ${right.connection}, least(2147483647, greatest(0, extract(epoch from clock_timestamp() - changed_at) * 1000))::integer
      from ours where ended = 'pushed' and cause <> ${toldAgain})
    select count(*) as settled from ours`.execute(db);
  return result.rows[0]?.settled ?? 0;
};
