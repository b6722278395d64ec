import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import type { AttentionKind } from '../domain/order-stage.ts';
import type { Db } from './database.ts';
import type { OrdersTable } from './schema.ts';

export type OrderRow = Selectable<OrdersTable>;
export type OrderChanges = Updateable<OrdersTable>;

export interface OrderKey {
  readonly connection: string;
  readonly externalId: string;
}

export const loadOrder = (db: Db, key: OrderKey): Promise<OrderRow | undefined> =>
  db
    .selectFrom('orders')
    .selectAll()
    .where('connection', '=', key.connection)
    .where('external_id', '=', key.externalId)
    .executeTakeFirst();

/** The row with what of it waits for a person, the oldest first: one look, because every step begins with it. */
export const loadOrderWithAttention = async (
  db: Db,
  key: OrderKey,
): Promise<{ row: OrderRow; attention: readonly OpenStep[] } | undefined> => {
  const found = await db
    .selectFrom('orders')
    .selectAll()
    .select(
      sql<OpenStep[] | null>`(
        select json_agg(json_build_object('kind', kind, 'step', step, 'lifted', lifted, 'reason', reason) order by since)
        from attention
        where attention.connection = orders.connection and attention.target_type = 'order'
          and attention.target_id = orders.external_id and attention.resolved_at is null)`.as('open_steps'),
    )
    .where('connection', '=', key.connection)
    .where('external_id', '=', key.externalId)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const { open_steps: attention, ...row } = found;
  return { row, attention: attention ?? [] };
};

/** A step of an order that waits for a person. */
export interface OpenStep {
  readonly kind: AttentionKind;
  readonly step: string;
  readonly lifted: boolean;
  readonly reason: string;
}

/** The row, held until the transaction ends. */
export const lockOrder = (db: Db, key: OrderKey): Promise<OrderRow | undefined> =>
  db
    .selectFrom('orders')
    .selectAll()
    .where('connection', '=', key.connection)
    .where('external_id', '=', key.externalId)
    .forUpdate()
    .executeTakeFirst();

export const updateOrder = (db: Db, key: OrderKey, changes: OrderChanges): Promise<OrderRow> =>
  db
    .updateTable('orders')
    .set({ ...changes, updated_at: new Date() })
    .where('connection', '=', key.connection)
    .where('external_id', '=', key.externalId)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Whether another of our orders holds this sale order. */
export const isSaleOrderTaken = async (db: Db, key: OrderKey, saleOrderId: number): Promise<boolean> => {
  const row = await db
    .selectFrom('orders')
    .select('external_id')
    .where('odoo_id', '=', saleOrderId)
    .where((where) => where.or([where('connection', '<>', key.connection), where('external_id', '<>', key.externalId)]))
    .executeTakeFirst();
  return row !== undefined;
};
