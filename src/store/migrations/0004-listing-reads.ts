import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What marketplaces' own lists show of our listings, and what their last reading came to. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

const statements = [
  // When a list that showed it was asked for, and what it showed; null: never seen, or the list does not tell.
  `alter table listings add column seen_at timestamptz, add column shown_price numeric, add column shown_stock bigint`,
  `create index listings_unmatched on listings (connection, external_id) where product_id is null`,

  `alter table reconciliation_rows add column is_repairable boolean not null default false`,

  // The last finished run of a process that works for all who wait for it.
  `create table finished_runs (
    connection text not null, process text not null,
    started_at timestamptz not null, finished_at timestamptz not null default now(), result jsonb not null,
    primary key (connection, process))`,
];
