import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Pickings that a courier carries. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

const statements = [
  `create table shipments (
    shipment_id uuid primary key default gen_random_uuid(),
    picking_id bigint not null, n integer not null, connection text not null, number text not null,
    state text not null default 'draft'
      check (state in ('draft', 'pending', 'shipped', 'delivered', 'error', 'cancelled')),
    revision bigint not null default 1, odoo_revision bigint not null default 1, looked_revision bigint not null default 0,
    seen_revision bigint not null default 0, delivered_revision bigint not null default 0,
    deliveries integer not null default 0, delivered_at timestamptz,
    answer_by timestamptz, odoo_state text, odoo_user_id bigint, sale_order_id bigint,
    content jsonb, problem jsonb,
    sending_at timestamptz, missed_at timestamptz, sending_epoch bigint not null default 0, booked_at timestamptz,
    courier_id text, courier_status text, courier_words text, status_at timestamptz, asked_at timestamptz,
    events jsonb not null default '[]',
    tracking_number text, told_number text, labelled_at timestamptz,
    label_due boolean not null default true,
    cancel_wanted text, cancel_answer text, error text,
    closed_at timestamptz,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    unique (picking_id, n))`,
  `create unique index shipments_living on shipments (picking_id)
    where state in ('draft', 'pending', 'shipped', 'delivered')`,
  `create index shipments_undelivered on shipments (connection) where revision > delivered_revision`,
  `create index shipments_open on shipments (connection, updated_at) where closed_at is null`,
  `create index shipments_followed on shipments (connection, asked_at) where closed_at is null and courier_id is not null`,
  `create index shipments_listed on shipments (created_at desc, shipment_id)`,
  `create index shipments_number on shipments (upper(number))`,
  `create index shipments_courier on shipments (courier_id)`,
  `create index shipments_tracking on shipments (tracking_number)`,

  `create table shipment_labels (
    shipment_id uuid primary key references shipments on delete cascade,
    content_type text not null, bytes bytea not null, created_at timestamptz not null default now())`,
];
