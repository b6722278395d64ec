import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What is kept of Odoo's stock, and how far each model is. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

const statements = [
  `create table mirror_locations (
    id bigint primary key, active boolean not null, write_date timestamptz not null, name text, complete_name text, usage text, location_id bigint,
    barcode text, company_id bigint, warehouse_id bigint, parent_path text)`,
  `create table mirror_products (
    id bigint primary key, active boolean not null, write_date timestamptz not null, name text, default_code text, barcode text,
    product_tmpl_id bigint, categ_id bigint, uom_id bigint, tracking text, list_price numeric, currency text, weight numeric, volume numeric,
    sale_ok boolean, company_id bigint)`,
  `create table mirror_lots (
    id bigint primary key, active boolean not null, write_date timestamptz not null, name text, ref text, product_id bigint, company_id bigint)`,
  `create table mirror_packages (
    id bigint primary key, active boolean not null, write_date timestamptz not null, name text, location_id bigint, package_type_id bigint,
    parent_package_id bigint, company_id bigint, pack_date date)`,
  `create table mirror_quants (
    id bigint primary key, active boolean not null, write_date timestamptz not null, product_id bigint, location_id bigint, lot_id bigint,
    package_id bigint, owner_id bigint, quantity numeric, reserved_quantity numeric, in_date timestamptz, company_id bigint)`,
  `create table mirror_pickings (
    id bigint primary key, active boolean not null, write_date timestamptz not null, name text, state text, location_id bigint,
    location_dest_id bigint, scheduled_date timestamptz, origin text, priority text, partner_id bigint, picking_type_id bigint,
    picking_type_code text, date_done timestamptz, date_deadline timestamptz, backorder_id bigint, sale_id bigint, user_id bigint, company_id bigint)`,
  `create table mirror_move_lines (
    id bigint primary key, active boolean not null, write_date timestamptz not null, picking_id bigint, move_id bigint, product_id bigint,
    lot_id bigint, lot_name text, quantity numeric, picked boolean, product_uom_id bigint, location_id bigint, location_dest_id bigint,
    package_id bigint, result_package_id bigint, owner_id bigint, state text, date timestamptz, company_id bigint)`,
  `create index mirror_pickings_state on mirror_pickings (state, id desc)`,
  `create index mirror_move_lines_picking on mirror_move_lines (picking_id, id)`,
  `create index mirror_quants_product on mirror_quants (product_id, id)`,
  `create index mirror_quants_location on mirror_quants (location_id, id)`,
  // Scanners look up by these.
  `create index mirror_products_code on mirror_products (default_code, id)`,
  `create index mirror_products_barcode on mirror_products (barcode, id)`,
  `create index mirror_lots_name on mirror_lots (name, id)`,
  `create index mirror_packages_name on mirror_packages (name, id)`,

  `create table mirror_models (
    model text primary key,
    epoch bigint not null default 0, version bigint not null default 0,
    wanted_at timestamptz, full_wanted boolean not null default false,
    stage text check (stage in ('reading', 'comparing')), scan_full boolean not null default false,
    scan_from timestamptz, scan_newest timestamptz, scan_server_at timestamptz, scan_began_at timestamptz, after_id bigint not null default 0,
    moves_after bigint, read bigint not null default 0, updated bigint not null default 0, removed bigint not null default 0,
    active_until timestamptz,
    active_count bigint not null default 0, archived_count bigint not null default 0,
    newest_at timestamptz, server_at timestamptz, began_at timestamptz, full_at timestamptz, finished_at timestamptz, received_at timestamptz,
    error text, error_code text, error_at timestamptz)`,
  `insert into mirror_models (model) select unnest(array['locations', 'products', 'lots', 'packages', 'quants', 'pickings', 'move_lines'])`,
  `create table mirror_runs (
    id bigint generated always as identity primary key,
    run text not null unique,
    started_at timestamptz not null default now(), finished_at timestamptz, ok boolean, error text)`,
];
