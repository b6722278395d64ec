import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { channels } from '../../domain/names.ts';
import type { Db } from '../database.ts';

/** More listings than this in one notice are a bulk change: single ones go before. */
const singleAtMost = 50;

/** Reason of a row whose value was told, and is told once more because an earlier attempt had no clear answer. */
export const toldAgain = 'told again after an unclear answer';

export interface Notice {
  /** One of many that change together; more than 50 listings always are. */
  readonly bulk: boolean;
  /** In words, for who asks why it was pushed. */
  readonly reason: string;
}

/**
 * Notes that price or stock of products may have changed: their listings are read and pushed soon. Products that are not listed cost
 * nothing. @returns how many listings were concerned.
 */
export const markProductsDirty = async (
  db: Db,
  notice: Notice & {
    /** Only listings of these; default: of every connection. */
    readonly connections?: readonly string[];
    readonly productIds: readonly number[];
  },
): Promise<number> => {
  if (notice.productIds.length === 0 || notice.connections?.length === 0) return 0;
  const ofConnections =
    notice.connections === undefined ? sql`true` : sql`listing.connection = any(${[...notice.connections]}::text[])`;
  return mark(
    db,
    notice,
    sql`listing.product_id = any(${[...new Set(notice.productIds)]}::bigint[]) and ${ofConnections}`,
  );
};

/**
 * Notes that these listings are to be read and pushed.
 *
 * @param notice.forgetPushed what was pushed, or refused, counts as unknown: so they are surely sent
 * @returns how many of them can be pushed: enabled, with a product, offers enabled
 */
export const markListingsDirty = async (
  db: Db,
  connection: string,
  externalIds: readonly string[],
  notice: Notice & { readonly forgetPushed?: boolean },
): Promise<number> => {
  if (externalIds.length === 0) return 0;
  const ids = [...new Set(externalIds)];
  if (notice.forgetPushed === true) {
    await sql`update offers set price = null, stock = null, refused_price = null, refused_stock = null
      where connection = ${connection} and external_id = any(${ids}::text[])`.execute(db);
  }
  return mark(db, notice, sql`listing.connection = ${connection} and listing.external_id = any(${ids}::text[])`);
};

/**
 * Notes that all that was pushed before, or is being pushed right now, may be wrong (another factor, buffer, pricelist, warehouse), or with
 * `all` everything listed.
 * Unchanged values are not sent. @returns how many listings were concerned.
 */
export const markPushedDirty = (
  db: Db,
  connection: string,
  { all, reason }: { readonly all: boolean; readonly reason: string },
): Promise<number> =>
  mark(
    db,
    { bulk: true, reason },
    sql`listing.connection = ${connection} and (${all} or exists (
      select from offers where offers.connection = listing.connection and offers.external_id = listing.external_id
        and offers.pushed_at is not null) or exists (
      select from dirty_offers dirty where dirty.connection = listing.connection and dirty.external_id = listing.external_id))`,
  );

/** Inserts or bumps, in the order of the key so that two notices never wait for each other, and asks for a run. */
export const mark = async (db: Db, notice: Notice, which: RawBuilder<unknown>): Promise<number> => {
  const result = await sql<{ connection: string; listings: number }>`
    with target as (
      select listing.connection, listing.external_id from listings listing
      join connections on connections.id = listing.connection
      where listing.enabled and listing.product_id is not null and connections.deleted_at is null
        and connections.settings -> 'offers' -> 'enabled' = 'true'::jsonb and ${which}),
    dirty as (
      insert into dirty_offers as dirty (connection, external_id, bulk, reason)
      select target.connection, target.external_id, ${notice.bulk} or (select count(*) from target) > ${singleAtMost}, ${notice.reason}
      from target
      order by target.connection, target.external_id
      on conflict (connection, external_id) do update set
        version = dirty.version + 1, bulk = dirty.bulk and excluded.bulk, reason = excluded.reason, not_before = 'epoch',
        changed_at = case when dirty.reason = ${toldAgain} then excluded.changed_at else dirty.changed_at end
      returning dirty.connection),
    woken as (
      insert into offer_runs as run (connection, wanted)
      select connection, 1 from dirty group by connection order by connection
      on conflict (connection) do update set wanted = run.wanted + 1
      returning run.connection)
    select woken.connection, pg_notify(${channels.offers}, woken.connection),
      (select count(*) from dirty where dirty.connection = woken.connection) as listings
    from woken`.execute(db);
  return result.rows.reduce((total, row) => total + row.listings, 0);
};
