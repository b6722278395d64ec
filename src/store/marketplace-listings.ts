import { sql } from 'kysely';
import { raiseAttention, resolveAttention } from './attention.ts';
import { connectionTarget } from './connections.ts';
import { json } from './database.ts';
import type { Db } from './database.ts';

/** A listing as the marketplace's own list shows it; price and stock are null where it does not tell. */
export interface ShownListing {
  readonly externalId: string;
  readonly name: string | null;
  readonly internalId: string | null;
  readonly price: string | null;
  readonly stock: number | null;
}

/** Begins the problem of a listing that the marketplace's own list does not show. */
export const notListed = 'Not in the list of';

/**
 * Notes what a page of the marketplace's list showed; which product a listing is stays as it is, and where it was found by an id that is another
 * one now, that is said. Safe to repeat.
 *
 * @param seenAt when the page was asked for, by the database's clock: what was pushed later is newer than what it shows
 * @returns how many listings were not known before
 */
export const noteShownListings = async (
  db: Db,
  connection: string,
  page: { readonly seenAt: Date; readonly listings: readonly ShownListing[] },
): Promise<number> => {
  if (page.listings.length === 0) return 0;
  const result = await sql<{ is_new: boolean }>`
    insert into listings (connection, external_id, name, internal_id, source, seen_at, shown_price, shown_stock)
    select distinct on (row."externalId") ${connection}, row."externalId", row.name, row."internalId", 'marketplace',
      ${page.seenAt}::timestamptz, row.price, row.stock
    from jsonb_to_recordset(${json(page.listings)}::jsonb)
      as row("externalId" text, name text, "internalId" text, price numeric, stock bigint)
    order by row."externalId"
    on conflict (connection, external_id) do update set
      name = coalesce(excluded.name, listings.name), internal_id = excluded.internal_id,
      seen_at = excluded.seen_at, shown_price = excluded.shown_price, shown_stock = excluded.shown_stock,
      problem = case
        when listings.source = 'matched' and listings.internal_id is distinct from excluded.internal_id
        then 'It was matched by the id ' || coalesce(listings.internal_id, '(none)') || ', and the marketplace names '
          || coalesce(excluded.internal_id, 'none') || ' now: map it to its product'
        when listings.problem like ${`${notListed}%`} then null
        else listings.problem end,
      updated_at = case
        when (coalesce(excluded.name, listings.name), excluded.internal_id) is distinct from (listings.name, listings.internal_id)
        then now() else listings.updated_at end
    returning xmax = 0 as is_new`.execute(db);
  return result.rows.filter((row) => row.is_new).length;
};

/**
 * Notes the listings that a whole reading of the marketplace's list did not show; they stay.
 *
 * @param since when the reading began
 * @returns how many they are
 */
export const noteGoneListings = async (
  db: Db,
  { id, name }: { readonly id: string; readonly name: string },
  since: Date,
): Promise<number> => {
  const result = await sql`
    update listings set problem = ${`${notListed} ${name}`} || case
        when seen_at is null then ': it never was' else ' any more; last seen there on ' || to_char(seen_at at time zone 'UTC', 'YYYY-MM-DD') end
    where connection = ${id} and (seen_at is null or seen_at < ${since})
      and (problem is null or product_id is null or problem like ${`${notListed}%`})`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
};

export interface UnmatchedListing {
  readonly externalId: string;
  readonly internalId: string | null;
}

/** Listings without a product that the marketplace shows, by id. */
export const listUnmatched = async (
  db: Db,
  connection: string,
  page: { readonly after: string; readonly limit: number },
): Promise<UnmatchedListing[]> => {
  const rows = await db
    .selectFrom('listings')
    .select(['external_id', 'internal_id'])
    .where('connection', '=', connection)
    .where(isUnmatched)
    .where('external_id', '>', page.after)
    .orderBy('external_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({ externalId: row.external_id, internalId: row.internal_id }));
};

const isUnmatched = sql<boolean>`product_id is null and enabled and seen_at is not null
  and (problem is null or problem not like ${`${notListed}%`})`;

/** What matching found for one listing: its product, or why there is none. */
export type ListingMatch =
  | { readonly externalId: string; readonly productId: number; readonly templateId: number }
  | { readonly externalId: string; readonly problem: string };

/** Keeps what matching found. What somebody mapped meanwhile stays. @returns how many got a product. */
export const recordMatches = async (db: Db, connection: string, matches: readonly ListingMatch[]): Promise<number> => {
  if (matches.length === 0) return 0;
  const result = await sql<{ product_id: number | null }>`
    update listings set product_id = match."productId", template_id = match."templateId", problem = match.problem,
      source = case when match."productId" is null then listings.source else 'matched' end,
      updated_at = case when match."productId" is null then listings.updated_at else now() end
    from jsonb_to_recordset(${json(matches)}::jsonb)
      as match("externalId" text, "productId" bigint, "templateId" bigint, problem text)
    where listings.connection = ${connection} and listings.external_id = match."externalId" and listings.product_id is null
    returning listings.product_id`.execute(db);
  return result.rows.filter((row) => row.product_id !== null).length;
};

/** As many of them are named in words as a person wants to read. */
const namedAtMost = 5;

/**
 * Keeps the one attention about listings without a product: raises it, renews its words, or ends it. For use in a transaction.
 * @returns how many there are
 */
export const refreshUnmatchedAttention = async (db: Db, connection: string): Promise<number> => {
  await lockUnmatchedAttention(db, connection);
  const { count } = await db
    .selectFrom('listings')
    .select(sql<number>`count(*)`.as('count'))
    .where('connection', '=', connection)
    .where(isUnmatched)
    .executeTakeFirstOrThrow();
  const target = connectionTarget(connection);
  if (count === 0) {
    await resolveAttention(db, target, 'Every listing has a product', { kinds: ['listing-unmatched'] });
    return 0;
  }
  const named = await listUnmatched(db, connection, { after: '', limit: namedAtMost });
  const ids = named.map(({ externalId }) => externalId).join(', ');
  await raiseAttention(db, target, {
    kind: 'listing-unmatched',
    reason:
      `${count} ${count === 1 ? 'listing of the marketplace has' : 'listings of the marketplace have'} no product in Odoo, so their price and stock are not pushed: ` +
      `${ids}${count > named.length ? ', …' : ''}. Why is said with each (listings list --unmapped). ` +
      `Map them (listings map ${connection} <listing> <product>), or correct the product ids at the marketplace and sync the listings again.`,
    actions: ['retry', 'skip'],
  });
  return count;
};

/** After a person mapped or forgot listings: only what is said already is said anew. */
export const renewUnmatchedAttention = async (db: Db, connection: string): Promise<void> => {
  if (await lockUnmatchedAttention(db, connection)) await refreshUnmatchedAttention(db, connection);
};

/** Who counts at the same time takes turns: each sees what the one before has mapped. @returns whether it is open */
const lockUnmatchedAttention = async (db: Db, connection: string): Promise<boolean> => {
  const open = await db
    .selectFrom('attention')
    .select('id')
    .where('connection', '=', connection)
    .where('target_type', '=', 'connection')
    .where('kind', '=', 'listing-unmatched')
    .where('resolved_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return open !== undefined;
};

/** Products of listings whose template is not known yet, by id. */
export const listProductsWithoutTemplate = async (
  db: Db,
  connection: string,
  page: { readonly after: number; readonly limit: number },
): Promise<number[]> => {
  const rows = await db
    .selectFrom('listings')
    .select('product_id')
    .distinct()
    .where('connection', '=', connection)
    .where('product_id', '>', page.after)
    .where('template_id', 'is', null)
    .orderBy('product_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => row.product_id).filter((id) => id !== null);
};

/** Keeps of which template products are. */
export const recordTemplates = async (
  db: Db,
  connection: string,
  products: readonly { readonly id: number; readonly templateId: number }[],
): Promise<void> => {
  if (products.length === 0) return;
  await sql`update listings set template_id = product."templateId"
    from jsonb_to_recordset(${json(products.map(({ id, templateId }) => ({ id, templateId })))}::jsonb)
      as product(id bigint, "templateId" bigint)
    where listings.connection = ${connection} and listings.product_id = product.id and listings.template_id is null`.execute(
    db,
  );
};
