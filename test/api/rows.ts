import type { Insertable } from 'kysely';
import type { MarketplaceOrder } from '../../src/domain/marketplace-order.ts';
import { json } from '../../src/store/database.ts';
import type { Store } from '../../src/store/database.ts';
import type { Database } from '../../src/store/schema.ts';
import type { ApiUnderTest } from './running-api.ts';

/** A Cartona connection with a webhook token, made over the API. */
export const aConnection = async (api: ApiUnderTest, changes: Record<string, unknown> = {}): Promise<void> => {
  const answer = await api.call('POST', '/api/connections', {
    id: 'cartona',
    kind: 'cartona',
    name: 'Cartona Egypt',
    settings: { baseUrl: 'https://cartona.example.com/api/v1/' },
    secrets: { token: 'vendor-token', webhookToken: 'webhook-token' },
    ...changes,
  });
  if (answer.status !== 201) throw new Error(answer.text);
};

const content = (externalId: string): MarketplaceOrder => ({
  externalId,
  number: `C-${externalId}`,
  status: 'pending',
  deliverer: 'supplier',
  deliveredBy: 'delivered_by_supplier',
  customer: {
    ref: 'retailer_A00315',
    name: 'Corner Shop',
    phone: null,
    phone2: null,
    email: null,
    address: null,
    notes: null,
  },
  lines: [
    {
      externalId: `line-${externalId}`,
      listingId: '110774',
      internalId: '904',
      name: 'Green tea',
      quantity: '10',
      unitPrice: '200.00',
      comment: null,
    },
  ],
  currency: 'EGP',
  total: '2000.00',
  needsOtp: false,
  note: null,
  cancellationReason: null,
  deliveryDay: null,
});

/** An order as the worker would have left it. */
export const anOrder = async (
  store: Store,
  externalId: string,
  changes: Partial<Insertable<Database['orders']>> = {},
): Promise<void> => {
  await store.db
    .insertInto('orders')
    .values({
      connection: 'cartona',
      external_id: externalId,
      number: `C-${externalId}`,
      content: json(content(externalId)),
      payload: json({}),
      marketplace_status: 'pending',
      delivered_by: 'delivered_by_supplier',
      customer_ref: 'retailer_A00315',
      customer_name: 'Corner Shop',
      ...changes,
    })
    .execute();
};
