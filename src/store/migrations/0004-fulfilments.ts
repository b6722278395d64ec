import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Sale orders that a prep centre ships, and notes for the chatter of Odoo. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

const statements = [
  `create table fulfilments (
    connection text not null, sale_order_id bigint not null, number text not null,
    stage text not null default 'received'
      check (stage in ('received', 'waiting', 'sent', 'delivered', 'cancelled', 'skipped')),
    revision bigint not null default 1, odoo_revision bigint not null default 1, looked_revision bigint not null default 0,
    seen_revision bigint not null default 0, delivered_revision bigint not null default 0,
    deliveries integer not null default 0, delivered_at timestamptz,
    by_hand boolean not null default false,
    ordered_at timestamptz, odoo_state text, odoo_mark text, odoo_user_id bigint,
    odoo_pickings jsonb not null default '{}', content jsonb, waits_for text,
    sending_at timestamptz, missed_at timestamptz, sending_epoch bigint not null default 0, sent_at timestamptz,
    centre_id text, centre_status text, centre_words text,
    status_class text check (status_class in ('progress', 'error', 'done', 'dead', 'unknown')),
    status_at timestamptz, tracking_number text, asked_at timestamptz,
    transfer_id bigint, transfer_name text, noted text[] not null default '{}',
    closed_at timestamptz,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    primary key (connection, sale_order_id))`,
  `create index fulfilments_sale_order on fulfilments (sale_order_id)`,
  `create index fulfilments_undelivered on fulfilments (connection) where revision > delivered_revision`,
  `create index fulfilments_open on fulfilments (connection, updated_at) where closed_at is null`,
  `create index fulfilments_followed on fulfilments (connection, asked_at) where closed_at is null and centre_id is not null`,
  `create index fulfilments_listed on fulfilments (created_at desc, connection, sale_order_id)`,
  `create index fulfilments_number on fulfilments (upper(number))`,
  `create index fulfilments_centre on fulfilments (centre_id)`,
  `create index fulfilments_transfer on fulfilments (transfer_name)`,
  `create index fulfilments_tracking on fulfilments (tracking_number)`,

  `create table fulfilment_connections (
    connection text primary key, starts_at timestamptz not null, missed_since timestamptz,
    followed_at timestamptz, follow_result jsonb)`,

  `create table odoo_notes (
    id bigint generated always as identity primary key,
    external_id text not null unique, model text not null, record_id bigint not null, text text not null,
    connection text not null, created_at timestamptz not null default now(), posted_at timestamptz,
    attempts integer not null default 0, next_at timestamptz not null default 'epoch', refused text)`,
  `create index odoo_notes_due on odoo_notes (next_at) where posted_at is null and refused is null`,
];
