import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { num, round, text } from '../values.ts';
import { PRODUCTS } from './groups.ts';

export const pricelistModels = (): Model[] => [
  defineModel({
    name: 'product.pricelist',
    description: 'Pricelist',
    order: 'sequence, id, name',
    access: PRODUCTS,
    displayName: (env, row) =>
      `${text(row, 'name')} (${text(env.find('res.currency', num(row, 'currency_id')), 'name')})`,
    fields: {
      name: f.char('Pricelist Name', { required: true }),
      sequence: f.integer('Sequence', { default: 16 }),
      active: active(),
      currency_id: f.many2one('Currency', 'res.currency', {
        required: true,
        default: (env) => num(env.find('res.company', env.companyId()), 'currency_id') || false,
      }),
      company_id: f.many2one('Company', 'res.company'),
      item_ids: f.one2many('Pricelist Rules', 'product.pricelist.item', 'pricelist_id'),
    },
  }),
  defineModel({
    name: 'product.pricelist.item',
    description: 'Pricelist Rule',
    order: 'applied_on, min_quantity desc, categ_id desc, id desc',
    access: PRODUCTS,
    displayName: (_env, row) => text(row, 'name') || `product.pricelist.item,${num(row, 'id')}`,
    fields: {
      name: f.char('Name', { compute: () => 'All Products' }),
      pricelist_id: f.many2one('Pricelist', 'product.pricelist', { required: true }),
      applied_on: f.selection(
        'Apply On',
        {
          '3_global': 'All Products',
          '2_product_category': 'Product Category',
          '1_product': 'Product',
          '0_product_variant': 'Product Variant',
        },
        { required: true, default: '3_global' },
      ),
      product_tmpl_id: f.many2one('Product', 'product.template'),
      product_id: f.many2one('Product Variant', 'product.product'),
      categ_id: f.many2one('Product Category', 'product.category'),
      min_quantity: f.float('Min. Quantity', { digits: 2 }),
      date_start: f.datetime('Start Date'),
      date_end: f.datetime('End Date'),
      base: f.selection(
        'Based on',
        { list_price: 'Sales Price', standard_price: 'Cost', pricelist: 'Other Pricelist' },
        { required: true, default: 'list_price' },
      ),
      compute_price: f.selection(
        'Compute Price',
        { fixed: 'Fixed Price', percentage: 'Discount', formula: 'Formula' },
        { required: true, default: 'fixed' },
      ),
      fixed_price: f.float('Fixed Price', { digits: 2 }),
      percent_price: f.float('Percentage Price'),
      price_discount: f.float('Price Discount', { digits: 2 }),
      price_surcharge: f.float('Price Surcharge', { digits: 2 }),
    },
  }),
];

/** The price of a product on a pricelist: the most specific rule that applies, else the sales price. */
export const priceOf = (env: Env, product: Row, pricelistId: number, quantity: number): number => {
  const template = env.get('product.template', num(product, 'product_tmpl_id'));
  const price = num(template, 'list_price');
  const rule = env
    .lookup('product.pricelist.item', 'pricelist_id', pricelistId)
    .filter((item) => applies(env, item, product, template, quantity))
    .sort(
      (a, b) =>
        compare(text(a, 'applied_on'), text(b, 'applied_on')) ||
        num(b, 'min_quantity') - num(a, 'min_quantity') ||
        num(b, 'id') - num(a, 'id'),
    )[0];
  if (!rule) return price;
  const base = text(rule, 'base') === 'standard_price' ? num(template, 'standard_price') : price;
  switch (text(rule, 'compute_price')) {
    case 'fixed':
      return num(rule, 'fixed_price');
    case 'percentage':
      return round(base * (1 - num(rule, 'percent_price') / 100), 2);
    default:
      return round(base * (1 - num(rule, 'price_discount') / 100) + num(rule, 'price_surcharge'), 2);
  }
};

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const applies = (env: Env, item: Row, product: Row, template: Row, quantity: number): boolean => {
  if (num(item, 'min_quantity') > quantity) return false;
  const [start, end] = [text(item, 'date_start'), text(item, 'date_end')];
  if ((start !== '' && start > env.now) || (end !== '' && end < env.now)) return false;
  switch (text(item, 'applied_on')) {
    case '0_product_variant':
      return num(item, 'product_id') === num(product, 'id');
    case '1_product':
      return num(item, 'product_tmpl_id') === num(template, 'id');
    case '2_product_category':
      return num(item, 'categ_id') === num(template, 'categ_id');
    default:
      return true;
  }
};
