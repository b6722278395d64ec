import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Connections, marketplace orders and everything that brings facts to them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

const statements = [
  `create table identity (
    only_row boolean primary key default true check (only_row),
    odoo_url text not null, odoo_database text not null, sandbox boolean not null,
    created_at timestamptz not null default now())`,

  `create table connections (
    id text primary key, kind text not null, name text not null,
    enabled boolean not null default true,
    settings jsonb not null, secrets text not null, secret_names text[] not null default '{}',
    paused_by text check (paused_by in ('operator', 'unauthorized')), paused_reason text, paused_at timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(), deleted_at timestamptz)`,

  `create table connection_activity (
    connection text primary key,
    pull_started_at timestamptz, pull_finished_at timestamptz, pull_finished_started_at timestamptz,
    pull_result jsonb, pull_error text,
    unavailable_since timestamptz)`,

  `create table quotas (
    connection text primary key,
    next_free_at timestamptz not null default 'epoch', blocked_until timestamptz not null default 'epoch')`,

  `create table leases (name text primary key, holder text not null, expires_at timestamptz not null)`,

  `create table orders (
    connection text not null, external_id text not null, number text not null,
    stage text not null default 'received', revision bigint not null default 0,
    content_hash text, payload jsonb, content jsonb, problem jsonb,
    pulled_revision bigint not null default 0, imported_revision bigint not null default 0,
    acknowledged_revision bigint not null default 0, acknowledged_at timestamptz,
    marketplace_status text, deliverer text not null default 'supplier', delivered_by text,
    sent_statuses text[] not null default '{}',
    odoo_id bigint, odoo_name text, odoo_state text, odoo_user_id bigint,
    odoo_pickings jsonb not null default '{}', was_confirmed boolean not null default false,
    written_lines jsonb not null default '[]', attempted_lines jsonb,
    partner_id bigint, customer_ref text, customer_name text,
    currency text, total_marketplace text, total_odoo text,
    needs_otp boolean not null default false, otp text, otp_accepted boolean not null default false,
    cancel_reason text,
    closed_at timestamptz,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    primary key (connection, external_id))`,
  `create unique index orders_odoo on orders (connection, odoo_id) where odoo_id is not null`,
  `create index orders_odoo_id on orders (odoo_id) where odoo_id is not null`,
  `create index orders_open on orders (updated_at) where closed_at is null`,
  `create index orders_listed on orders (created_at desc, connection, external_id)`,
  `create index orders_number on orders (number)`,
  `create index orders_odoo_name on orders (upper(odoo_name))`,
  `create index orders_external_id on orders (external_id)`,
  `create index orders_customer on orders (customer_ref)`,
  `create index orders_customer_name on orders (customer_name)`,
  `create index orders_updated on orders (updated_at)`,
  `create index orders_content on orders using gin (content jsonb_path_ops)`,

  `create table inbox (
    id bigint generated always as identity primary key,
    connection text not null, event_key text not null,
    target_type text not null, target_id text not null,
    revision bigint not null, source text not null, kind text not null, payload jsonb not null,
    received_at timestamptz not null default now(), claimed_until timestamptz not null default 'epoch',
    deliveries integer not null default 0, delivered_at timestamptz, done_at timestamptz, outcome text,
    unique (connection, event_key))`,
  `create index inbox_undelivered on inbox (id) where delivered_at is null`,
  `create index inbox_undone on inbox (connection, target_type, target_id, revision) where done_at is null`,
  `create index inbox_received on inbox (received_at)`,

  `create table timeline (
    id bigint generated always as identity primary key,
    connection text not null, target_type text not null, target_id text not null,
    at timestamptz not null default now(), text text not null)`,
  `create index timeline_target on timeline (connection, target_type, target_id, id)`,

  `create table attention (
    id uuid primary key default gen_random_uuid(),
    connection text not null, kind text not null,
    target_type text not null, target_id text not null, number text,
    step text not null default '', lifted boolean not null default false, reason text not null, actions text[] not null, workflow_id text,
    since timestamptz not null default now(), resolved_at timestamptz, resolution text,
    odoo_activity_id bigint, activity_asked_at timestamptz, activity_closed_at timestamptz,
    activity_attempts integer not null default 0, activity_next_at timestamptz not null default 'epoch',
    alerted_at timestamptz, recovery_alerted_at timestamptz, alert_unclear boolean not null default false,
    alert_attempts integer not null default 0, alert_next_at timestamptz not null default 'epoch')`,
  `create unique index attention_open on attention (connection, target_type, target_id, kind, step) where resolved_at is null`,
  `create index attention_since on attention (since desc, id)`,
  `create index attention_unclosed on attention (activity_next_at) where resolved_at is not null and activity_asked_at is not null and activity_closed_at is null`,
  `create index attention_recovered on attention (alert_next_at) where resolved_at is not null and recovery_alerted_at is null and (alerted_at is not null or alert_unclear)`,

  `create table listings (
    connection text not null, external_id text not null,
    product_id bigint, enabled boolean not null default true, factor numeric not null default 1,
    name text, internal_id text, source text not null,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    primary key (connection, external_id))`,

  `create table customers (
    connection text not null, ref text not null, partner_id bigint not null,
    created_at timestamptz not null default now(),
    primary key (connection, ref))`,

  `create table exchanges (
    id bigint generated always as identity primary key,
    at timestamptz not null, connection text not null, direction text not null,
    method text not null, path text not null, status integer, duration_ms integer not null, error text,
    external_ids text[] not null default '{}', workflow_id text, request text, response text)`,
  `create index exchanges_ids on exchanges using gin (external_ids)`,
  `create index exchanges_workflow on exchanges (workflow_id)`,
  `create index exchanges_at on exchanges (at desc, id)`,

  `create table tokens (
    id uuid primary key default gen_random_uuid(), name text not null, scope text not null, hash text not null unique,
    created_at timestamptz not null default now(), revoked_at timestamptz, last_used_at timestamptz)`,

  // A pull that somebody asked for, cleared by its time: to the millisecond, because a Date holds no more.
  `create table pull_requests (connection text primary key, asked_at timestamptz(3) not null default now())`,

  `create table watch (
    only_row boolean primary key default true check (only_row),
    epoch bigint not null default 0, looked_until timestamptz)`,
  `insert into watch default values`,
];
