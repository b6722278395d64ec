import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** Orders of connections that are there, by how far they are. */
export const countOrdersByState = async (db: Db): Promise<{ connection: string; state: string; count: number }[]> => {
  const { rows } = await sql<{ connection: string; state: string; count: number }>`
    select connection, state, count(*) as count from pos_orders
    join connections on connections.id = pos_orders.connection and connections.deleted_at is null
    group by connection, state order by connection, state`.execute(db);
  return rows;
};

/** Seconds since the last fetch began that was stored to its end. */
export const readFetchAges = async (db: Db): Promise<{ connection: string; seconds: number }[]> => {
  const { rows } = await sql<{ connection: string; seconds: number }>`
    select connection, extract(epoch from clock_timestamp() - fetched_until)::float8 as seconds from pos_imports
    join connections on connections.id = pos_imports.connection and connections.deleted_at is null
    where fetched_until is not null order by connection`.execute(db);
  return rows;
};

/** Runs that ended in the last 24 hours, by what they came to. */
export const countRecentRuns = async (db: Db): Promise<{ connection: string; status: string; count: number }[]> => {
  const { rows } = await sql<{ connection: string; status: string; count: number }>`
    select connection, status, count(*) as count from pos_runs
    where finished_at > now() - interval '24 hours' and status is not null
    group by connection, status order by connection, status`.execute(db);
  return rows;
};
