import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Db } from '../database.ts';
import type { Database } from '../schema.ts';
import { wantMirror } from './want-mirror.ts';
import type { MirrorWish } from './want-mirror.ts';

/** Notes that the run begins, and what it is for. Safe to repeat. */
export const beginMirrorRun = (db: Kysely<Database>, run: string, wish: MirrorWish): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const made = await trx
      .insertInto('mirror_runs')
      .values({ run })
      .onConflict((conflict) =>
        // Temporal's own tools may have the same run begin once more.
        conflict
          .column('run')
          .doUpdateSet({ started_at: sql<Date>`clock_timestamp()`, finished_at: null, ok: null, error: null })
          .where('mirror_runs.finished_at', 'is not', null),
      )
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 1n) await wantMirror(trx, wish);
  });

/** @param result.error why not everything could be read; null: it could */
export const finishMirrorRun = async (
  db: Db,
  run: string,
  result: { readonly error: string | null },
): Promise<void> => {
  await db
    .updateTable('mirror_runs')
    .set({ finished_at: sql<Date>`clock_timestamp()`, ok: result.error === null, error: result.error })
    .where('run', '=', run)
    .where('finished_at', 'is', null)
    .execute();
};

/** Runs that have no end. */
export const listOpenMirrorRuns = async (db: Db): Promise<readonly string[]> =>
  (await db.selectFrom('mirror_runs').select('run').where('finished_at', 'is', null).execute()).map(({ run }) => run);

/** Whether there was a run before. */
export const hasMirrorRun = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('mirror_runs').select('id').limit(1).executeTakeFirst()) !== undefined;

/** Whether something was asked for longer than this ago and not begun since. */
export const isMirrorOverdue = async (db: Db, ms: number): Promise<boolean> => {
  const row = await db
    .selectFrom('mirror_models')
    .select('model')
    .where('wanted_at', '<', sql<Date>`clock_timestamp() - ${ms} * interval '1 millisecond'`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
