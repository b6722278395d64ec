import { Migrator } from 'kysely';
import type { Kysely, Migration } from 'kysely';
import type { Database } from './schema.ts';
import * as orders from './migrations/0001-orders.ts';
import * as offers from './migrations/0003-offers.ts';
import * as listingReads from './migrations/0004-listing-reads.ts';
import * as offerTotals from './migrations/0005-offer-totals.ts';

const migrations: Record<string, Migration> = {
  '0001-orders': orders,
  '0003-offers': offers,
  '0004-listing-reads': listingReads,
  '0005-offer-totals': offerTotals,
};

/** Brings the database to the newest schema. Several processes may call it at once: the migrator holds a lock. */
export const migrate = async (db: Kysely<Database>): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The database could not be brought to the newest schema', { cause: error });
};
