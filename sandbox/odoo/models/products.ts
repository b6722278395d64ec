import type { Env } from '../env.ts';
import { validationError, valueError } from '../errors.ts';
import * as f from '../fields.ts';
import { codedName } from '../orm/read.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { num, text } from '../values.ts';
import { OPEN, PRODUCTS, READ_FOR_ALL } from './groups.ts';
import { priceOf } from './pricelists.ts';
import { companyCurrency, extraOf, salesPriceOf } from './product-values.ts';
import { refuseReferred } from './referred.ts';
import { quantityFields } from './quantities.ts';
import { threadFields } from './mail.ts';

export const productModels = (major: Major): Model[] => [
  defineModel({
    name: 'uom.uom',
    description: major === 19 ? 'Product Unit of Measure' : 'Product Unit of Measure',
    access: READ_FOR_ALL,
    fields: {
      name: f.char('Unit of Measure', { required: true }),
      active: active(),
      category_id: major < 19 && f.many2one('Category', 'uom.category'),
      uom_type:
        major < 19 &&
        f.selection('Type', { bigger: 'Bigger', reference: 'Reference', smaller: 'Smaller' }, { default: 'reference' }),
      ratio: major < 19 && f.float('Combined Ratio', { default: 1 }),
      relative_factor: major === 19 && f.float('Contains', { default: 1 }),
      relative_uom_id: major === 19 && f.many2one('Reference Unit', 'uom.uom'),
      factor: f.float('Ratio', { default: 1 }),
      rounding: f.float('Rounding Precision', { default: 0.01 }),
    },
  }),
  ...(major < 19
    ? [
        defineModel({
          name: 'uom.category',
          description: 'Product UoM Categories',
          access: READ_FOR_ALL,
          fields: { name: f.char('Unit of Measure Category', { required: true }) },
        }),
      ]
    : []),
  defineModel({
    name: 'product.template',
    description: 'Product',
    order: 'is_favorite desc, name, id',
    access: PRODUCTS,
    thread: true,
    displayName: (_env, row) => codedName(row, 'default_code', text(row, 'name')),
    fields: {
      name: f.char('Name', { required: true, index: true }),
      default_code: f.char('Internal Reference', { index: true }),
      barcode: f.char('Barcode', { index: true }),
      active: active(),
      is_favorite: f.boolean('Favorite'),
      list_price: f.float('Sales Price', { digits: 2, default: 1 }),
      standard_price: f.float('Cost', {
        digits: 2,
        compute: (env, row) => {
          const [variant, other] = env.lookup('product.product', 'product_tmpl_id', num(row, 'id'));
          return other ? 0 : num(variant, 'standard_price');
        },
        take: (env, id, value) => {
          const variants = env.table('product.product').lookup('product_tmpl_id', id);
          if (variants.length === 1) env.write('product.product', variants, { standard_price: value });
        },
      }),
      categ_id: f.many2one('Product Category', 'product.category', {
        default: (env) => env.xmlId('product.product_category_all') || false,
      }),
      uom_id: f.many2one(major === 19 ? 'Unit' : 'Unit of Measure', 'uom.uom', {
        required: true,
        default: (env) => env.xmlId('uom.product_uom_unit') || false,
      }),
      uom_po_id: major < 19 && f.many2one('Purchase UoM', 'uom.uom'),
      type: f.selection(
        'Product Type',
        major === 17
          ? { consu: 'Consumable', service: 'Service', product: 'Storable Product' }
          : { consu: 'Goods', service: 'Service', combo: 'Combo' },
        { default: 'consu' },
      ),
      detailed_type:
        major === 17 &&
        f.selection(
          'Product Type',
          { consu: 'Consumable', service: 'Service', product: 'Storable Product' },
          { default: 'consu' },
        ),
      is_storable: major > 17 && f.boolean('Track Inventory'),
      tracking: f.selection(
        'Tracking',
        { serial: 'By Unique Serial Number', lot: 'By Lots', none: 'By Quantity' },
        { default: 'none' },
      ),
      sale_ok: f.boolean('Can be Sold', { default: true }),
      purchase_ok: f.boolean('Can be Purchased', { default: true }),
      available_in_pos: f.boolean('Available in POS'),
      company_id: f.many2one('Company', 'res.company'),
      currency_id: f.many2one('Currency', 'res.currency', { compute: companyCurrency }),
      cost_currency_id: f.many2one('Cost Currency', 'res.currency', { compute: companyCurrency }),
      taxes_id: f.many2many('Customer Taxes', 'account.tax', { default: (env) => defaultTaxes(env) }),
      weight: f.float('Weight', { digits: 2 }),
      weight_uom_name: f.char('Weight unit of measure label', { compute: weightUnit }),
      volume: f.float('Volume', { digits: 2 }),
      description_sale: f.textField('Sales Description'),
      invoice_policy: f.selection(
        'Invoicing Policy',
        { order: 'Ordered quantities', delivery: 'Delivered quantities' },
        { default: 'order' },
      ),
      attribute_line_ids: f.one2many('Product Attributes', 'product.template.attribute.line', 'product_tmpl_id'),
      product_variant_ids: f.one2many('Products', 'product.product', 'product_tmpl_id'),
      product_variant_id: f.many2one('Product', 'product.product', {
        compute: (env, row) => num(env.lookup('product.product', 'product_tmpl_id', num(row, 'id'))[0], 'id'),
      }),
      product_variant_count: f.integer('# Product Variants', {
        compute: (env, row) => env.lookup('product.product', 'product_tmpl_id', num(row, 'id')).length,
      }),
      ...quantityFields((env, row) => env.table('product.product').lookup('product_tmpl_id', num(row, 'id'))),
      ...threadFields('product.template'),
    },
    beforeCreate: (_env, vals) => alignType(vals, major),
    beforeWrite: (_env, _ids, vals) => alignType(vals, major),
    beforeUnlink: (env, ids) => {
      env.unlink('product.pricelist.item', env.search('product.pricelist.item', [['product_tmpl_id', 'in', ids]]));
    },
    afterCreate: (env, id, vals) => {
      if (env.context['creating_from'] === 'product.product') return;
      // Attribute lines have made theirs.
      if (env.lookup('product.product', 'product_tmpl_id', id).length > 0) return;
      const costs = 'standard_price' in vals ? { standard_price: vals['standard_price'] } : {};
      const codes = Object.fromEntries(
        ['default_code', 'barcode'].filter((name) => name in vals).map((name) => [name, vals[name]]),
      );
      env.create('product.product', { product_tmpl_id: id, ...codes, ...costs });
    },
    // Any write of a template moves the `write_date` of its variants, archived ones too.
    afterWrite: (env, ids, vals) => {
      for (const id of ids) {
        const codes = Object.fromEntries(
          ['default_code', 'barcode', 'active'].filter((name) => name in vals).map((name) => [name, vals[name]]),
        );
        for (const variant of env.table('product.product').lookup('product_tmpl_id', id))
          touch(env, 'product.product', variant, codes);
      }
    },
  }),
  defineModel({
    name: 'product.product',
    description: 'Product Variant',
    order: 'default_code, id',
    access: PRODUCTS,
    thread: true,
    inherits: { model: 'product.template', field: 'product_tmpl_id' },
    displayName: (env, row) => {
      const name = text(env.find('product.template', num(row, 'product_tmpl_id')), 'name');
      return env.context['display_default_code'] === false ? name : codedName(row, 'default_code', name);
    },
    fields: {
      product_tmpl_id: f.many2one('Product Template', 'product.template', { required: true }),
      default_code: f.char('Internal Reference', { index: true }),
      barcode: f.char('Barcode', { index: true }),
      active: active(),
      standard_price: f.float('Cost', { digits: 2 }),
      lst_price: f.float('Sales Price', {
        digits: 2,
        compute: salesPriceOf,
        take: (env, id, value) =>
          env.write('product.template', [env.ref('product.product', id, 'product_tmpl_id')], {
            list_price: Number(value) - extraOf(env, env.get('product.product', id)),
          }),
      }),
      price_extra: f.float('Variant Price Extra', { compute: extraOf }),
      product_template_attribute_value_ids: f.many2many('Attribute Values', 'product.template.attribute.value'),
      ...quantityFields((_env, row) => [num(row, 'id')]),
      ...threadFields('product.product'),
    },
    afterCreate: (env, id) => {
      const row = env.get('product.product', id);
      const codes = { default_code: row['default_code'] ?? false, barcode: row['barcode'] ?? false };
      if (env.lookup('product.product', 'product_tmpl_id', num(row, 'product_tmpl_id')).length === 1)
        env.patch('product.template', num(row, 'product_tmpl_id'), codes);
      refuseTwin(env, id);
    },
    afterWrite: (env, ids, vals) => {
      if (!('default_code' in vals) && !('barcode' in vals)) return;
      for (const id of ids) refuseTwin(env, id);
      for (const row of env.rows('product.product', ids)) {
        touch(env, 'product.template', num(row, 'product_tmpl_id'), {
          default_code: row['default_code'] ?? false,
          barcode: row['barcode'] ?? false,
        });
      }
    },
    beforeUnlink: (env, ids) => forgetProducts(env, ids),
    afterUnlink: (env, rows) => {
      for (const row of rows) {
        const template = num(row, 'product_tmpl_id');
        const isLast = env.lookup('product.product', 'product_tmpl_id', template).length === 0;
        if (isLast && env.find('product.template', template)) env.unlink('product.template', [template]);
      }
    },
    methods: {
      get_contextual_price: {
        on: 'record',
        params: [],
        needs: 'read',
        run: ({ env, ids }) => {
          const [id, other] = ids;
          if (id === undefined || other !== undefined)
            throw valueError(`Expected singleton: product.product(${ids.join(', ')})`);
          return priceOf(
            env,
            env.get('product.product', id),
            num0(env.context['pricelist']),
            num0(env.context['quantity']) || 1,
          );
        },
      },
    },
  }),
  defineModel({
    name: 'account.payment.term',
    description: 'Payment Terms',
    access: OPEN,
    fields: { name: f.char('Payment Terms', { required: true }), active: active() },
  }),
];

/** One unit for all weights of a database. */
function weightUnit(env: Env): string {
  const [row] = env.lookup('ir.config_parameter', 'key', 'product.weight_in_lbs');
  return text(row, 'value') === '1' ? 'lb' : 'kg';
}

const num0 = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** A barcode belongs to one product. */
const refuseTwin = (env: Env, id: number): void => {
  const barcode = text(env.get('product.product', id), 'barcode');
  const others = barcode === '' ? [] : env.lookup('product.product', 'barcode', barcode);
  if (others.length < 2) return;
  const names = others.map((row) => env.displayName('product.product', row)).join(', ');
  throw validationError(
    `Barcode(s) already assigned:\n\n- Barcode "${barcode}" already assigned to product(s): ${names}`,
  );
};

/** Stores the values on the other side of the pair; its `write_date` moves even if they are equal. */
const touch = (env: Env, model: string, id: number, values: Vals): void => {
  const row = env.get(model, id);
  const { transaction } = env.session;
  const changed = Object.fromEntries(Object.entries(values).filter(([name]) => name in row));
  env.patch(model, id, { ...(changed as Record<string, Row[string]>), write_date: transaction.startedAt });
};

/** 17 has the storable kind in `type`/`detailed_type`; from 18 on it is a flag beside `type`. */
const alignType = (vals: Vals, major: Major): Vals => {
  if (major !== 17) return vals;
  const type = vals['detailed_type'] ?? vals['type'];
  return type === undefined ? vals : { ...vals, type, detailed_type: type };
};

const defaultTaxes = (env: Env): number[] => {
  const tax = num(env.find('res.company', env.companyId()), 'account_sale_tax_id');
  return tax > 0 ? [tax] : [];
};

/** A product that was moved or sold stays; its pricelist rules go with it. */
const forgetProducts = (env: Env, ids: readonly number[]): void => {
  for (const model of ['stock.move', 'sale.order.line', 'stock.quant'])
    refuseReferred(env, model, [['product_id', 'in', ids]], 'product_id');
  env.unlink('product.pricelist.item', env.search('product.pricelist.item', [['product_id', 'in', ids]]));
};
