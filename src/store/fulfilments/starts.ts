import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** From when on a connection ships what is confirmed. */
export interface FulfilmentStart {
  readonly startsAt: Date;
  /** Since then its rule could not be read. */
  readonly missedSince: Date | null;
}

/** Clocks that differ by less are taken for the same: times come in whole seconds. */
const sameClockMs = 5_000;

/**
 * The first look after a connection was made says by Odoo's clock when that was, for all time.
 *
 * @param serverTime Odoo's time now
 */
export const readStart = async (
  db: Db,
  { id, createdAt }: { readonly id: string; readonly createdAt: Date },
  serverTime: Date,
): Promise<FulfilmentStart> => {
  const { rows } = await sql<{ starts_at: Date; missed_since: Date | null }>`
    with made as (
      insert into fulfilment_connections (connection, starts_at)
      select ${id}, date_trunc('second', ${createdAt}::timestamptz + case
        when abs(extract(epoch from ${serverTime}::timestamptz - now())) * 1000 < ${sameClockMs} then interval '0'
        else ${serverTime}::timestamptz - now() end)
      where not exists (select from fulfilment_connections where connection = ${id})
      on conflict (connection) do nothing
      returning starts_at, missed_since)
    select starts_at, missed_since from made
    union all select starts_at, missed_since from fulfilment_connections where connection = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`The start of ${id} is not stored`);
  return { startsAt: row.starts_at, missedSince: row.missed_since };
};

export const noteMissedSince = async (db: Db, connection: string, since: Date): Promise<void> => {
  await sql`
    update fulfilment_connections set missed_since = coalesce(missed_since, ${since}) where connection = ${connection}`.execute(
    db,
  );
};

export const forgetMissed = async (db: Db, connection: string): Promise<void> => {
  await sql`update fulfilment_connections set missed_since = null where connection = ${connection}`.execute(db);
};
