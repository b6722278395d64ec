import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { list, num, sameValue, text } from '../values.ts';
import { PRODUCTS } from './groups.ts';

/** What makes variants of a template: each combination of its attribute values is one. */
export const attributeModels = (): Model[] => [
  defineModel({
    name: 'product.attribute',
    description: 'Product Attribute',
    order: 'sequence, id',
    access: PRODUCTS,
    fields: {
      name: f.char('Attribute', { required: true }),
      sequence: f.integer('Sequence', { default: 20 }),
      value_ids: f.one2many('Values', 'product.attribute.value', 'attribute_id'),
    },
  }),
  defineModel({
    name: 'product.attribute.value',
    description: 'Attribute Value',
    order: 'attribute_id, sequence, id',
    access: PRODUCTS,
    fields: {
      name: f.char('Value', { required: true }),
      sequence: f.integer('Sequence'),
      attribute_id: f.many2one('Attribute', 'product.attribute', { required: true }),
    },
  }),
  defineModel({
    name: 'product.template.attribute.line',
    description: 'Product Template Attribute Line',
    order: 'sequence, attribute_id, id',
    access: PRODUCTS,
    fields: {
      active: active(),
      sequence: f.integer('Sequence', { default: 10 }),
      product_tmpl_id: f.many2one('Product Template', 'product.template', { required: true }),
      attribute_id: f.many2one('Attribute', 'product.attribute', { required: true }),
      value_ids: f.many2many('Values', 'product.attribute.value'),
    },
    afterCreate: (env, id) => {
      const line = env.get('product.template.attribute.line', id);
      for (const value of list(line, 'value_ids'))
        env.create('product.template.attribute.value', {
          attribute_line_id: id,
          product_tmpl_id: num(line, 'product_tmpl_id'),
          product_attribute_value_id: value,
        });
      createVariants(env, num(line, 'product_tmpl_id'));
    },
  }),
  defineModel({
    name: 'product.template.attribute.value',
    description: 'Product Template Attribute Value',
    order: 'attribute_line_id, id',
    access: PRODUCTS,
    displayName: (env, row) =>
      text(env.find('product.attribute.value', num(row, 'product_attribute_value_id')), 'name'),
    fields: {
      ptav_active: f.boolean('Active', { default: true }),
      name: f.char('Value', { related: 'product_attribute_value_id.name' }),
      product_attribute_value_id: f.many2one('Attribute Value', 'product.attribute.value', { required: true }),
      attribute_line_id: f.many2one('Attribute Line', 'product.template.attribute.line', {
        required: true,
        index: true,
      }),
      product_tmpl_id: f.many2one('Product Template', 'product.template', { required: true, index: true }),
      price_extra: f.float('Extra Price', { digits: 2 }),
    },
  }),
];

/** The first combination is the variant that was there before. An attribute with one value makes no variants and adds no extra. */
const createVariants = (env: Env, template: number): void => {
  const lines = env.lookup('product.template.attribute.line', 'product_tmpl_id', template);
  const values = lines
    .map((line) => env.table('product.template.attribute.value').lookup('attribute_line_id', num(line, 'id')))
    .filter((ids) => ids.length > 1);
  const combinations = values.reduce<number[][]>(
    (made, ids) => made.flatMap((one) => ids.map((id) => [...one, id])),
    [[]],
  );
  const variants = env.lookup('product.product', 'product_tmpl_id', template);
  const isFree = (row: Row): boolean => !combinations.some((one) => sameValue(one, combinationOf(row)));
  const free = variants.filter(isFree);
  for (const combination of combinations) {
    if (variants.some((row) => sameValue(combinationOf(row), combination))) continue;
    const known = free.shift();
    const vals = { product_template_attribute_value_ids: [[6, 0, combination]] };
    if (known) env.write('product.product', [num(known, 'id')], vals);
    else env.create('product.product', { product_tmpl_id: template, ...vals });
  }
};

const combinationOf = (row: Row): readonly number[] => list(row, 'product_template_attribute_value_ids');
