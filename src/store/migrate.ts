import { Migrator } from 'kysely';
import type { Kysely, Migration } from 'kysely';
import type { Database } from './schema.ts';
import * as orders from './migrations/0001-orders.ts';
import * as offers from './migrations/0002-offers.ts';
import * as pos from './migrations/0003-pos.ts';
import * as fulfilments from './migrations/0004-fulfilments.ts';
import * as mirror from './migrations/0005-mirror.ts';
import * as shipments from './migrations/0006-shipments.ts';

const migrations: Record<string, Migration> = {
  '0001-orders': orders,
  '0002-offers': offers,
  '0003-pos': pos,
  '0004-fulfilments': fulfilments,
  '0005-mirror': mirror,
  '0006-shipments': shipments,
};

/** Brings the database to the newest schema. Several processes may call it at once: the migrator holds a lock. */
export const migrate = async (db: Kysely<Database>): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The database could not be brought to the newest schema', { cause: error });
};
