import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** When the last fetch that was stored to its end had begun; null before the first one. */
export const readFetchCursor = async (db: Db, connection: string): Promise<Date | null> => {
  const row = await db
    .selectFrom('pos_imports')
    .select('fetched_until')
    .where('connection', '=', connection)
    .executeTakeFirst();
  return row?.fetched_until ?? null;
};

/** Notes a fetch that was stored to its end. The cursor never goes back. */
export const noteFetched = async (db: Db, connection: string, beganAt: Date): Promise<void> => {
  await sql`
    insert into pos_imports as import (connection, fetched_until) values (${connection}, ${beganAt})
    on conflict (connection) do update set fetched_until = greatest(import.fetched_until, excluded.fetched_until)`.execute(
    db,
  );
};
