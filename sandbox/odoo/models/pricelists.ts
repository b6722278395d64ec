import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import { compareRows } from '../orm/search.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { num, round, text } from '../values.ts';
import { convert } from './currencies.ts';
import { PRODUCTS } from './groups.ts';
import { isBelow } from './product-categories.ts';
import { companyCurrency, salesPriceOf, templateOf } from './product-values.ts';

const ITEM_ORDER = 'applied_on, min_quantity desc, categ_id desc, id desc';

export const pricelistModels = (major: Major): Model[] => [
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
        default: (env) => companyCurrency(env) || false,
      }),
      company_id: f.many2one('Company', 'res.company'),
      item_ids: f.one2many('Pricelist Rules', 'product.pricelist.item', 'pricelist_id'),
    },
  }),
  defineModel({
    name: 'product.pricelist.item',
    description: 'Pricelist Rule',
    order: ITEM_ORDER,
    access: PRODUCTS,
    displayName: (_env, row) => text(row, 'name') || `product.pricelist.item,${num(row, 'id')}`,
    fields: {
      name: f.char('Name', { compute: () => 'All Products' }),
      pricelist_id: f.many2one('Pricelist', 'product.pricelist', { required: true }),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'pricelist_id.currency_id' }),
      company_id: f.many2one('Company', 'res.company', { related: 'pricelist_id.company_id' }),
      applied_on: f.selection(
        'Apply On',
        {
          '3_global': 'All Products',
          '2_product_category': 'Product Category',
          '1_product': 'Product',
          '0_product_variant': 'Product Variant',
        },
        { required: true },
      ),
      product_tmpl_id: f.many2one('Product', 'product.template', { index: true }),
      product_id: f.many2one('Product Variant', 'product.product', { index: true }),
      categ_id: f.many2one('Product Category', 'product.category'),
      min_quantity: f.float('Min. Quantity', { digits: 2 }),
      date_start: f.datetime('Start Date'),
      date_end: f.datetime('End Date'),
      base: f.selection(
        'Based on',
        { list_price: 'Sales Price', standard_price: 'Cost', pricelist: 'Other Pricelist' },
        { required: true, default: 'list_price' },
      ),
      base_pricelist_id: f.many2one('Other Pricelist', 'product.pricelist'),
      compute_price: f.selection(
        'Compute Price',
        { fixed: 'Fixed Price', percentage: 'Discount', formula: 'Formula' },
        { required: true, default: 'fixed' },
      ),
      fixed_price: f.float('Fixed Price', { digits: 2 }),
      percent_price: f.float('Percentage Price'),
      price_discount: f.float('Price Discount', { digits: 2 }),
      price_round: f.float('Price Rounding', { digits: 2 }),
      price_surcharge: f.float('Extra Fee', { digits: 2 }),
      price_min_margin: f.float('Min. Price Margin', { digits: 2 }),
      price_max_margin: f.float('Max. Price Margin', { digits: 2 }),
      price_markup:
        major > 17 &&
        f.float('Markup', {
          compute: (_env, row) => -num(row, 'price_discount') || 0,
          take: (env, id, value) => env.write('product.pricelist.item', [id], { price_discount: -Number(value) || 0 }),
        }),
    },
    beforeCreate: (env, vals) => alignScope(env, { ...vals, applied_on: vals['applied_on'] || scopeOf(vals) }),
    beforeWrite: (env, _ids, vals) => (vals['applied_on'] ? alignScope(env, vals) : vals),
  }),
];

const scopeOf = (vals: Vals): string => {
  if (vals['product_id']) return '0_product_variant';
  if (vals['product_tmpl_id']) return '1_product';
  return vals['categ_id'] ? '2_product_category' : '3_global';
};

/** A rule holds only what its scope speaks of; 18 and 19 find the template of a variant. */
const alignScope = (env: Env, vals: Vals): Vals => {
  switch (vals['applied_on']) {
    case '3_global':
      return { ...vals, product_id: false, product_tmpl_id: false, categ_id: false };
    case '2_product_category':
      return { ...vals, product_id: false, product_tmpl_id: false };
    case '1_product':
      return { ...vals, product_id: false, categ_id: false };
    default: {
      const product = env.find('product.product', Number(vals['product_id'] || 0));
      const found = env.major > 17 && product !== undefined && !vals['product_tmpl_id'];
      return { ...vals, categ_id: false, ...(found && { product_tmpl_id: num(product, 'product_tmpl_id') }) };
    }
  }
};

/** The price of a product in the currency of the pricelist: by the most specific rule that applies, else the sales price. */
export const priceOf = (env: Env, product: Row, pricelistId: number, quantity: number): number => {
  const pricelist = env.find('product.pricelist', pricelistId);
  const currency = num(pricelist, 'currency_id') || companyCurrency(env);
  const [rule] = env
    .lookup('product.pricelist.item', 'pricelist_id', pricelistId)
    .filter((item) => applies(env, item, product, quantity))
    .sort(compareRows(env, env.model('product.pricelist.item'), ITEM_ORDER));
  if (!rule) return convert(env, salesPriceOf(env, product), companyCurrency(env), currency);
  if (text(rule, 'compute_price') === 'fixed') return num(rule, 'fixed_price');
  const base = basePrice(env, rule, product, quantity, currency);
  return text(rule, 'compute_price') === 'percentage'
    ? base - base * (num(rule, 'percent_price') / 100)
    : byFormula(rule, base);
};

const basePrice = (env: Env, rule: Row, product: Row, quantity: number, currency: number): number => {
  const other = num(rule, 'base_pricelist_id');
  if (text(rule, 'base') === 'pricelist' && other > 0) {
    const price = priceOf(env, product, other, quantity);
    return convert(env, price, num(env.get('product.pricelist', other), 'currency_id'), currency);
  }
  const price = text(rule, 'base') === 'standard_price' ? num(product, 'standard_price') : salesPriceOf(env, product);
  return convert(env, price, companyCurrency(env), currency);
};

const byFormula = (rule: Row, base: number): number => {
  let price = base - base * (num(rule, 'price_discount') / 100);
  const [step, least, most] = [num(rule, 'price_round'), num(rule, 'price_min_margin'), num(rule, 'price_max_margin')];
  if (step > 0) price = round(price / step, 0) * step;
  price += num(rule, 'price_surcharge');
  if (least !== 0) price = Math.max(price, base + least);
  if (most !== 0) price = Math.min(price, base + most);
  return price;
};

const applies = (env: Env, item: Row, product: Row, quantity: number): boolean => {
  if (num(item, 'min_quantity') > quantity) return false;
  const [start, end] = [text(item, 'date_start'), text(item, 'date_end')];
  if ((start !== '' && start > env.now) || (end !== '' && end < env.now)) return false;
  const template = templateOf(env, product);
  switch (text(item, 'applied_on')) {
    case '0_product_variant':
      return num(item, 'product_id') === num(product, 'id');
    case '1_product':
      return num(item, 'product_tmpl_id') === num(template, 'id');
    case '2_product_category':
      return isBelow(env, num(template, 'categ_id'), num(item, 'categ_id'));
    default:
      return true;
  }
};
