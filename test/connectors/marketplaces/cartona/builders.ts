import { cartonaSecrets, cartonaSettings } from '../../../../src/config/connections/cartona.ts';
import type { CartonaSecrets, CartonaSettings } from '../../../../src/config/connections/cartona.ts';

export const settingsOf = (more: Record<string, unknown> = {}): CartonaSettings =>
  cartonaSettings.parse({ baseUrl: 'https://cartona.example/api/v1/', ...more });

export const secretsOf = (more: Partial<CartonaSecrets> = {}): CartonaSecrets =>
  cartonaSecrets.parse({ token: 'secret-token', webhookToken: 'webhook-token', ...more });

/** A line as the supplier API page shows it. */
export const aLine = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 11973734,
  supplier_product_id: '110774',
  internal_product_id: '904#2',
  base_product_id: '650',
  unit: 'box',
  unit_count: 144,
  product_name: 'Tea, 250 g',
  amount: 10,
  selling_price: 200,
  applied_supplier_discount: 8,
  applied_cartona_discount: 10,
  comment: null,
  ...more,
});

/** The longer of the supplier API page's two examples: Cartona delivers, instalments, everything filled in. */
export const aFullOrder = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  hashed_id: 'GMNvpbLM',
  supplier_code: '1',
  edited_by_admin: true,
  status: 'pending',
  delivered_by: 'delivered_by_cartona',
  pickup_date: '2023-04-27',
  pickup_otp: '123456',
  delivery_day: null,
  estimated_delivery_day: '2023-09-09',
  retailer_preferred_delivery_date: '2023-04-28',
  cancellation_reason: '',
  return_reason: null,
  note_message: null,
  distribution_route_code: '001#033',
  total_price: 3040,
  applied_supplier_rebate: 250.0,
  cartona_credit: 50,
  installment_cost: 2990,
  wallet_top_up: 100,
  retailer: {
    retailer_name: 'El Nour Market',
    retailer_code: 'A00315',
    retailer_number: '+201001234567',
    retailer_number2: '+201117654321',
    retailer_address: '12 Tahrir St., Cairo',
    address_notes: 'behind the mosque',
  },
  order_details: [aLine()],
  ...more,
});

/** The shorter example: no delivered_by, no pickup, no code of the retailer, no product ids but the supplier's own. */
export const aShortOrder = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  hashed_id: '31387392471',
  status: 'approved',
  total_price: '1,240.50',
  retailer: {
    retailer_name: 'Abu Ali Market',
    retailer_number: '01001234567',
    retailer_address: 'Port Said St.',
  },
  order_details: [
    { id: 1, internal_product_id: '904', product_name: 'Tea', amount: '3', selling_price: '413.50', comment: 'cold' },
  ],
  ...more,
});
