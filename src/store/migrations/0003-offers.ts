import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What marketplaces show of our products, and what of it has changed in Odoo. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

const statements = [
  `alter table listings add column template_id bigint, add column problem text`,
  `create index listings_product on listings (product_id) where product_id is not null`,

  // What the marketplace was told last; price and stock are null while that is not known.
  `create table offers (
    connection text not null, external_id text not null,
    price numeric, stock bigint, last_price numeric, pushed_at timestamptz,
    refused text, refused_price numeric, refused_stock bigint, refused_at timestamptz,
    primary key (connection, external_id))`,
  `create index offers_pushed on offers (connection, pushed_at)`,
  `create index offers_refused on offers (connection) where refused is not null`,

  // Listings whose product changed since: one row each, inserted or bumped.
  `create table dirty_offers (
    connection text not null, external_id text not null,
    version bigint not null default 1, changed_at timestamptz not null default now(), bulk boolean not null default false,
    reason text not null default 'changed',
    not_before timestamptz not null default 'epoch',
    claimed_by bigint, claimed_version bigint, sending_until timestamptz,
    primary key (connection, external_id))`,
  `create index dirty_offers_next on dirty_offers (connection, bulk, changed_at) where claimed_by is null`,

  // One row a connection: whose batch is in flight, and whether the run was woken since the last change.
  `create table offer_runs (
    connection text primary key,
    epoch bigint not null default 0, wanted bigint not null default 0, woken bigint not null default 0,
    taken bigint not null default 0, watched boolean not null default false)`,

  // Ages of changes when they were pushed, for the quantiles of the last hour.
  `create table offer_pushes (
    connection text not null, at timestamptz not null default now(), age_ms integer not null)`,
  `create index offer_pushes_at on offer_pushes (connection, at)`,

  // Records of Odoo as the watch saw them: a record with the same hash is no news.
  `create table watch_seen (
    model text not null, record_id bigint not null, hash text not null, seen_at timestamptz not null default now(),
    primary key (model, record_id))`,
  `create index watch_seen_at on watch_seen (seen_at)`,
  `create table pricelist_rules (
    id bigint primary key, hash text not null, pricelist_id bigint not null,
    product_id bigint, template_id bigint, starts_at timestamptz, ends_at timestamptz)`,

  `create table reconciliations (
    id uuid primary key default gen_random_uuid(), connection text not null,
    started_at timestamptz not null default now(), finished_at timestamptz,
    dry_run boolean not null, repaired boolean not null default false, compared_with text,
    compared integer not null default 0, differing integer not null default 0, error text)`,
  `create index reconciliations_listed on reconciliations (connection, started_at desc, id)`,
  `create table reconciliation_rows (
    reconciliation uuid not null references reconciliations on delete cascade, external_id text not null, product_id bigint,
    our_price numeric, our_stock bigint, their_price numeric, their_stock bigint, why text not null,
    primary key (reconciliation, external_id))`,
];
