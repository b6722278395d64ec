import assert from 'node:assert/strict';
import type { ShippableOrder } from '../../../../src/domain/fulfilment/odoo-fulfilment.ts';
import { aProduct, setStock, aLot } from '../../../sandbox/odoo/builders.ts';
import type { AnOdoo } from '../../../sandbox/odoo/an-odoo.ts';
import type { Simulated } from '../simulated.ts';

/** A company of Cairo with a contact who takes its goods. */
export const aConsignee = async (odoo: AnOdoo, over: object = {}): Promise<number> => {
  const { simulator } = odoo;
  const [egypt] = simulator.door.search('res.country', [['code', '=', 'EG']]);
  const [cairo] = simulator.door.search('res.country.state', [['code', '=', 'C']]);
  const company = await odoo.call('res.partner', 'create', [
    { name: 'Nile Kitchens', is_company: true, phone: '0100' },
  ]);
  const address = { street: ' 1 Tahrir ', street2: 'Floor 2', city: 'Cairo', zip: '11511', email: 'mona@example.com' };
  const contact = {
    name: 'Mona',
    parent_id: company,
    country_id: egypt,
    state_id: cairo,
    type: 'delivery',
    ...address,
  };
  return Number(await odoo.call('res.partner', 'create', [{ ...contact, ...over }]));
};

export interface SaleLine {
  readonly product: number;
  readonly quantity?: number;
  readonly more?: object;
}

/** A quotation to a consignee. */
export const aSale = async (odoo: AnOdoo, lines: readonly SaleLine[], over: object = {}): Promise<number> => {
  const order_line = lines.map(({ product, quantity = 1, more = {} }) => [
    0,
    0,
    { product_id: product, product_uom_qty: quantity, price_unit: 50, ...more },
  ]);
  const partner_id = await aConsignee(odoo);
  return Number(await odoo.call('sale.order', 'create', [{ partner_id, order_line, ...over }]));
};

/** The same, confirmed. */
export const aConfirmedSale = async (odoo: AnOdoo, lines: readonly SaleLine[], over: object = {}): Promise<number> => {
  const order = await aSale(odoo, lines, over);
  await odoo.call('sale.order', 'action_confirm', [[order]]);
  return order;
};

/** A product with these serial numbers in stock. */
export const aSerialProduct = async (odoo: AnOdoo, serials: readonly string[]): Promise<number> => {
  const product = await aProduct(odoo, { name: 'Scale', tracking: 'serial' });
  for (const serial of serials) await setStock(odoo, product, 1, await aLot(odoo, product, serial));
  return product;
};

export const read = async ({ odoo }: Simulated, id: number, field: string | null = null): Promise<ShippableOrder> => {
  const order = await odoo.fulfilment.readOrder(id, field);
  assert.ok(order);
  return order;
};
