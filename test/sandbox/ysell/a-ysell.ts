import { sandboxYsellKey } from '../../../sandbox/server.ts';
import type { HttpAnswer, RunningSandbox } from '../a-sandbox.ts';

/** A call to the simulated Ysell with its key. */
export const callYsell = (
  { call }: RunningSandbox,
  method: string,
  path: string,
  body?: unknown,
  key = sandboxYsellKey,
): Promise<HttpAnswer> => call(method, `/ysell${path}`, body, { Authorization: `Bearer ${key}` });

/** The body of `POST /api/orders/create`. */
export const requirementBody = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  order_id: 'S00042',
  order_date: '2026-01-17T10:00:00Z',
  client_name: 'Ada Example',
  client_phone: '+49 30 1234567',
  client_address_street: 'Hauptstraße 1',
  client_address_city: 'Berlin',
  products: [{ product_odoo_id: 904, product_id: '11973', quantity: 2, serial_numbers: 'SN-1, SN-2' }],
  ...changes,
});

/** The body of `POST /api/v1/order`. */
export const v1Body = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  platform_order_id: 'S00042',
  purchase_date: '2026-01-17 10:00:00',
  payment_date: '2026-01-17 10:00:00',
  shipping_address: { name: 'Ada Example', phone: '+49 30 1234567', street: 'Hauptstraße 1', city: 'Berlin' },
  items: [{ p_id: 11973, quantity: 2, serial_num: 'SN-1,SN-2' }],
  ...changes,
});
