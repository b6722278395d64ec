import { sql } from 'kysely';
import { json } from './database.ts';
import type { Db } from './database.ts';

/** Processes that do for everybody who waits what one run of them did. */
export type SharedProcess = 'listings';

/** The last run of the process that came to its end; undefined when none did. */
export const readFinishedRun = async (
  db: Db,
  connection: string,
  process: SharedProcess,
): Promise<{ startedAt: Date; result: Record<string, unknown> } | undefined> => {
  const row = await db
    .selectFrom('finished_runs')
    .select(['started_at', 'result'])
    .where('connection', '=', connection)
    .where('process', '=', process)
    .executeTakeFirst();
  return row && { startedAt: row.started_at, result: row.result };
};

export const noteFinishedRun = async (
  db: Db,
  connection: string,
  process: SharedProcess,
  run: { readonly startedAt: Date; readonly result: object },
): Promise<void> => {
  const values = { started_at: run.startedAt, finished_at: sql<Date>`now()`, result: json(run.result) };
  await db
    .insertInto('finished_runs')
    .values({ connection, process, ...values })
    .onConflict((conflict) => conflict.columns(['connection', 'process']).doUpdateSet(values))
    .execute();
};

/** The time by the clock all times in the database go by. */
export const databaseTime = async (db: Db): Promise<Date> => {
  const result = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return result.rows[0]?.now ?? new Date();
};
