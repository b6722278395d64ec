import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { flag, list, num, round, text } from '../values.ts';
import { SALES } from './groups.ts';
import { priceOf } from './pricelists.ts';
import { taxesOf, templateOf } from './product-values.ts';
import { launchDelivery } from './sale-delivery.ts';
import { computeTaxes } from './taxes.ts';

export const taxField = (major: Major): 'tax_id' | 'tax_ids' => (major === 19 ? 'tax_ids' : 'tax_id');
export const unitField = (major: Major): 'product_uom' | 'product_uom_id' =>
  major === 19 ? 'product_uom_id' : 'product_uom';

export const saleLineModels = (major: Major): Model[] => [
  defineModel({
    name: 'sale.order.line',
    description: 'Sales Order Line',
    order: 'order_id, sequence, id',
    access: SALES,
    displayName: (env, row) =>
      `${text(env.find('sale.order', num(row, 'order_id')), 'name')} - ${text(row, 'name').split('\n')[0] ?? ''}`,
    fields: {
      order_id: f.many2one('Order Reference', 'sale.order', { required: true }),
      sequence: f.integer('Sequence', { default: 10 }),
      name: f.textField('Description', { required: true }),
      product_id: f.many2one('Product', 'product.product', { index: true }),
      product_template_id: f.many2one('Product Template', 'product.template', {
        related: 'product_id.product_tmpl_id',
      }),
      product_uom_qty: f.float('Quantity', { digits: 2, required: true, default: 1 }),
      [unitField(major)]: f.many2one('Unit of Measure', 'uom.uom'),
      price_unit: f.float('Unit Price', { digits: 2, required: true }),
      // What the price would be by the pricelist: 18 and 19 leave a price alone that differs from it.
      technical_price_unit: major > 17 && f.float('Technical Price Unit'),
      discount: f.float('Discount (%)', { digits: 2 }),
      [taxField(major)]: f.many2many('Taxes', 'account.tax'),
      price_subtotal: f.monetary('Subtotal', { readonly: true }),
      price_tax: f.float('Total Tax', { readonly: true }),
      price_total: f.monetary('Total', { readonly: true }),
      qty_delivered: f.float('Delivery Quantity', { digits: 2 }),
      qty_invoiced: f.float('Invoiced Quantity', { digits: 2, readonly: true }),
      qty_to_invoice: f.float('Quantity To Invoice', {
        compute: (_env, row) => num(row, 'product_uom_qty') - num(row, 'qty_invoiced'),
      }),
      is_downpayment: f.boolean('Is a down payment'),
      display_type: f.selection('Display Type', { line_section: 'Section', line_note: 'Note' }),
      customer_lead: f.float('Lead Time', { default: 0 }),
      state: f.selection(
        'Order Status',
        { draft: 'Quotation', sent: 'Quotation Sent', sale: 'Sales Order', cancel: 'Cancelled' },
        { related: 'order_id.state' },
      ),
      order_partner_id: f.many2one('Customer', 'res.partner', { related: 'order_id.partner_id' }),
      company_id: f.many2one('Company', 'res.company', { related: 'order_id.company_id' }),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'order_id.currency_id' }),
      move_ids: f.one2many('Stock Moves', 'stock.move', 'sale_line_id'),
    },
    beforeCreate: (env, vals) => fillLine(env, vals, major),
    beforeWrite: (env, ids, vals) => beforeLineWrite(env, ids, vals, major),
    afterCreate: (env, id) => {
      refreshAmounts(env, id, major);
      const row = env.get('sale.order.line', id);
      if (text(env.find('sale.order', num(row, 'order_id')), 'state') === 'sale')
        launchDelivery(env, num(row, 'order_id'), [row]);
    },
    afterWrite: (env, ids, vals) => {
      for (const id of ids) refreshAmounts(env, id, major);
      if (!('product_uom_qty' in vals)) return;
      // More is asked of the stock at once; less changes nothing in the transfers.
      for (const row of env.rows('sale.order.line', ids)) {
        if (text(env.find('sale.order', num(row, 'order_id')), 'state') === 'sale')
          launchDelivery(env, num(row, 'order_id'), [row]);
      }
    },
    beforeUnlink: (env, ids) => {
      for (const row of env.rows('sale.order.line', ids)) {
        if (
          text(env.find('sale.order', num(row, 'order_id')), 'state') === 'sale' &&
          text(row, 'display_type') === ''
        ) {
          throw userError(
            "Once a sales order is confirmed, you can't remove one of its lines (we need to track if something gets invoiced or delivered).\nSet the quantity to 0 instead.",
          );
        }
      }
    },
    afterUnlink: (env, rows) => {
      for (const order of new Set(rows.map((row) => num(row, 'order_id')))) refreshTotals(env, order);
    },
  }),
];

/** Description, unit, price and taxes come from the product where they are not given. */
const fillLine = (env: Env, vals: Vals, major: Major): Vals => {
  const product = env.find('product.product', Number(vals['product_id'] || 0));
  if (!product) return { ...(vals['display_type'] !== undefined && { product_uom_qty: 0 }), ...vals };
  return {
    ...fromProduct(
      env,
      product,
      Number(vals['order_id'] || 0),
      Number(vals['product_uom_qty'] ?? 1),
      major,
      vals['price_unit'] === undefined,
    ),
    ...vals,
  };
};

const fromProduct = (
  env: Env,
  product: Row,
  order: number,
  quantity: number,
  major: Major,
  isPriced: boolean,
): Vals => {
  const template = templateOf(env, product);
  const description = text(template, 'description_sale');
  const price = priceOf(env, product, num(env.find('sale.order', order), 'pricelist_id'), quantity);
  return {
    name: env.displayName('product.product', product) + (description === '' ? '' : `\n${description}`),
    [unitField(major)]: num(template, 'uom_id'),
    [taxField(major)]: [[6, 0, taxesOf(env, product)]],
    price_unit: price,
    ...(major > 17 && isPriced && { technical_price_unit: price }),
  };
};

/** Labels of what cannot be changed on a locked order. */
const PROTECTED: Readonly<Record<string, string>> = {
  product_id: 'Product',
  name: 'Description',
  price_unit: 'Unit Price',
  product_uom: 'Unit of Measure',
  product_uom_id: 'Unit of Measure',
  product_uom_qty: 'Quantity',
  tax_id: 'Taxes',
  tax_ids: 'Taxes',
};

const beforeLineWrite = (env: Env, ids: readonly number[], vals: Vals, major: Major): Vals => {
  const rows = env.rows('sale.order.line', ids);
  const touched = Object.keys(vals).filter((name) => name in PROTECTED);
  if (touched.length > 0 && rows.some((row) => flag(env.find('sale.order', num(row, 'order_id')), 'locked'))) {
    throw userError(
      `It is forbidden to modify the following fields in a locked order:\n${touched.map((name) => PROTECTED[name]).join('\n')}`,
    );
  }
  const [row] = rows;
  if (!row || rows.length > 1) return vals;
  const product = env.find('product.product', Number(vals['product_id'] ?? num(row, 'product_id')));
  if (!product || vals['price_unit'] !== undefined) return vals;
  const quantity = Number(vals['product_uom_qty'] ?? num(row, 'product_uom_qty'));
  if (vals['product_id'] !== undefined && num(product, 'id') !== num(row, 'product_id'))
    return { ...fromProduct(env, product, num(row, 'order_id'), quantity, major, true), ...vals };
  if (vals['product_uom_qty'] === undefined || num(row, 'qty_invoiced') > 0) return vals;
  return { ...reprice(env, row, product, quantity, major), ...vals };
};

/** A new quantity asks the pricelist again: 17 for every line, later versions only where nobody set the price. */
const reprice = (env: Env, row: Row, product: Row, quantity: number, major: Major): Vals => {
  const isManual = major > 17 && num(row, 'technical_price_unit') !== num(row, 'price_unit');
  if (isManual) return {};
  const price = priceOf(env, product, num(env.find('sale.order', num(row, 'order_id')), 'pricelist_id'), quantity);
  return { price_unit: price, ...(major > 17 && { technical_price_unit: price }) };
};

const refreshAmounts = (env: Env, id: number, major: Major): void => {
  const row = env.get('sale.order.line', id);
  const price = num(row, 'price_unit') * (1 - num(row, 'discount') / 100);
  const quantity = num(row, 'product_uom_qty');
  const { excluded, included } = computeTaxes(env, list(row, taxField(major)), { price, quantity });
  env.patch('sale.order.line', id, {
    price_subtotal: excluded,
    price_tax: round(included - excluded, 2),
    price_total: included,
  });
  refreshTotals(env, num(row, 'order_id'));
};

const refreshTotals = (env: Env, order: number): void => {
  if (!env.find('sale.order', order)) return;
  const lines = env.lookup('sale.order.line', 'order_id', order);
  const untaxed = round(
    lines.reduce((sum, line) => sum + num(line, 'price_subtotal'), 0),
    2,
  );
  const tax = round(
    lines.reduce((sum, line) => sum + num(line, 'price_tax'), 0),
    2,
  );
  env.patch('sale.order', order, { amount_untaxed: untaxed, amount_tax: tax, amount_total: round(untaxed + tax, 2) });
};
