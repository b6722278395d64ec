import type { FulfilmentOrder } from '../../../src/domain/fulfilment/fulfilment.ts';
import type { ConfirmedOrder } from '../../../src/domain/fulfilment/odoo-fulfilment.ts';
import type { Insertable } from 'kysely';
import type { Db } from '../../../src/store/database.ts';
import type { FulfilmentsTable } from '../../../src/store/schema.ts';
import { loadFulfilment } from '../../../src/store/fulfilments/rows.ts';
import type { FulfilmentKey, OpenedFulfilment } from '../../../src/store/fulfilments/rows.ts';

export const shipment: FulfilmentKey = { connection: 'ysell', saleOrderId: 42 };

export const contentOf = (reference: string): FulfilmentOrder => ({
  reference,
  orderedAt: '2026-01-17T10:00:00.000Z',
  currency: 'EUR',
  receiver: {
    name: 'Nadia',
    phone: '+20100',
    email: null,
    street: 'Nile 1',
    city: 'Cairo',
    zip: null,
    state: null,
    country: 'EG',
  },
  comment: null,
  lines: [
    {
      saleLineId: 1,
      productId: 904,
      centreProductId: 'Y-904',
      name: 'Widget',
      quantity: '2',
      productQuantity: '2',
      unitPrice: '10.00',
      lots: [],
    },
  ],
});

/** A connection that is there, as far as joins with it go. */
export const aConnection = async (db: Db, id: string, changes: { deleted_at?: Date } = {}): Promise<void> => {
  await db
    .insertInto('connections')
    .values({ id, kind: 'ysell', name: id, settings: '{}', secrets: '', ...changes })
    .execute();
};

/** A shipment whose run has looked into Odoo and is up to date. */
export const aShipment = async (
  db: Db,
  changes: Omit<Partial<Insertable<FulfilmentsTable>>, 'connection' | 'sale_order_id' | 'number'> = {},
  { connection, saleOrderId }: FulfilmentKey = shipment,
): Promise<void> => {
  await db
    .insertInto('fulfilments')
    .values({
      connection,
      sale_order_id: saleOrderId,
      number: `S${saleOrderId}`,
      looked_revision: 1,
      seen_revision: 1,
      delivered_revision: 1,
      deliveries: 1,
      delivered_at: new Date(),
      ordered_at: '2026-01-17T10:00:00Z',
      odoo_state: 'sale',
      odoo_mark: 'mark-1',
      odoo_pickings: JSON.stringify({ 7: 'assigned' }),
      content: JSON.stringify(contentOf(`S${saleOrderId}`)),
      ...changes,
    })
    .execute();
};

export const shipmentOf = async (db: Db, key: FulfilmentKey = shipment): Promise<OpenedFulfilment> => {
  const opened = await loadFulfilment(db, key);
  if (opened === undefined) throw new Error(`There is no shipment ${key.saleOrderId}`);
  return opened;
};

export const confirmedOrder = (changes: Partial<ConfirmedOrder> = {}): ConfirmedOrder => ({
  id: 42,
  name: 'S42',
  state: 'sale',
  orderedAt: '2026-01-17T10:00:00.000Z',
  mark: 'mark-1',
  companyId: 1,
  teamId: null,
  tagIds: [],
  warehouseId: 1,
  ...changes,
});
