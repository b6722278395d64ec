import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { AttentionRow } from './attention-list.ts';
import { hasOpenAttention, withOpenAttention } from './attention-of.ts';
import { cursorAt } from './cursor-time.ts';
import type { Db } from './database.ts';
import type { ListFilter } from './list-filter.ts';
import type { OrderStage } from '../domain/order-stage.ts';
import type { Database } from './schema.ts';

export type OrderRow = Selectable<Database['orders']> & { readonly cursor_at: string };

/** An order with its open attention, oldest first. */
export interface ListedOrder {
  readonly row: OrderRow;
  readonly attention: readonly AttentionRow[];
}

export interface OrderFilter extends ListFilter {
  readonly stage?: OrderStage | undefined;
  readonly after?: readonly [createdAt: string, connection: string, externalId: string] | undefined;
}

/** Orders, newest first. */
export const listOrders = async (db: Db, filter: OrderFilter): Promise<ListedOrder[]> => {
  let query = db.selectFrom('orders').selectAll().select(cursorAt('created_at'));
  if (filter.connection !== undefined) query = query.where('connection', '=', filter.connection);
  if (filter.stage !== undefined) query = query.where('stage', '=', filter.stage);
  if (filter.attention !== undefined) query = query.where(hasOpenAttention(filter.attention, 'order', columns));
  if (filter.q !== undefined) query = query.where(isNumberOf(filter.q));
  if (filter.since !== undefined) query = query.where('updated_at', '>=', filter.since);
  if (filter.after !== undefined) {
    const [createdAt, connection, externalId] = filter.after;
    query = query.where(
      sql<boolean>`(created_at < ${createdAt}::timestamptz or (created_at = ${createdAt}::timestamptz and (connection, external_id) > (${connection}, ${externalId})))`,
    );
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('connection')
    .orderBy('external_id')
    .limit(filter.limit)
    .execute();
  return withOpenAttention(db, 'order', rows, targetOf);
};

export const getOrder = async (db: Db, connection: string, externalId: string): Promise<ListedOrder | undefined> => {
  const rows = await db
    .selectFrom('orders')
    .selectAll()
    .select(cursorAt('created_at'))
    .where('connection', '=', connection)
    .where('external_id', '=', externalId)
    .execute();
  const [order] = await withOpenAttention(db, 'order', rows, targetOf);
  return order;
};

/** Orders that are not at their end. */
export const countOpenOrdersByStage = async (db: Db): Promise<{ connection: string; stage: string; count: number }[]> =>
  db
    .selectFrom('orders')
    .select(['connection', 'stage', sql<number>`count(*)`.as('count')])
    .where('closed_at', 'is', null)
    .groupBy(['connection', 'stage'])
    .execute();

const targetOf = (row: OrderRow) => ({ connection: row.connection, id: row.external_id });
const columns = { connection: sql`orders.connection`, id: sql`orders.external_id` };

/**
 * The order's id and number at the marketplace, its name and id in Odoo, the customer's code (with or without the `retailer_` before it),
 * name or phone, the id of a line, or the whole workflow id.
 */
const isNumberOf = (q: string) => {
  const odooId = /^\d{1,15}$/.test(q) ? Number(q) : null;
  const line = JSON.stringify({ lines: [{ externalId: q }] });
  return sql<boolean>`(external_id = ${q} or number = ${q} or upper(odoo_name) = ${q.toUpperCase()} or odoo_id = ${odooId}
    or customer_ref in (${q}, ${`retailer_${q}`}, ${`retailer_phone_${q.replaceAll(/\D/g, '')}`}) or customer_name = ${q}
    or content @> ${line}::jsonb or ${q} = 'order:' || connection || ':' || external_id)`;
};
