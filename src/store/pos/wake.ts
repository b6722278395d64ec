import { sql } from 'kysely';
import { channels } from '../../domain/names.ts';
import type { Db } from '../database.ts';

/** A connection whose orders a run is to import. */
export interface WantedImport {
  readonly connection: string;
  readonly wanted: number;
}

/** Asks for an import soon: many asks before it runs are one. */
export const wantImport = async (db: Db, connection: string): Promise<void> => {
  await sql`
    insert into pos_imports as import (connection, wanted) values (${connection}, 1)
    on conflict (connection) do update set wanted = import.wanted + 1`.execute(db);
  await sql`select pg_notify(${channels.pos}, '')`.execute(db);
};

/**
 * Connections with orders that no run was woken for. While a wake-up is not seen to (Odoo may be away for a week) there is no other: the run
 * imports all there is when it comes to it.
 */
export const listWantedImports = async (db: Db): Promise<readonly WantedImport[]> => {
  const { rows } = await sql<WantedImport>`
    select import.connection, import.wanted from pos_imports import
    join connections on connections.id = import.connection
    where import.wanted > greatest(import.woken, import.taken) and import.woken <= import.taken
      and connections.enabled and connections.paused_by is null and connections.deleted_at is null`.execute(db);
  return rows;
};

export const noteImportWoken = async (db: Db, { connection, wanted }: WantedImport): Promise<void> => {
  await sql`update pos_imports set woken = greatest(woken, ${wanted}) where connection = ${connection}`.execute(db);
};

/** What was asked for until now is about to be seen to. @returns how often it was asked */
export const takeImportWish = async (db: Db, connection: string): Promise<number> => {
  const { rows } = await sql<{ taken: number }>`
    update pos_imports set taken = wanted where connection = ${connection} returning taken`.execute(db);
  return rows[0]?.taken ?? 0;
};

/** Connections with orders that have waited for a minute: their run may be gone. */
export const listOverdueImports = async (db: Db): Promise<readonly string[]> => {
  const { rows } = await sql<{ connection: string }>`
    select distinct row.connection from pos_orders as row
    join connections on connections.id = row.connection
    where row.state in ('received', 'loading', 'loaded') and row.updated_at < now() - interval '1 minute'
      and connections.enabled and connections.paused_by is null and connections.deleted_at is null`.execute(db);
  return rows.map(({ connection }) => connection);
};

/** An order whose run is to look at its row. */
export interface WantedPosRun {
  readonly connection: string;
  readonly key: string;
}

/** Takes orders whose runs are to be woken; other processes take others. */
export const takeWantedRuns = async (db: Db, atMost: number): Promise<readonly WantedPosRun[]> => {
  const { rows } = await sql<WantedPosRun>`
    update pos_orders as row set run_wanted = false from (
      select connection, key from pos_orders where run_wanted limit ${atMost} for update skip locked) as wanted
    where row.connection = wanted.connection and row.key = wanted.key
    returning row.connection, row.key`.execute(db);
  return rows;
};

/** Orders that wait for a person, of connections that are there; touched at least ten seconds ago. */
export const listAttendedPosOrders = async (db: Db): Promise<readonly WantedPosRun[]> => {
  const { rows } = await sql<WantedPosRun>`
    select row.connection, row.key from pos_orders as row
    join connections on connections.id = row.connection
    where connections.deleted_at is null and row.updated_at < now() - interval '10 seconds' and not row.run_wanted
      and (row.state = 'attention' or exists (
        select from attention where attention.connection = row.connection and attention.target_type = 'pos-order'
          and attention.target_id = row.key and attention.resolved_at is null))`.execute(db);
  return rows;
};
