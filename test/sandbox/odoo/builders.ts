import type { AnOdoo } from './an-odoo.ts';
import { array } from './an-odoo.ts';

export const taxField = (odoo: AnOdoo): string => (odoo.major === 19 ? 'tax_ids' : 'tax_id');

export const aPartner = async (odoo: AnOdoo, name = 'A customer'): Promise<number> =>
  Number(await odoo.call('res.partner', 'create', [{ name }]));

export interface ProductParts {
  readonly name?: string;
  readonly price?: number;
  readonly stock?: number;
  readonly tracking?: 'none' | 'lot' | 'serial';
  /** Further fields. */
  readonly more?: object;
}

/** A product whose stock is counted, without taxes. */
export const aProduct = async (odoo: AnOdoo, parts: ProductParts = {}): Promise<number> => {
  const kind = odoo.major === 17 ? { type: 'product' } : { type: 'consu', is_storable: true };
  const { name = 'A product', price = 10, stock = 0, tracking = 'none', more = {} } = parts;
  const id = Number(
    await odoo.call('product.product', 'create', [
      { name, list_price: price, tracking, taxes_id: [[6, 0, []]], ...kind, ...more },
    ]),
  );
  if (stock > 0) await setStock(odoo, id, stock);
  return id;
};

export const aLot = async (odoo: AnOdoo, product: number, name: string): Promise<number> =>
  Number(await odoo.call('stock.lot', 'create', [{ name, product_id: product, company_id: 1 }]));

export const setStock = async (odoo: AnOdoo, product: number, quantity: number, lot?: number): Promise<number> =>
  Number(
    await odoo.call(
      'stock.quant',
      'create',
      [
        {
          product_id: product,
          location_id: odoo.seeded.stockLocation,
          inventory_quantity_auto_apply: quantity,
          ...(lot !== undefined && { lot_id: lot }),
        },
      ],
      { context: { inventory_mode: true } },
    ),
  );

export interface Line {
  readonly product: number;
  readonly quantity?: number;
  readonly price?: number;
}

export const anOrder = async (odoo: AnOdoo, lines: readonly Line[], extra: object = {}): Promise<number> => {
  const order_line = lines.map(({ product, quantity = 1, price }) => [
    0,
    0,
    { product_id: product, product_uom_qty: quantity, ...(price !== undefined && { price_unit: price }) },
  ]);
  const partner_id = await aPartner(odoo);
  return Number(await odoo.call('sale.order', 'create', [{ partner_id, order_line, ...extra }]));
};

/** A confirmed order and its one transfer. */
export const aDelivery = async (
  odoo: AnOdoo,
  lines: readonly Line[],
): Promise<{ order: number; picking: number; moves: number[] }> => {
  const order = await anOrder(odoo, lines);
  await odoo.call('sale.order', 'action_confirm', [[order]]);
  const { picking_ids } = await odoo.one('sale.order', order, ['picking_ids']);
  const picking = Number(array(picking_ids)[0]);
  const { move_ids } = await odoo.one('stock.picking', picking, ['move_ids']);
  return { order, picking, moves: array(move_ids).map(Number) };
};

export const stateOf = async (odoo: AnOdoo, model: string, id: number): Promise<unknown> =>
  (await odoo.one(model, id, ['state']))['state'];

/** A draft transfer from the stock to customers, which belongs to no order. */
export const aTransfer = async (odoo: AnOdoo, lines: readonly Line[], extra: object = {}): Promise<number> => {
  const { out_type_id } = await odoo.one('stock.warehouse', odoo.seeded.warehouse, ['out_type_id']);
  const picking = Number(
    await odoo.call('stock.picking', 'create', [{ picking_type_id: array(out_type_id)[0], ...extra }]),
  );
  for (const { product, quantity = 1 } of lines)
    await odoo.call('stock.move', 'create', [
      {
        ...(odoo.major < 19 && { name: 'goods' }),
        ...{ picking_id: picking, product_id: product, product_uom_qty: quantity },
      },
    ]);
  return picking;
};
