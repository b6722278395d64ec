import { sql } from 'kysely';
import type { FulfilmentStage } from '../../domain/fulfilment/fulfilment.ts';
import type { AttentionRow } from '../attention-list.ts';
import { hasOpenAttention, withOpenAttention } from '../attention-of.ts';
import { cursorAt } from '../cursor-time.ts';
import type { Db } from '../database.ts';
import type { ListFilter } from '../list-filter.ts';
import type { FulfilmentKey, FulfilmentRow } from './rows.ts';

/** A shipment with its open attention, oldest first. */
export interface ListedFulfilment {
  readonly row: FulfilmentRow & { readonly cursor_at: string };
  readonly attention: readonly AttentionRow[];
}

export interface FulfilmentFilter extends ListFilter {
  readonly stage?: FulfilmentStage | undefined;
  readonly after?: readonly [createdAt: string, connection: string, saleOrderId: number] | undefined;
}

/** Shipments, newest first. */
export const listFulfilments = async (db: Db, filter: FulfilmentFilter): Promise<ListedFulfilment[]> => {
  let query = db.selectFrom('fulfilments').selectAll().select(cursorAt('created_at'));
  if (filter.connection !== undefined) query = query.where('connection', '=', filter.connection);
  if (filter.stage !== undefined) query = query.where('stage', '=', filter.stage);
  if (filter.attention !== undefined) query = query.where(hasOpenAttention(filter.attention, 'fulfilment', columns));
  if (filter.q !== undefined) query = query.where(isNumberOf(filter.q));
  if (filter.since !== undefined) query = query.where('updated_at', '>=', filter.since);
  if (filter.after !== undefined) {
    const [createdAt, connection, saleOrderId] = filter.after;
    query = query.where(
      sql<boolean>`(created_at < ${createdAt}::timestamptz or (created_at = ${createdAt}::timestamptz and (connection, sale_order_id) > (${connection}, ${saleOrderId}::bigint)))`,
    );
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('connection')
    .orderBy('sale_order_id')
    .limit(filter.limit)
    .execute();
  return withOpenAttention(db, 'fulfilment', rows, targetOf);
};

export const getFulfilment = async (
  db: Db,
  { connection, saleOrderId }: FulfilmentKey,
): Promise<ListedFulfilment | undefined> => {
  const rows = await db
    .selectFrom('fulfilments')
    .selectAll()
    .select(cursorAt('created_at'))
    .where('connection', '=', connection)
    .where('sale_order_id', '=', saleOrderId)
    .execute();
  const [fulfilment] = await withOpenAttention(db, 'fulfilment', rows, targetOf);
  return fulfilment;
};

const targetOf = (row: FulfilmentRow) => ({ connection: row.connection, id: String(row.sale_order_id) });
const columns = { connection: sql`fulfilments.connection`, id: sql`fulfilments.sale_order_id::text` };

/** Name or id of the sale order, the prep centre's id, the tracking number, the name of the transfer, or the whole workflow id. */
const isNumberOf = (q: string) => {
  const [, connection = null, run = null] = /^ysell:([^:]+):(\d{1,15})$/.exec(q) ?? [];
  const id = /^\d{1,15}$/.test(q) ? q : null;
  return sql<boolean>`(upper(number) = ${q.toUpperCase()} or sale_order_id = ${id}::bigint or centre_id = ${q}
    or tracking_number = ${q} or transfer_name = ${q} or (connection = ${connection} and sale_order_id = ${run}::bigint))`;
};
