import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Orders of points of sale, and what fetching and importing them came to. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

const statements = [
  // `seq`: the order of arrival, in which they are imported. `newer_*`: what the source says of an order that Odoo holds already.
  `create table pos_orders (
    connection text not null, key text not null,
    order_id text, kind text check (kind in ('sale', 'refund')),
    seq bigint generated always as identity,
    state text not null default 'received'
      check (state in ('received', 'loading', 'loaded', 'paid', 'attention', 'skipped', 'refused')),
    revision bigint not null default 1,
    source text not null check (source in ('pull', 'push')),
    payload jsonb not null, content jsonb, content_hash text not null, problem jsonb,
    newer_payload jsonb, newer_content jsonb, newer_hash text,
    partner_id bigint, lines jsonb not null default '[]',
    odoo_id bigint, odoo_name text, session_id bigint, total_odoo numeric,
    run_wanted boolean not null default false,
    fetched_by text,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    paid_at timestamptz,
    primary key (connection, key))`,
  `create index pos_orders_open on pos_orders (connection, seq) where state in ('received', 'loading', 'loaded')`,
  `create index pos_orders_run_wanted on pos_orders (connection) where run_wanted`,
  `create index pos_orders_state on pos_orders (connection, state, seq)`,
  `create index pos_orders_fetched_by on pos_orders (fetched_by)`,
  `create index pos_orders_listed on pos_orders (connection, seq)`,
  `create index pos_orders_updated on pos_orders (connection, updated_at)`,
  `create index pos_orders_odoo_id on pos_orders (connection, odoo_id)`,
  `create index pos_orders_odoo_name on pos_orders (connection, odoo_name)`,
  `create index pos_orders_order_id on pos_orders (connection, order_id)`,

  // One row a connection: where the next fetch begins, and whether the run was woken since orders were pushed.
  `create table pos_imports (
    connection text primary key,
    fetched_until timestamptz,
    wanted bigint not null default 0, woken bigint not null default 0, taken bigint not null default 0)`,

  // Each fetch and import that a schedule or a person asked for.
  `create table pos_runs (
    id text primary key, connection text not null,
    started_at timestamptz not null default now(), finished_at timestamptz,
    status text check (status in ('success', 'error', 'no_orders')), message text,
    counts jsonb not null default '{}')`,
  `create index pos_runs_connection on pos_runs (connection, started_at)`,

  // Answers of pushes that brought an Idempotency-Key; `answer` is null while the first one is under way.
  `create table idempotency_keys (
    connection text not null, key text not null, body_hash text not null,
    answer jsonb, created_at timestamptz not null default now(),
    primary key (connection, key))`,
];
