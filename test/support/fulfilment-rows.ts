import type { Insertable } from 'kysely';
import type { FulfilmentOrder } from '../../src/domain/fulfilment/fulfilment.ts';
import { json } from '../../src/store/database.ts';
import type { Db } from '../../src/store/database.ts';
import type { FulfilmentsTable } from '../../src/store/schema.ts';

/** A sale order as it is sent: one drone with its serial number. */
export const aFulfilmentOrder = (changes: Partial<FulfilmentOrder> = {}): FulfilmentOrder => ({
  reference: 'S00042',
  orderedAt: '2026-01-17T10:00:00Z',
  currency: 'EUR',
  receiver: {
    name: 'Ola Nordmann',
    phone: '+47 22 00 00 00',
    email: 'ola@example.com',
    street: 'Storgata 1',
    city: 'Oslo',
    zip: '0155',
    state: null,
    country: 'NO',
  },
  comment: 'Ring twice',
  lines: [
    {
      saleLineId: 7,
      productId: 904,
      centreProductId: '815',
      name: 'Drone',
      quantity: '1',
      productQuantity: '1',
      unitPrice: '1200.5',
      lots: [{ name: 'SN-1', quantity: '1' }],
    },
  ],
  ...changes,
});

/** A shipment as the worker would have left it. */
export const aFulfilment = async (
  db: Db,
  saleOrderId: number,
  changes: Partial<Insertable<FulfilmentsTable>> = {},
): Promise<void> => {
  const number = `S${String(saleOrderId).padStart(5, '0')}`;
  await db
    .insertInto('fulfilments')
    .values({
      connection: 'ysell',
      sale_order_id: saleOrderId,
      number,
      odoo_state: 'sale',
      ordered_at: new Date('2026-01-17T10:00:00Z'),
      content: json(aFulfilmentOrder({ reference: number })),
      ...changes,
    })
    .execute();
};

/** One that stands at the prep centre. */
export const sentAs = (centreId: string): Partial<Insertable<FulfilmentsTable>> => ({
  stage: 'sent',
  sent_at: new Date('2026-01-17T10:00:01Z'),
  centre_id: centreId,
  centre_status: '3',
  status_class: 'progress',
  status_at: new Date('2026-01-17T11:00:00Z'),
});
