import { sql } from 'kysely';
import type { ConfirmedOrder } from '../../domain/fulfilment/odoo-fulfilment.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import { tellAll } from '../timeline.ts';
import { notifyOf } from '../poked-rows.ts';
import { fulfilmentRows } from './wake.ts';

/** A sale order that a connection is to ship. */
export interface MatchedOrder {
  readonly connection: string;
  readonly order: ConfirmedOrder;
}

/** Makes a row for each that has none. @returns how many were made */
export const recordConfirmed = async (db: Db, matched: readonly MatchedOrder[]): Promise<number> => {
  if (matched.length === 0) return 0;
  const { rows } = await sql<{ connection: string; sale_order_id: number; number: string }>`
    insert into fulfilments (connection, sale_order_id, number, ordered_at, odoo_state)
    select seen ->> 'connection', (seen ->> 'id')::bigint, seen ->> 'name', (seen ->> 'orderedAt')::timestamptz, 'sale'
    from jsonb_array_elements(${json(matched.map(({ connection, order }) => ({ connection, ...order })))}::jsonb) as seen
    on conflict (connection, sale_order_id) do nothing
    returning connection, sale_order_id, number`.execute(db);
  if (rows.length === 0) return 0;
  await tellAll(
    db,
    rows.map((row) => ({
      connection: row.connection,
      type: 'fulfilment' as const,
      externalId: String(row.sale_order_id),
      text: `${row.number} is confirmed in Odoo`,
    })),
  );
  await notifyOf(db, fulfilmentRows);
  return rows.length;
};

export interface SeenTransfer {
  readonly id: number;
  readonly saleOrderId: number;
  readonly state: string;
}

/**
 * Raises the revision of each shipment whose order or transfers differ from what its row says, and for which no look is wanted already; of
 * those that came to their end only where the order was confirmed anew. What was seen is noted at once: a look that fails is not asked for again
 * by the same sight. A draft moves nothing yet: mostly it is the transfer that was made by ourselves a moment ago.
 */
export const noteChangedOrders = async (
  db: Db,
  orders: readonly ConfirmedOrder[],
  transfers: readonly SeenTransfer[],
): Promise<number> => {
  if (orders.length + transfers.length === 0) return 0;
  const { numAffectedRows } = await sql`
    with seen_orders as (
      select * from jsonb_to_recordset(${json(orders)}::jsonb) as seen(id bigint, state text, mark text, "orderedAt" timestamptz)),
    seen_transfers as (
      select * from jsonb_to_recordset(${json(transfers)}::jsonb) as seen(id bigint, "saleOrderId" bigint, state text)
      where state <> 'draft'),
    changed as (
      select row.connection, row.sale_order_id, seen.mark, null::jsonb as pickings
      from fulfilments as row join seen_orders as seen on seen.id = row.sale_order_id
      where row.looked_revision > 0 and (
        (row.closed_at is null and row.odoo_mark is distinct from seen.mark)
        or (row.closed_at is not null and seen.state = 'sale' and seen."orderedAt" > row.ordered_at))
      union all
      select row.connection, row.sale_order_id, null, jsonb_object_agg(seen.id::text, seen.state)
      from fulfilments as row join seen_transfers as seen on seen."saleOrderId" = row.sale_order_id
      where row.closed_at is null and row.looked_revision > 0
        and row.odoo_pickings ->> seen.id::text is distinct from seen.state
      group by row.connection, row.sale_order_id),
    news as (
      select connection, sale_order_id, max(mark) as mark, coalesce(max(pickings::text)::jsonb, '{}') as pickings
      from changed group by connection, sale_order_id)
    update fulfilments as row
    set revision = row.revision + 1, odoo_revision = row.revision + 1,
      odoo_mark = coalesce(news.mark, row.odoo_mark), odoo_pickings = row.odoo_pickings || news.pickings
    from news
    where row.connection = news.connection and row.sale_order_id = news.sale_order_id
      and row.odoo_revision = row.looked_revision`.execute(db);
  const count = Number(numAffectedRows ?? 0n);
  if (count > 0) await notifyOf(db, fulfilmentRows);
  return count;
};
