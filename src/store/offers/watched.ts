import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** What of a connection's offers concerns the watch. */
export interface WatchedConnection {
  readonly id: string;
  /** Whether the watch has looked since offers were enabled: what changed before is no news to it. */
  readonly isWatched: boolean;
  /** Id of the pricelist that prices come from; null: the products' own prices. */
  readonly pricelist: number | null;
  /** Whether planned moves count. */
  readonly countsMoves: boolean;
}

/** Connections whose offers are enabled, whether or not they rest at the moment. */
export const listWatchedConnections = async (db: Db): Promise<readonly WatchedConnection[]> => {
  const result = await sql<WatchedConnection>`
    select connections.id, coalesce(run.watched, false) as "isWatched",
      (settings -> 'offers' -> 'price' ->> 'pricelist')::bigint as pricelist,
      coalesce(settings -> 'offers' ->> 'stock', '') = 'virtual_available' as "countsMoves"
    from connections left join offer_runs run on run.connection = connections.id
    where deleted_at is null and settings -> 'offers' -> 'enabled' = 'true'::jsonb
    order by connections.id`.execute(db);
  return result.rows;
};

/** Notes which connections are looked at from now on; those left out begin anew when their offers are enabled again. */
export const noteWatched = async (db: Db, connections: readonly string[]): Promise<void> => {
  await sql`
    insert into offer_runs as run (connection, watched)
    select connection, true from unnest(${[...connections]}::text[]) as given(connection) order by connection
    on conflict (connection) do update set watched = true where not run.watched`.execute(db);
  await sql`update offer_runs set watched = false
    where watched and connection <> all(${[...connections]}::text[])`.execute(db);
};

/** Products of all listings whose offers are pushed. */
export const listListedProducts = async (db: Db): Promise<readonly number[]> => {
  const result = await sql<{ product_id: number }>`
    select distinct product_id from listings join connections on connections.id = listings.connection
    where listings.enabled and product_id is not null and connections.deleted_at is null
      and connections.settings -> 'offers' -> 'enabled' = 'true'::jsonb
    order by product_id`.execute(db);
  return result.rows.map((row) => row.product_id);
};
