import { randomUUID } from 'node:crypto';
import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import { missingValue } from '../orm/constraints.ts';
import type { Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { asText, list, num, text } from '../values.ts';
import { mapTaxes } from './fiscal-positions.ts';
import { POS } from './groups.ts';
import { amountField } from './pos-amounts.ts';

export const posOrderLineModels = (major: Major): Model[] => [
  defineModel({
    name: 'pos.order.line',
    description: 'Point of Sale Order Lines',
    access: POS,
    displayName: (env, row) => env.displayName('product.product', env.get('product.product', num(row, 'product_id'))),
    uniques: major === 19 ? [{ fields: ['uuid'], message: () => 'An order line with this uuid already exists' }] : [],
    fields: {
      order_id: f.many2one('Order Ref', 'pos.order', { required: true }),
      name: f.char('Line No', { required: true }),
      product_id: f.many2one('Product', 'product.product', { required: true }),
      full_product_name: f.char('Full Product Name'),
      qty: f.float('Quantity', { digits: 2, default: 1 }),
      price_unit: f.float('Unit Price'),
      discount: f.float('Discount (%)'),
      price_extra: f.float('Price extra'),
      tax_ids: f.many2many('Taxes', 'account.tax', { readonly: true }),
      tax_ids_after_fiscal_position: f.many2many('Taxes to Apply', 'account.tax', {
        compute: taxesToApply,
      }),
      price_subtotal: amountField(major)(major === 19 ? 'Tax Excl.' : 'Subtotal w/o Tax', {
        required: true,
        readonly: true,
      }),
      price_subtotal_incl: amountField(major)(major === 19 ? 'Tax Incl.' : 'Subtotal', {
        required: true,
        readonly: true,
      }),
      notice: f.char('Discount Notice'),
      customer_note: f.char('Customer Note'),
      note: major > 17 && f.char('Product Note'),
      skip_change: major < 19 && f.boolean('Skip line when sending ticket to kitchen printers.'),
      uuid: f.char('Uuid', { readonly: true, ...(major > 17 && { default: () => randomUUID() }) }),
      pack_lot_ids: f.one2many('Lot/serial Number', 'pos.pack.operation.lot', 'pos_order_line_id'),
      refunded_orderline_id: f.many2one('Refunded Order Line', 'pos.order.line', { index: true }),
      refund_orderline_ids: f.one2many('Refund Order Lines', 'pos.order.line', 'refunded_orderline_id'),
      refunded_qty: f.float('Refunded Quantity', { compute: refundedQuantity }),
      product_uom_id: f.many2one(major === 19 ? 'Product Unit' : 'Product UoM', 'uom.uom', {
        related: 'product_id.uom_id',
      }),
      company_id: f.many2one('Company', 'res.company', { related: 'order_id.company_id' }),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'order_id.currency_id' }),
    },
    beforeCreate: fillLine,
    beforeUnlink: (env, ids) => {
      for (const row of env.rows('pos.order.line', ids)) {
        const order = env.find('pos.order', num(row, 'order_id'));
        if (order && !['draft', 'cancel'].includes(text(order, 'state')))
          throw userError('You can only unlink PoS order lines that are related to orders in new or cancelled state.');
      }
    },
  }),
  defineModel({
    name: 'pos.pack.operation.lot',
    description: 'Specify product lot/serial number in pos order line',
    recName: 'lot_name',
    access: POS,
    fields: {
      lot_name: f.char('Lot Name'),
      pos_order_line_id: f.many2one('Pos Order Line', 'pos.order.line'),
      order_id: f.many2one('Order Ref', 'pos.order', { related: 'pos_order_line_id.order_id' }),
      product_id: f.many2one('Product', 'product.product', { related: 'pos_order_line_id.product_id' }),
    },
  }),
];

/** What later orders, unless they were cancelled, have taken back. */
export function refundedQuantity(env: Env, line: Row): number {
  return (
    -env
      .lookup('pos.order.line', 'refunded_orderline_id', num(line, 'id'))
      .filter((other) => text(env.find('pos.order', num(other, 'order_id')), 'state') !== 'cancel')
      .reduce((sum, other) => sum + num(other, 'qty'), 0) || 0
  );
}

/** The taxes of a line as the fiscal position of its order has them. */
export function taxesToApply(env: Env, line: Row): readonly number[] {
  const position = num(env.find('pos.order', num(line, 'order_id')), 'fiscal_position_id');
  return mapTaxes(env, position, list(line, 'tax_ids'));
}

function fillLine(env: Env, vals: Vals): Vals {
  const model = env.model('pos.order.line');
  for (const name of ['price_subtotal', 'price_subtotal_incl'])
    if (vals[name] === undefined) throw missingValue(env, model, name, model.fields.get(name)?.string ?? name);
  return asText(vals['name']) === ''
    ? { ...vals, name: String(env.session.store.nextValue('pos.order.line')).padStart(6, '0') }
    : vals;
}
