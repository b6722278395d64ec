import Big from 'big.js';
import { z } from 'zod';
import type { ShippableLine } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { OdooServer } from '../client.ts';
import { decimalOf } from '../decimals.ts';
import type { LineRow, TransferRow, UnitRow } from './order-rows.ts';
import { reservedLots } from './reserved-lots.ts';
import type { Lots } from './reserved-lots.ts';

/** A price of one is the amount of the line by its quantity, which need not come out even. */
const priceDecimals = 6;

interface Goods {
  readonly row: LineRow;
  readonly product: NonNullable<LineRow['product_id']>;
  readonly quantity: Big;
}

/** What is shipped of an order: no sections, notes, down payments, services (deliveries among them), combos (their parts are lines of their own). */
export const shippableLines = (
  major: OdooServer['major'],
  rows: readonly LineRow[],
  transfers: readonly TransferRow[],
  { productIdField, decimals }: { readonly productIdField: string | null; readonly decimals: number },
): readonly ShippableLine[] => {
  const goods = rows.flatMap((row): Goods[] => {
    const product = row.product_id;
    if (product === null || row.display_type || row.is_downpayment) return [];
    if (product.type !== 'consu' && product.type !== 'product') return [];
    const quantity = inOwnUnit(major, row.product_uom_qty, row.unit, product.uom_id);
    return quantity.gt(0) ? [{ row, product, quantity }] : [];
  });
  const lots = reservedLots(
    goods.map(({ row, product, quantity }) => ({ id: row.id, productId: product.id, quantity: quantity.toFixed() })),
    transfers,
  );
  return goods.map(({ row, product, quantity }) => ({
    id: row.id,
    productId: product.id,
    name: product.display_name,
    quantity: quantity.toFixed(),
    unitPrice: unitPriceOf(row, quantity, decimals),
    tracking: product.tracking,
    lots: lotsOf(lots.get(row.id)),
    fieldValue: productIdField === null ? null : fieldValueOf(product[productIdField]),
  }));
};

/** By name: Odoo's own order changes with what is done to the transfers. */
const lotsOf = (lots: Lots | undefined): ShippableLine['lots'] =>
  [...(lots ?? [])]
    .map(([name, amount]) => ({ name, quantity: amount.toFixed() }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

/** `factor` is how many of a unit make one of the reference unit on 17 and 18, and how many of the reference unit one of it is on 19. */
const inOwnUnit = (major: OdooServer['major'], amount: number, unit: UnitRow | null, own: UnitRow | null): Big => {
  const exact = new Big(decimalOf(amount));
  if (unit === null || own === null || unit.id === own.id) return exact;
  const [times, by] = major === 19 ? [unit.factor, own.factor] : [own.factor, unit.factor];
  const converted = exact.times(times).div(by);
  return own.rounding > 0 ? converted.div(own.rounding).round(0).times(own.rounding) : converted;
};

const unitPriceOf = (row: LineRow, quantity: Big, decimals: number): string =>
  decimalOf(new Big(decimalOf(row.price_subtotal)).div(quantity).round(priceDecimals).toNumber(), decimals);

const heldValue = z.union([z.string(), z.number().transform(String)]);

/** An empty text and the number 0 are Odoo's way to hold nothing. */
const fieldValueOf = (value: unknown): string | null => {
  const held = heldValue.safeParse(value);
  const words = held.success ? held.data.trim() : '';
  return words === '' || value === 0 ? null : words;
};
