import { sql } from 'kysely';
import { channels } from '../domain/names.ts';
import { json } from './database.ts';
import type { Db } from './database.ts';

/** What one pull did. */
export interface PullResult extends Record<string, unknown> {
  readonly pages: number;
  readonly seen: number;
  readonly new: number;
  readonly changed: number;
  readonly unreadable: number;
}

/** Asks for a pull soon; many asks before it runs are one. One that runs already may have read past the reason: the newest ask counts. */
export const requestPull = async (db: Db, connection: string): Promise<void> => {
  await db
    .insertInto('pull_requests')
    .values({ connection })
    .onConflict((conflict) => conflict.column('connection').doUpdateSet({ asked_at: sql`now()` }))
    .execute();
  await sql`select pg_notify(${channels.inbox}, '')`.execute(db);
};

export const listPullRequests = (db: Db): Promise<{ connection: string; asked_at: Date }[]> =>
  db.selectFrom('pull_requests').select(['connection', 'asked_at']).execute();

/** A pull that began later serves the request. */
export const clearPullRequest = async (db: Db, connection: string, askedAt: Date): Promise<void> => {
  await db.deleteFrom('pull_requests').where('connection', '=', connection).where('asked_at', '<=', askedAt).execute();
};

/** When the connection was last pulled, and since when another pull is asked for (null: none is). */
export const readPullActivity = (db: Db, connection: string) =>
  db
    .selectFrom('connection_activity')
    .leftJoin('pull_requests', 'pull_requests.connection', 'connection_activity.connection')
    .selectAll('connection_activity')
    .select('pull_requests.asked_at')
    .where('connection_activity.connection', '=', connection)
    .executeTakeFirst();

/** Notes that a pull begins. @returns when, by the database's clock. */
export const notePullStarted = async (db: Db, connection: string): Promise<Date> => {
  const row = await db
    .insertInto('connection_activity')
    .values({ connection, pull_started_at: sql`now()` })
    .onConflict((conflict) => conflict.column('connection').doUpdateSet({ pull_started_at: sql`now()` }))
    .returning('pull_started_at')
    .executeTakeFirstOrThrow();
  return row.pull_started_at ?? new Date();
};

export const notePullFinished = async (
  db: Db,
  connection: string,
  startedAt: Date,
  result: PullResult,
): Promise<void> => {
  await db
    .updateTable('connection_activity')
    .set({
      pull_finished_at: sql`now()`,
      pull_finished_started_at: startedAt,
      pull_result: json(result),
      pull_error: null,
      unavailable_since: null,
    })
    .where('connection', '=', connection)
    .execute();
};

export const notePullFailed = async (db: Db, connection: string, message: string): Promise<void> => {
  await db
    .updateTable('connection_activity')
    .set({ pull_error: message })
    .where('connection', '=', connection)
    .execute();
};

/** Whether an order of the connection was acknowledged at or after this time, by this process's clock. */
export const hasAcknowledgedSince = async (db: Db, connection: string, since: Date): Promise<boolean> => {
  const row = await db
    .selectFrom('orders')
    .select('external_id')
    .where('connection', '=', connection)
    .where('acknowledged_at', '>=', since)
    .where('updated_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
