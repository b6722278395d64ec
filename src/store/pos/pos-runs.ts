import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { PosCounts, PosStatus } from '../../domain/pos/pos-run.ts';
import { cursorAt } from '../cursor-time.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import type { Database } from '../schema.ts';

export type PosRunRow = Selectable<Database['pos_runs']>;

/**
 * Opens the record of a run that fetches and imports; one that is open (the run is tried again) stays as it is.
 *
 * @param run `id`: `<workflow id>/<run id>`
 * @returns when it began, by the database's clock
 */
export const startPosRun = async (
  db: Db,
  { id, connection }: { readonly id: string; readonly connection: string },
): Promise<Date> => {
  const row = await db
    .insertInto('pos_runs')
    .values({ id, connection, started_at: sql<Date>`clock_timestamp()`, counts: json({}) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ connection }))
    .returning('started_at')
    .executeTakeFirstOrThrow();
  return row.started_at;
};

/** Ends the record of a run with what it came to. Safe to repeat. */
export const finishPosRun = async (
  db: Db,
  id: string,
  { status, message, counts }: { status: PosStatus; message: string; counts: Partial<PosCounts> },
): Promise<void> => {
  await db
    .updateTable('pos_runs')
    .set({ status, message, counts: json(counts), finished_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .execute();
};

/** Notes what keeps a run from going on. It may be tried again: only `finishPosRun` ends it. */
export const failPosRun = async (db: Db, id: string, message: string): Promise<void> => {
  await db.updateTable('pos_runs').set({ status: 'error', message }).where('id', '=', id).execute();
};

/**
 * What became of the orders a run fetched, as their rows say now.
 *
 * @param startedAt of the run: what was paid since is counted as created, what was paid before as there already
 */
export const countFetched = async (db: Db, runId: string, startedAt: Date): Promise<PosCounts> => {
  const { rows } = await sql<PosCounts>`
    select count(*) as fetched,
      count(*) filter (where standing = 'created') as created, count(*) filter (where standing = 'existing') as existing,
      count(*) filter (where standing = 'attention') as attention, count(*) filter (where standing = 'refused') as refused,
      count(*) filter (where standing = 'waiting') as waiting
    from (
      select case
        when state = 'attention' or exists (
          select from attention where attention.connection = row.connection and attention.target_type = 'pos-order'
            and attention.target_id = row.key and attention.resolved_at is null) then 'attention'
        when state in ('refused', 'skipped') then 'refused'
        when state <> 'paid' then 'waiting'
        when paid_at >= ${startedAt} then 'created' else 'existing' end as standing
      from pos_orders as row where fetched_by = ${runId}) as fetched`.execute(db);
  return rows[0] ?? { fetched: 0, created: 0, existing: 0, attention: 0, refused: 0, waiting: 0 };
};

/** Counts in words: `12 fetched: 9 created, 1 there already, 2 need attention`. */
export const messageOf = (counts: PosCounts): string => {
  const { fetched, created, existing, attention, refused, waiting } = counts;
  const parts = [
    ...(created > 0 ? [`${created} created`] : []),
    ...(existing > 0 ? [`${existing} there already`] : []),
    ...(attention > 0 ? [attention === 1 ? '1 needs attention' : `${attention} need attention`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(waiting > 0 ? [waiting === 1 ? '1 waits' : `${waiting} wait`] : []),
  ];
  return parts.length === 0 ? `${fetched} fetched` : `${fetched} fetched: ${parts.join(', ')}`;
};

export interface PosSyncStatus {
  /** The newest run that came to something; undefined before the first. */
  readonly last: PosRunRow | undefined;
  /** The newest run, while it is under way. */
  readonly running: PosRunRow | undefined;
}

export const readPosStatus = async (db: Db, connection: string): Promise<PosSyncStatus> => {
  const runs = db
    .selectFrom('pos_runs')
    .selectAll()
    .where('connection', '=', connection)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(1);
  const [newest, last] = await Promise.all([
    runs.executeTakeFirst(),
    runs.where('status', 'is not', null).executeTakeFirst(),
  ]);
  return { last, running: newest?.finished_at === null ? newest : undefined };
};

/** Runs, newest first. */
export const listPosRuns = async (
  db: Db,
  connection: string,
  { after, limit }: { after?: readonly [startedAt: string, id: string] | undefined; limit: number },
): Promise<(PosRunRow & { cursor_at: string })[]> => {
  let query = db.selectFrom('pos_runs').selectAll().select(cursorAt('started_at')).where('connection', '=', connection);
  if (after !== undefined) {
    const [startedAt, id] = after;
    query = query.where(
      sql<boolean>`(started_at < ${startedAt}::timestamptz or (started_at = ${startedAt}::timestamptz and id > ${id}))`,
    );
  }
  return query.orderBy('started_at', 'desc').orderBy('id').limit(limit).execute();
};
