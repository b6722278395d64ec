import { sql } from 'kysely';
import type { Db } from '../../../src/store/database.ts';
import { mapListings } from '../../../src/store/listings.ts';

/** A connection whose offers are enabled, and listings `a`, `b`, … of products 1, 2, … */
export const aConnection = async (
  db: Db,
  {
    id = 'cartona',
    offers = { enabled: true },
    listings = [],
  }: { id?: string; offers?: Readonly<Record<string, unknown>>; listings?: readonly string[] } = {},
): Promise<void> => {
  await db
    .insertInto('connections')
    .values({
      id,
      kind: 'cartona',
      name: 'Cartona Egypt',
      enabled: true,
      settings: JSON.stringify({ offers }),
      secrets: '',
      secret_names: [],
    })
    .execute();
  await mapListings(
    db,
    id,
    listings.map((externalId, index) => ({ externalId, productId: index + 1, enabled: true, factor: '1' })),
  );
};

export const dirtyRows = (db: Db) => db.selectFrom('dirty_offers').selectAll().orderBy('external_id').execute();

export const dirtyIds = async (db: Db): Promise<readonly string[]> =>
  (await dirtyRows(db)).map((row) => row.external_id);

export const offerRow = (db: Db, externalId: string) =>
  db.selectFrom('offers').selectAll().where('external_id', '=', externalId).executeTakeFirst();

/** What the marketplace was told, as if long ago. */
export const aPushedOffer = async (db: Db, externalId: string, price = '10', stock = 5): Promise<void> => {
  await sql`insert into offers (connection, external_id, price, stock, last_price, pushed_at)
    values ('cartona', ${externalId}, ${price}, ${stock}, ${price}, now() - interval '1 hour')`.execute(db);
};
