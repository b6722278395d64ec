import type { Selectable, Updateable } from 'kysely';
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
