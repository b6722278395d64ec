import type { Order, OrderLine, OrderRecord, OrderStyle } from './order-model.ts';
import { totalOf } from './order-model.ts';

/** What the shorter of the supplier API page's two examples leaves out. */
const missingInShort = new Set([
  'receipt_id',
  'pickup_date',
  'pickup_otp',
  'estimated_delivery_day',
  'distribution_route_code',
  'applied_supplier_rebate',
  'created_at',
]);

const missingWhenZero = new Set(['cartona_credit', 'installment_cost', 'wallet_top_up']);

const numberAs = (style: OrderStyle['numbers'], value: number): number | string => {
  switch (style) {
    case 'number':
      return value;
    case 'string':
      return value.toFixed(2);
    case 'thousands':
      return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
};

const without = (shown: Record<string, unknown>, isLeftOut: (field: string, value: unknown) => boolean) =>
  Object.fromEntries(Object.entries(shown).filter(([field, value]) => !isLeftOut(field, value)));

const lineOnWire = (line: OrderLine, style: OrderStyle): Record<string, unknown> => {
  const shown = {
    ...line,
    selling_price: numberAs(style.numbers, line.selling_price),
    amount: style.numbers === 'number' ? line.amount : String(line.amount),
  };
  return style.fields === 'full'
    ? shown
    : without(
        shown,
        (field, value) => field === 'applied_cartona_discount' || (field.endsWith('_id') && value === null),
      );
};

const orderOnWire = (order: Order, style: OrderStyle): Record<string, unknown> => {
  const shown = {
    // Cartona shows no time of change.
    ...without(order, (field) => field === 'updated_at'),
    total_price: numberAs(style.numbers, totalOf(order)),
    cartona_credit: numberAs(style.numbers, order.cartona_credit),
    installment_cost: numberAs(style.numbers, order.installment_cost),
    wallet_top_up: numberAs(style.numbers, order.wallet_top_up),
    order_details: order.order_details.map((line) => lineOnWire(line, style)),
  };
  if (style.fields === 'full') return shown;
  return {
    ...without(
      shown,
      (field, value) =>
        missingInShort.has(field) ||
        (missingWhenZero.has(field) && Number(value) === 0) ||
        (field === 'delivered_by' && value === 'delivered_by_supplier'),
    ),
    retailer: without(order.retailer, (_field, value) => value === null),
  };
};

/** One item of `pull-orders`. */
export const pulledItem = (record: OrderRecord): Record<string, unknown> => {
  const shown = { ...orderOnWire(record.order, record.style), ...record.raw };
  return Object.fromEntries(Object.entries(shown).filter(([field]) => !record.omit.includes(field)));
};
