import { sql } from 'kysely';
import type { Db } from './database.ts';

/** What a marketplace was told of one listing, and what it is still to be told. */
export interface OfferRecord {
  readonly connection: string;
  readonly externalId: string;
  readonly name: string | null;
  readonly productId: number;
  /** Of the listing: one that is not enabled is not pushed. */
  readonly enabled: boolean;
  /** Last pushed; null while it is not known what the marketplace shows. */
  readonly price: string | null;
  readonly stock: number | null;
  readonly pushedAt: Date | null;
  /** Whether a change waits to be pushed, since when, and which. */
  readonly pending: boolean;
  readonly changedAt: Date | null;
  readonly reason: string | null;
  /** The marketplace's words, and what it refused. */
  readonly refused: string | null;
  readonly refusedPrice: string | null;
  readonly refusedStock: number | null;
  readonly refusedAt: Date | null;
}

export interface OfferFilter {
  readonly connection?: string | undefined;
  readonly productId?: number | undefined;
  /** Part of the listing's id, our id or its name, or the product's id. */
  readonly q?: string | undefined;
  readonly pending?: boolean | undefined;
  readonly refused?: boolean | undefined;
  /** Pushed then or later. */
  readonly since?: Date | undefined;
  readonly after?: readonly [connection: string, externalId: string] | undefined;
  readonly limit: number;
}

/** Offers of all listings that have a product, by connection and listing. */
export const listOffers = async (db: Db, filter: OfferFilter): Promise<OfferRecord[]> => {
  let query = db
    .selectFrom('listings as l')
    .leftJoin('offers as o', (join) =>
      join.onRef('o.connection', '=', 'l.connection').onRef('o.external_id', '=', 'l.external_id'),
    )
    .leftJoin('dirty_offers as d', (join) =>
      join.onRef('d.connection', '=', 'l.connection').onRef('d.external_id', '=', 'l.external_id'),
    )
    .where('l.product_id', 'is not', null)
    .select([
      'l.connection',
      'l.external_id as externalId',
      'l.name',
      sql<number>`l.product_id`.as('productId'),
      'l.enabled',
      'o.price',
      'o.stock',
      'o.pushed_at as pushedAt',
      sql<boolean>`d.external_id is not null`.as('pending'),
      'd.changed_at as changedAt',
      'd.reason',
      'o.refused',
      'o.refused_price as refusedPrice',
      'o.refused_stock as refusedStock',
      'o.refused_at as refusedAt',
    ]);
  if (filter.connection !== undefined) query = query.where('l.connection', '=', filter.connection);
  if (filter.productId !== undefined) query = query.where('l.product_id', '=', filter.productId);
  if (filter.pending !== undefined) query = query.where('d.external_id', filter.pending ? 'is not' : 'is', null);
  if (filter.refused !== undefined) query = query.where('o.refused', filter.refused ? 'is not' : 'is', null);
  if (filter.since !== undefined) query = query.where('o.pushed_at', '>=', filter.since);
  if (filter.q !== undefined) {
    const part = `%${filter.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where((where) =>
      where.or([
        where('l.external_id', 'ilike', part),
        where('l.internal_id', 'ilike', part),
        where('l.name', 'ilike', part),
        where(sql<string>`l.product_id::text`, '=', filter.q ?? ''),
      ]),
    );
  }
  if (filter.after !== undefined) {
    query = query.where(sql<boolean>`(l.connection, l.external_id) > (${filter.after[0]}, ${filter.after[1]})`);
  }
  return query.orderBy('l.connection').orderBy('l.external_id').limit(filter.limit).execute();
};

/** Which of these products no enabled listing of the connection is. */
export const productsWithoutListing = async (
  db: Db,
  connection: string,
  productIds: readonly number[],
): Promise<ReadonlySet<number>> => {
  const { rows } = await sql<{ id: number }>`
    select asked.id from unnest(${[...productIds]}::bigint[]) as asked(id)
    where not exists (
      select from listings where connection = ${connection} and product_id = asked.id and enabled)`.execute(db);
  return new Set(rows.map(({ id }) => id));
};

/** Whether a change of this listing still waits to be pushed. */
export const isOfferPending = async (db: Db, connection: string, externalId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('dirty_offers')
    .select('external_id')
    .where('connection', '=', connection)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row !== undefined;
};
