import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** A connection whose offers a run is to see to. */
export interface WantedOffers {
  readonly connection: string;
  readonly wanted: number;
}

/**
 * Connections with changes that no run was woken for. While a wake-up is not seen to (the marketplace may be away for a week) there is no other:
 * the run claims all there is when it comes to it.
 */
export const listWantedOffers = async (db: Db): Promise<readonly WantedOffers[]> => {
  const result = await sql<WantedOffers>`
    select run.connection, run.wanted from offer_runs run
    join connections on connections.id = run.connection
    where run.wanted > greatest(run.woken, run.taken) and run.woken <= run.taken
      and connections.enabled and connections.paused_by is null and connections.deleted_at is null`.execute(db);
  return result.rows;
};

export const noteOffersWoken = async (db: Db, { connection, wanted }: WantedOffers): Promise<void> => {
  await sql`update offer_runs set woken = greatest(woken, ${wanted}) where connection = ${connection}`.execute(db);
};

/** Connections with rows that were due a minute ago: their run may be gone. */
export const listOverdueOffers = async (db: Db): Promise<readonly string[]> => {
  const result = await sql<{ connection: string }>`
    select distinct dirty.connection from dirty_offers dirty
    join connections on connections.id = dirty.connection
    where greatest(dirty.changed_at, dirty.not_before) < now() - interval '1 minute'
      and connections.enabled and connections.paused_by is null and connections.deleted_at is null`.execute(db);
  return result.rows.map((row) => row.connection);
};
