import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { workflowIds } from '../../domain/names.ts';
import type { PosOrderState } from '../../domain/pos/pos-order.ts';
import type { AttentionRow } from '../attention-list.ts';
import { countInAttention, hasOpenAttention, withOpenAttention } from '../attention-of.ts';
import type { Db } from '../database.ts';
import type { ListFilter } from '../list-filter.ts';
import type { PosOrdersTable } from '../schema.ts';

/** What a list shows of an order: all but the payloads. */
export type PosOrderRow = Omit<Selectable<PosOrdersTable>, 'payload' | 'newer_payload'>;

/** An order with its open attention, oldest first. */
export interface ListedPosOrder {
  readonly row: PosOrderRow;
  readonly attention: readonly AttentionRow[];
}

export interface PosOrderFilter extends Omit<ListFilter, 'connection'> {
  readonly state?: PosOrderState | undefined;
  /** `seq` of the last one of the page before. */
  readonly after?: number | undefined;
}

/** Orders of one connection, those that came last first. */
export const listPosOrders = async (db: Db, connection: string, filter: PosOrderFilter): Promise<ListedPosOrder[]> => {
  let query = db.selectFrom('pos_orders').select(columns).where('connection', '=', connection);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.attention !== undefined)
    query = query.where(hasOpenAttention(filter.attention, 'pos-order', attentionColumns));
  if (filter.q !== undefined) query = query.where(isNumberOf(connection, filter.q));
  if (filter.since !== undefined) query = query.where('updated_at', '>=', filter.since);
  if (filter.after !== undefined) query = query.where('seq', '<', filter.after);
  const rows = await query.orderBy('seq', 'desc').limit(filter.limit).execute();
  return withOpenAttention(db, 'pos-order', rows, targetOf);
};

export const getPosOrder = async (db: Db, connection: string, key: string): Promise<ListedPosOrder | undefined> => {
  const rows = await db
    .selectFrom('pos_orders')
    .select(columns)
    .where('connection', '=', connection)
    .where('key', '=', key)
    .execute();
  const [order] = await withOpenAttention(db, 'pos-order', rows, targetOf);
  return order;
};

export interface PosOrderCounts {
  readonly byState: Readonly<Record<string, number>>;
  /** Orders with open attention. */
  readonly attention: number;
}

export const countPosOrders = async (db: Db, connection: string): Promise<PosOrderCounts> => {
  const [states, attention] = await Promise.all([
    db
      .selectFrom('pos_orders')
      .select(['state', sql<number>`count(*)`.as('count')])
      .where('connection', '=', connection)
      .groupBy('state')
      .orderBy('state')
      .execute(),
    countInAttention(db, connection, 'pos-order'),
  ]);
  return { byState: Object.fromEntries(states.map(({ state, count }) => [state, count])), attention };
};

const targetOf = ({ connection, key }: PosOrderRow) => ({ connection, id: key });
const attentionColumns = { connection: sql`pos_orders.connection`, id: sql`pos_orders.key` };

const columns = [
  'connection',
  'key',
  'order_id',
  'kind',
  'seq',
  'state',
  'revision',
  'source',
  'content',
  'content_hash',
  'problem',
  'newer_content',
  'newer_hash',
  'partner_id',
  'lines',
  'odoo_id',
  'odoo_name',
  'session_id',
  'total_odoo',
  'run_wanted',
  'fetched_by',
  'created_at',
  'updated_at',
  'paid_at',
] as const satisfies readonly (keyof PosOrdersTable)[];

/** The order's id or key, its name or id in Odoo, or its whole workflow id: each is looked up in an index of its own. */
const isNumberOf = (connection: string, q: string) => {
  const run = workflowIds.posOrder(connection, '');
  const key = q.startsWith(run) ? q.slice(run.length) : q;
  const odooId = /^\d{1,15}$/.test(q) ? Number(q) : null;
  return sql<boolean>`(key = ${key} or order_id = ${q} or odoo_name = ${q} or odoo_id = ${odooId}::bigint)`;
};
