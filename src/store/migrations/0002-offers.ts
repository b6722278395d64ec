import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What marketplaces show of our products, what of it has changed in Odoo, and what comparing them came to. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of [...offers, ...readings, ...totals]) await sql.raw(statement).execute(db);
};

/** Upper bounds of the ages that are counted together, in milliseconds; the last one holds the rest. */
const boundsMs = [
  100, 200, 300, 500, 800, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
  2_147_483_647,
];

const offers = [
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

/** What marketplaces' own lists show, and what their last reading came to. */
const readings = [
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

/**
 * Totals since ever of what was pushed and refused, for counters that never go back: the pushes themselves are kept for a while only. Counted
 * where the rows are written, in the same transaction, whoever writes them.
 */
const totals = [
  `create table offer_ages (
    connection text not null, up_to_ms bigint not null, pushes bigint not null, sum_ms bigint not null,
    primary key (connection, up_to_ms))`,
  `create table offer_refusals (connection text primary key, refused bigint not null)`,

  `create function count_offer_pushes() returns trigger language plpgsql as $$
  begin
    insert into offer_ages (connection, up_to_ms, pushes, sum_ms)
      select pushed.connection, bound.up_to_ms, count(*), sum(pushed.age_ms)
      from pushed cross join lateral (
        select min(up_to_ms) as up_to_ms from unnest(array[${boundsMs.join(',')}]) as bounds(up_to_ms)
        where up_to_ms >= pushed.age_ms) as bound
      group by 1, 2 order by 1, 2
      on conflict (connection, up_to_ms) do update
        set pushes = offer_ages.pushes + excluded.pushes, sum_ms = offer_ages.sum_ms + excluded.sum_ms;
    return null;
  end $$`,
  `create trigger offer_pushes_counted after insert on offer_pushes
    referencing new table as pushed for each statement execute function count_offer_pushes()`,

  `create function count_offer_refusal() returns trigger language plpgsql as $$
  begin
    insert into offer_refusals (connection, refused) values (new.connection, 1)
      on conflict (connection) do update set refused = offer_refusals.refused + 1;
    return null;
  end $$`,
  `create trigger offers_refused_new after insert on offers
    for each row when (new.refused is not null) execute function count_offer_refusal()`,
  `create trigger offers_refused_again after update of refused_at on offers
    for each row when (new.refused is not null and new.refused_at is distinct from old.refused_at)
    execute function count_offer_refusal()`,
];
