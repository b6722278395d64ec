import { sql } from 'kysely';
import { isEqualAmount } from '../domain/money.ts';
import { resolveAttention } from './attention.ts';
import { inTransaction, json } from './database.ts';
import type { Db } from './database.ts';
import { notListed, renewUnmatchedAttention } from './marketplace-listings.ts';
import { markListingsDirty } from './offers/notice.ts';

/** Which product of Odoo a marketplace's listing is. */
export interface ListingRecord {
  readonly connection: string;
  readonly externalId: string;
  /** `product.product`; null while nobody said which. */
  readonly productId: number | null;
  readonly enabled: boolean;
  /** Units of the product in one unit of the listing; decimal string. */
  readonly factor: string;
  readonly name: string | null;
  /** The marketplace's copy of our own id. */
  readonly internalId: string | null;
  /** Why it has no product, or what is wrong with it; in words. */
  readonly problem: string | null;
  readonly updatedAt: Date;
}

export interface ListingMapping {
  readonly externalId: string;
  readonly productId: number;
  readonly enabled: boolean;
  readonly factor: string;
}

/**
 * Says which product each listing is; a listing that is not known yet is made. What was pushed of a listing before and may be wrong by its new
 * mapping is made dirty with it (where the connection repairs what differs: all that is mapped otherwise); a new one is not. Safe to repeat.
 */
export const mapListings = (db: Db, connection: string, mappings: readonly ListingMapping[]): Promise<void> =>
  inTransaction(db, async (trx) => {
    if (mappings.length === 0) return;
    const before = await lockMappings(trx, connection, mappings);
    await trx
      .insertInto('listings')
      .values(
        mappings.map((mapping) => ({
          connection,
          external_id: mapping.externalId,
          product_id: mapping.productId,
          enabled: mapping.enabled,
          factor: mapping.factor,
          source: 'hand',
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['connection', 'external_id']).doUpdateSet((row) => ({
          product_id: row.ref('excluded.product_id'),
          // Of another product nothing is known yet.
          template_id: sql<
            number | null
          >`case when listings.product_id = excluded.product_id then listings.template_id end`,
          // A person has seen to all other problems.
          problem: sql<string | null>`case when listings.problem like ${`${notListed}%`} then listings.problem end`,
          enabled: row.ref('excluded.enabled'),
          factor: row.ref('excluded.factor'),
          source: row.ref('excluded.source'),
          updated_at: new Date(),
        })),
      )
      .execute();
    await markRemapped(trx, connection, mappings, before);
    await renewUnmatchedAttention(trx, connection);
  });

type MappingBefore = ReadonlyMap<
  string,
  { readonly productId: number | null; readonly enabled: boolean; readonly factor: string }
>;

const lockMappings = async (
  db: Db,
  connection: string,
  mappings: readonly ListingMapping[],
): Promise<MappingBefore> => {
  const rows = await db
    .selectFrom('listings')
    .select(['external_id', 'product_id', 'enabled', 'factor'])
    .where('connection', '=', connection)
    .where('external_id', '=', sql<string>`any(${mappings.map(({ externalId }) => externalId)}::text[])`)
    .orderBy('external_id')
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [row.external_id, { productId: row.product_id, enabled: row.enabled, factor: row.factor }]),
  );
};

const markRemapped = async (
  db: Db,
  connection: string,
  mappings: readonly ListingMapping[],
  before: MappingBefore,
): Promise<void> => {
  const changed = mappings.filter(({ externalId, productId, enabled, factor }) => {
    const known = before.get(externalId);
    if (known === undefined) return false;
    return known.productId !== productId || known.enabled !== enabled || !isEqualAmount(known.factor, factor);
  });
  if (changed.length === 0) return;
  const { rows } = await sql<{ external_id: string }>`
    select changed.external_id from unnest(${changed.map(({ externalId }) => externalId)}::text[]) as changed(external_id)
    where exists (
      select from offers where offers.connection = ${connection} and offers.external_id = changed.external_id
        and offers.pushed_at is not null)
    or exists (
      select from dirty_offers where dirty_offers.connection = ${connection} and dirty_offers.external_id = changed.external_id)
    or exists (
      select from connections where id = ${connection} and settings -> 'offers' ->> 'reconcile' = 'repair')`.execute(
    db,
  );
  const ids = rows.map((row) => row.external_id);
  await markListingsDirty(db, connection, ids, { bulk: false, reason: 'mapped otherwise' });
};

/**
 * Notes listings that were seen and have no product, so that they can be found and mapped (`listings?unmapped=true`). What is known of the
 * product stays. Safe to repeat.
 */
export const noteListings = async (
  db: Db,
  connection: string,
  seen: readonly { readonly externalId: string; readonly name: string; readonly internalId: string | null }[],
): Promise<void> => {
  if (seen.length === 0) return;
  await sql`insert into listings (connection, external_id, name, internal_id, source)
    select distinct on (row."externalId") ${connection}, row."externalId", row.name, row."internalId", 'order'
    from jsonb_to_recordset(${json(seen)}::jsonb) as row("externalId" text, name text, "internalId" text)
    order by row."externalId"
    on conflict (connection, external_id) do update
      set name = excluded.name, internal_id = excluded.internal_id, updated_at = now()
      where (listings.name, listings.internal_id) is distinct from (excluded.name, excluded.internal_id)`.execute(db);
};

/** The listings of these ids that are known, mapped or not. */
export const getListings = async (
  db: Db,
  connection: string,
  externalIds: readonly string[],
): Promise<ListingRecord[]> => {
  if (externalIds.length === 0) return [];
  const rows = await db
    .selectFrom('listings')
    .selectAll()
    .where('connection', '=', connection)
    .where('external_id', '=', sql<string>`any(${[...externalIds]}::text[])`)
    .orderBy('external_id')
    .execute();
  return rows.map(toListing);
};

/**
 * Forgets a listing, and what was pushed of it: should it come back, nothing is known of it.
 * @returns whether there was such a listing.
 */
export const deleteListing = (db: Db, connection: string, externalId: string): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    const result = await trx
      .deleteFrom('listings')
      .where('connection', '=', connection)
      .where('external_id', '=', externalId)
      .executeTakeFirst();
    if (result.numDeletedRows === 0n) return false;
    await trx.deleteFrom('offers').where('connection', '=', connection).where('external_id', '=', externalId).execute();
    await resolveAttention(trx, { connection, type: 'listing', id: externalId }, 'The listing was forgotten');
    await renewUnmatchedAttention(trx, connection);
    return true;
  });

export interface ListingFilter {
  readonly connection?: string | undefined;
  /** Part of the listing's id, our id or its name, or the product's id. */
  readonly q?: string | undefined;
  /** true: only listings without a product; false: only those with one. */
  readonly unmapped?: boolean | undefined;
  readonly after?: readonly [connection: string, externalId: string] | undefined;
  readonly limit: number;
}

/** Listings by connection and id. */
export const listListings = async (db: Db, filter: ListingFilter): Promise<ListingRecord[]> => {
  let query = db.selectFrom('listings').selectAll();
  if (filter.connection !== undefined) query = query.where('connection', '=', filter.connection);
  if (filter.unmapped !== undefined) query = query.where('product_id', filter.unmapped ? 'is' : 'is not', null);
  if (filter.q !== undefined) {
    const part = `%${filter.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where((where) =>
      where.or([
        where('external_id', 'ilike', part),
        where('internal_id', 'ilike', part),
        where('name', 'ilike', part),
        where(sql<string>`product_id::text`, '=', filter.q ?? ''),
      ]),
    );
  }
  if (filter.after !== undefined) {
    query = query.where(sql<boolean>`(connection, external_id) > (${filter.after[0]}, ${filter.after[1]})`);
  }
  const rows = await query.orderBy('connection').orderBy('external_id').limit(filter.limit).execute();
  return rows.map(toListing);
};

const toListing = (row: {
  connection: string;
  external_id: string;
  product_id: number | null;
  enabled: boolean;
  factor: string;
  name: string | null;
  internal_id: string | null;
  problem: string | null;
  updated_at: Date;
}): ListingRecord => ({
  connection: row.connection,
  externalId: row.external_id,
  productId: row.product_id,
  enabled: row.enabled,
  factor: row.factor,
  name: row.name,
  internalId: row.internal_id,
  problem: row.problem,
  updatedAt: row.updated_at,
});
