import { sql } from 'kysely';
import type { Insertable } from 'kysely';
import type { MirrorModel } from '../../src/domain/mirror/models.ts';
import type { Db } from '../../src/store/database.ts';
import type { MirrorModelsTable, MirrorTable } from '../../src/store/mirror-tables.ts';

type Kept<M extends MirrorModel> = Partial<Insertable<MirrorTable<M>>>;

const nothing = { active: true, write_date: '2026-01-16T09:15:00Z' };

/** What is known of a model, as a run would have left it: another version each time. */
export const aMirrorModel = async (
  db: Db,
  model: MirrorModel,
  changes: Partial<Insertable<MirrorModelsTable>> = {},
): Promise<void> => {
  await db
    .insertInto('mirror_models')
    .values({ model, version: 1, ...changes })
    .onConflict((conflict) =>
      conflict.column('model').doUpdateSet({ version: sql<number>`mirror_models.version + 1`, ...changes }),
    )
    .execute();
};

/** A transfer as it is kept. */
export const aPicking = async (db: Db, id: number, changes: Kept<'pickings'> = {}): Promise<void> => {
  await db
    .insertInto('mirror_pickings')
    .values({ ...nothing, id, name: `WH/OUT/${String(id).padStart(5, '0')}`, state: 'assigned', ...changes })
    .execute();
};

/** A move line as it is kept. */
export const aMoveLine = async (db: Db, id: number, changes: Kept<'move_lines'> = {}): Promise<void> => {
  await db
    .insertInto('mirror_move_lines')
    .values({ ...nothing, id, ...changes })
    .execute();
};

/** A product as it is kept. */
export const aProduct = async (db: Db, id: number, changes: Kept<'products'> = {}): Promise<void> => {
  await db
    .insertInto('mirror_products')
    .values({ ...nothing, id, ...changes })
    .execute();
};

/** A location as it is kept. */
export const aLocation = async (db: Db, id: number, changes: Kept<'locations'> = {}): Promise<void> => {
  await db
    .insertInto('mirror_locations')
    .values({ ...nothing, id, ...changes })
    .execute();
};

/** What lies somewhere, as it is kept. */
export const aQuant = async (db: Db, id: number, changes: Kept<'quants'> = {}): Promise<void> => {
  await db
    .insertInto('mirror_quants')
    .values({ ...nothing, id, ...changes })
    .execute();
};
