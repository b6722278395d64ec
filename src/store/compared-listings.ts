import { sql } from 'kysely';
import type { Db } from './database.ts';

/** A listing that can be pushed, with what it shows and what was pushed. */
export interface PushableListing {
  readonly externalId: string;
  readonly productId: number;
  /** Units of the product in one unit of the listing; decimal string. */
  readonly factor: string;
  /** Whether a change waits to be pushed, or is on its way. */
  readonly isPending: boolean;
  /** When the marketplace's list that showed it was asked for; null: never. */
  readonly seenAt: Date | null;
  readonly shownPrice: string | null;
  readonly shownStock: number | null;
  /** null while it is not known what was accepted last. */
  readonly pushed: { readonly price: string; readonly stock: number } | null;
  readonly lastPrice: string | null;
  readonly pushedAt: Date | null;
  readonly refused: { readonly words: string; readonly offer: { price: string; stock: number } | null } | null;
}

/** Enabled listings with a product, by id. */
export const listPushable = async (
  db: Db,
  connection: string,
  page: { readonly after: string; readonly limit: number },
): Promise<PushableListing[]> => {
  const rows = await db
    .selectFrom('listings as listing')
    .leftJoin('offers as offer', (join) =>
      join.onRef('offer.connection', '=', 'listing.connection').onRef('offer.external_id', '=', 'listing.external_id'),
    )
    .select([
      'listing.external_id',
      'listing.product_id',
      'listing.seen_at',
      'listing.shown_price',
      'listing.shown_stock',
      'offer.price',
      'offer.stock',
      'offer.last_price',
      'offer.pushed_at',
      'offer.refused',
      'offer.refused_price',
      'offer.refused_stock',
    ])
    .select([
      sql<string>`listing.factor::text`.as('factor'),
      sql<boolean>`exists (select from dirty_offers as dirty
        where dirty.connection = listing.connection and dirty.external_id = listing.external_id)`.as('is_pending'),
    ])
    .where('listing.connection', '=', connection)
    .where('listing.enabled', '=', true)
    .where('listing.product_id', 'is not', null)
    .where('listing.external_id', '>', page.after)
    .orderBy('listing.external_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({
    externalId: row.external_id,
    productId: row.product_id ?? 0,
    factor: row.factor,
    isPending: row.is_pending,
    seenAt: row.seen_at,
    shownPrice: row.shown_price,
    shownStock: row.shown_stock,
    pushed: pair(row.price, row.stock),
    lastPrice: row.price ?? row.last_price,
    pushedAt: row.pushed_at,
    refused: row.refused === null ? null : { words: row.refused, offer: pair(row.refused_price, row.refused_stock) },
  }));
};

const pair = (price: string | null, stock: number | null): { price: string; stock: number } | null =>
  price === null || stock === null ? null : { price, stock };
