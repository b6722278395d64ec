import type { Kysely } from 'kysely';
import type { MarketplaceOrder, PulledOrder } from '../../src/domain/marketplace-order.ts';
import { loadOrder } from '../../src/store/orders.ts';
import type { OrderChanges, OrderRow } from '../../src/store/orders.ts';
import { recordPulledOrders } from '../../src/store/pulled-orders.ts';
import type { PulledCounts } from '../../src/store/pulled-orders.ts';
import type { Database } from '../../src/store/schema.ts';

export const aMarketplaceOrder = (externalId: string, changes: Partial<MarketplaceOrder> = {}): MarketplaceOrder => ({
  externalId,
  number: `C-${externalId}`,
  status: 'pending',
  deliverer: 'supplier',
  deliveredBy: 'delivered_by_supplier',
  customer: {
    ref: 'retailer_A00315',
    name: 'Koshk',
    phone: null,
    phone2: null,
    email: null,
    address: null,
    notes: null,
  },
  lines: [],
  currency: 'EGP',
  total: '3040',
  needsOtp: false,
  note: null,
  cancellationReason: null,
  deliveryDay: null,
  ...changes,
});

/** An entry of a pulled page; `changes` differ in the payload too. */
export const pulled = (externalId: string, changes: Partial<MarketplaceOrder> = {}): PulledOrder => ({
  externalId,
  raw: { hashed_id: externalId, ...changes },
  order: aMarketplaceOrder(externalId, changes),
});

/** An entry nobody could read. */
export const unreadable = (externalId: string): PulledOrder => ({
  externalId,
  raw: { hashed_id: externalId, order_details: 'none' },
  problem: { path: 'order_details', message: 'is of type string, not a list' },
});

/** Stores a page of the connection `cartona`. */
export const recordPage = (
  db: Kysely<Database>,
  orders: readonly PulledOrder[],
  startedAt = new Date(),
): Promise<PulledCounts> =>
  recordPulledOrders(db, { connection: 'cartona', connectionName: 'Cartona Egypt', startedAt, orders });

export const rowOf = async (db: Kysely<Database>, externalId: string): Promise<OrderRow> => {
  const row = await loadOrder(db, { connection: 'cartona', externalId });
  if (row === undefined) throw new Error(`There is no row of order ${externalId}`);
  return row;
};

/** A pulled order whose row says more. */
export const anOrderRow = async (
  db: Kysely<Database>,
  externalId: string,
  changes: OrderChanges = {},
  order: Partial<MarketplaceOrder> = {},
): Promise<OrderRow> => {
  await recordPage(db, [pulled(externalId, order)]);
  if (Object.keys(changes).length > 0) {
    await db
      .updateTable('orders')
      .set(changes)
      .where('connection', '=', 'cartona')
      .where('external_id', '=', externalId)
      .execute();
  }
  return rowOf(db, externalId);
};

export const factsOf = (db: Kysely<Database>, externalId: string) =>
  db.selectFrom('inbox').selectAll().where('target_id', '=', externalId).orderBy('id').execute();

/** Marks all facts as seen to. */
export const settleAll = async (db: Kysely<Database>): Promise<void> => {
  await db.updateTable('inbox').set({ done_at: new Date(), outcome: 'seen' }).where('done_at', 'is', null).execute();
};
