import { sql } from 'kysely';
import type { AttentionKind } from '../../domain/order-stage.ts';
import type { Db } from '../database.ts';
import { isOurs } from './epoch.ts';
import type { OfferEpoch } from './epoch.ts';

/** A listing whose offer is in flight under this attempt, with what the marketplace was told before. */
export interface ClaimedOffer {
  readonly externalId: string;
  /** The marketplace's name of the listing. */
  readonly name: string | null;
  /** One of many that changed together. */
  readonly bulk: boolean;
  /** null: there is no such listing any more, it has no product, or it is disabled. */
  readonly productId: number | null;
  /** Units of the product in one unit of the listing; decimal string. */
  readonly factor: string;
  /** The last value that was surely accepted; null while that is not known. */
  readonly last: { readonly price: string; readonly stock: number } | null;
  /** The price of the last push, for a product whose price cannot be read any more. */
  readonly lastPrice: string | null;
  /** What the marketplace refused, if it was the newest. */
  readonly refused: { readonly price: string; readonly stock: number } | null;
  /** Open attention of the listing. */
  readonly attention: readonly AttentionKind[];
  /** Until then an earlier attempt without a clear answer may still land: what is told now is to be told once more. */
  readonly unclearUntil: Date | null;
  /** Of the connection's settings at the claim: with older ones its value would be wrong. */
  readonly connectionVersion: number;
  /** When it was claimed, by the database's clock: what changed before is in the values that are read now. */
  readonly claimedAt: Date;
}

/**
 * Notes that what was asked for until now is about to be claimed. @returns that counter, and whether the connection may be called at all
 * (`rests`: paused or disabled; what is asked for stays asked for; `off`: offers are not enabled); null when another attempt has taken over.
 */
export const beginClaim = async (
  db: Db,
  right: OfferEpoch,
): Promise<{ taken: number; state: 'open' | 'rests' | 'off' } | null> => {
  const result = await sql<{ taken: number; rests: boolean; off: boolean }>`
    update offer_runs as run set
      taken = case when connection.rests and not connection.off then run.taken else run.wanted end,
      woken = case when connection.rests and not connection.off then least(run.woken, run.taken) else run.woken end
    from (select one.id, connections.deleted_at is null and (not connections.enabled or connections.paused_by is not null) as rests,
            connections.id is null or connections.deleted_at is not null
              or connections.settings -> 'offers' -> 'enabled' is distinct from 'true'::jsonb as off
          from (select ${right.connection}::text as id) as one left join connections on connections.id = one.id) as connection
    where run.connection = connection.id and run.epoch = ${right.epoch}
    returning run.taken, coalesce(connection.rests, false) as rests, connection.off`.execute(db);
  const [row] = result.rows;
  if (row === undefined) return null;
  return { taken: row.taken, state: row.off ? 'off' : row.rests ? 'rests' : 'open' };
};

interface ClaimedRow {
  external_id: string;
  name: string | null;
  bulk: boolean;
  product_id: number | null;
  factor: string | null;
  price: string | null;
  stock: number | null;
  last_price: string | null;
  refused_price: string | null;
  refused_stock: number | null;
  attention: AttentionKind[] | null;
  unclear_until: Date | null;
  version: number;
  claimed_at: Date;
}

/** Claims rows that are due, at most `limit`: single changes before bulk ones, the oldest first. Nothing when another attempt has taken over. */
export const claimOffers = async (db: Db, right: OfferEpoch, limit: number): Promise<readonly ClaimedOffer[]> => {
  const result = await sql<ClaimedRow>`
    with due as (
      select external_id from dirty_offers
      where connection = ${right.connection} and claimed_by is null and not_before <= now() and ${isOurs(right)}
      order by bulk, changed_at limit ${limit}
      for update skip locked),
    claimed as (
      update dirty_offers as dirty set claimed_by = ${right.epoch}, claimed_version = dirty.version
      from due where dirty.connection = ${right.connection} and dirty.external_id = due.external_id
      returning dirty.connection, dirty.external_id, dirty.bulk, dirty.changed_at, dirty.sending_until)
    select claimed.external_id, claimed.bulk, listing.name, listing.product_id, listing.factor,
      offer.price, offer.stock, offer.last_price, offer.refused_price, offer.refused_stock,
      case when claimed.sending_until > now() then claimed.sending_until end as unclear_until, now() as claimed_at,
      (select connections.version from connections where connections.id = claimed.connection) as version,
      (select array_agg(kind) from attention
       where attention.connection = claimed.connection and attention.target_type = 'listing'
         and attention.target_id = claimed.external_id and attention.resolved_at is null) as attention
    from claimed
    left join listings listing on listing.connection = claimed.connection and listing.external_id = claimed.external_id
      and listing.enabled
    left join offers offer on offer.connection = claimed.connection and offer.external_id = claimed.external_id
    order by claimed.bulk, claimed.changed_at`.execute(db);
  return result.rows.map(toClaimed);
};

const toClaimed = (row: ClaimedRow): ClaimedOffer => ({
  externalId: row.external_id,
  name: row.name,
  bulk: row.bulk,
  productId: row.product_id,
  factor: row.factor ?? '1',
  last: pair(row.price, row.stock),
  lastPrice: row.price ?? row.last_price,
  refused: pair(row.refused_price, row.refused_stock),
  attention: row.attention ?? [],
  unclearUntil: row.unclear_until,
  connectionVersion: row.version,
  claimedAt: row.claimed_at,
});

const pair = (price: string | null, stock: number | null) =>
  price === null || stock === null ? null : { price, stock };

/** Milliseconds until the next row is due, 0 when one is already; null when none waits. */
export const nextOfferDueMs = async (db: Db, connection: string): Promise<number | null> => {
  const result = await sql<{ ms: number | null }>`
    select ceil(extract(epoch from min(not_before) - now()) * 1000)::float8 as ms
    from dirty_offers where connection = ${connection} and claimed_by is null`.execute(db);
  const ms = result.rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
};

/** Whether a call was made of which nobody knows yet what became. */
export const isAnswerLost = async (db: Db, connection: string): Promise<boolean> => {
  const lost = await db
    .selectFrom('dirty_offers')
    .select('external_id')
    .where('connection', '=', connection)
    .where('sending_until', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return lost !== undefined;
};

/** Offers were switched off, or the connection is gone: nothing waits to be pushed any more. */
export const dropDirtyOffers = async (db: Db, right: OfferEpoch): Promise<void> => {
  await sql`delete from dirty_offers where connection = ${right.connection} and ${isOurs(right)}`.execute(db);
};
