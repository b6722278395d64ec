import { z } from 'zod';
import type { CheckBench } from '../bench.ts';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { templateOf } from './product-values.ts';

type Vals = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  /** On the pricelist that is read. */
  readonly rules: (named: Named) => readonly Vals[];
  readonly price: string;
}

interface Named {
  readonly productId: number;
  readonly templateId: number;
  /** The product's category and one above it; the same where it has none. */
  readonly categoryId: number;
  readonly parentId: number;
  readonly baseId: number;
}

const salesPrice = 99.9;
const cost = 40;
const everything = { applied_on: '3_global' };
const formula = { ...everything, compute_price: 'formula' };
const onCost = { ...formula, base: 'standard_price' };
const fixed = (price: number): Vals => ({ compute_price: 'fixed', fixed_price: price });

const cases: readonly Case[] = [
  { name: 'no rule', rules: () => [], price: '99.9' },
  { name: 'a fixed price', rules: () => [{ ...everything, ...fixed(12.34) }], price: '12.34' },
  {
    name: 'a discount',
    rules: () => [{ ...everything, compute_price: 'percentage', percent_price: 12.5 }],
    price: '87.4125',
  },
  {
    name: 'a formula that rounds before its surcharge',
    rules: () => [{ ...formula, price_discount: 20, price_round: 10, price_surcharge: -0.01 }],
    price: '79.99',
  },
  {
    name: 'a least margin',
    rules: () => [{ ...onCost, price_min_margin: 15, price_max_margin: 30 }],
    price: '55',
  },
  {
    name: 'a greatest margin',
    rules: () => [{ ...formula, price_discount: -50, price_max_margin: 20 }],
    price: '119.9',
  },
  { name: 'a mark-up on the cost', rules: () => [{ ...onCost, price_discount: -25.5 }], price: '50.2' },
  {
    name: 'another pricelist',
    rules: ({ baseId }) => [
      { ...formula, base: 'pricelist', base_pricelist_id: baseId, price_discount: 10 },
      { ...everything, ...fixed(50), pricelist_id: baseId },
    ],
    price: '45',
  },
  {
    name: 'the most specific of all rules',
    rules: ({ productId, templateId, categoryId }) => [
      { ...everything, ...fixed(1) },
      { applied_on: '2_product_category', categ_id: categoryId, ...fixed(2) },
      { applied_on: '1_product', product_tmpl_id: templateId, ...fixed(3) },
      { applied_on: '0_product_variant', product_id: productId, ...fixed(4) },
    ],
    price: '4',
  },
  {
    name: 'a rule of the template before one of the category',
    rules: ({ templateId, categoryId }) => [
      { applied_on: '2_product_category', categ_id: categoryId, ...fixed(2) },
      { applied_on: '1_product', product_tmpl_id: templateId, ...fixed(3) },
    ],
    price: '3',
  },
  {
    name: 'a rule of a category above',
    rules: ({ parentId }) => [
      { ...everything, ...fixed(1) },
      { applied_on: '2_product_category', categ_id: parentId, ...fixed(2) },
    ],
    price: '2',
  },
  {
    name: 'the newer of two equal rules',
    rules: () => [
      { ...everything, ...fixed(1) },
      { ...everything, ...fixed(2) },
    ],
    price: '2',
  },
  {
    name: 'one unit, where other rules want more',
    rules: () => [
      { ...everything, ...fixed(1), min_quantity: 2 },
      { ...everything, ...fixed(2), min_quantity: 1 },
    ],
    price: '2',
  },
  {
    name: 'today, where other rules are over or to come',
    rules: () => [
      { ...everything, ...fixed(3) },
      { ...everything, ...fixed(1), date_end: '2020-01-01 00:00:00' },
      { ...everything, ...fixed(2), date_start: '2100-01-01 00:00:00' },
    ],
    price: '3',
  },
];

const nameRecords = async (bench: CheckBench): Promise<Named> => {
  const { raw, records } = bench;
  const productId = await records.product('consumable');
  const templateId = await templateOf(bench, productId);
  const category = z.object({ id: z.number(), parent_id: z.union([z.number(), z.literal(false)]) });
  const [below] = await raw.result(
    {
      model: 'product.category',
      method: 'search_read',
      params: { domain: [], fields: ['parent_id'], order: 'parent_id, id', limit: 1, load: '' },
    },
    z.array(category),
  );
  must(below !== undefined, 'there is no category');
  await raw.write('product.template', [templateId], { list_price: salesPrice, categ_id: below.id });
  await raw.write('product.product', [productId], { standard_price: cost });
  const parentId = below.parent_id === false ? below.id : below.parent_id;
  return { productId, templateId, categoryId: below.id, parentId, baseId: await records.pricelist('base') };
};

/** Makes the rules of a case, tries them, and takes them back. */
const tryCase = async (bench: CheckBench, { rules, price }: Case): Promise<void> => {
  const { raw, records } = bench;
  const named = await nameRecords(bench);
  const pricelist = await records.pricelist('own');
  const model = 'product.pricelist.item';
  const made = await raw.result(
    {
      model,
      method: 'create',
      first: { name: 'vals_list', value: rules(named).map((one) => ({ pricelist_id: pricelist, ...one })) },
    },
    z.array(z.number()),
  );
  const warnings: string[] = [];
  const logger = { info: () => undefined, warn: (_: object, message: string) => warnings.push(message) };
  const odoo = await bench.connect({ logger });
  try {
    const context = { pricelist, quantity: 1 };
    const call = { model: 'product.product', method: 'get_contextual_price', ids: [named.productId], context };
    const theirs = await raw.result(call, z.number());
    mustEqual(theirs.toFixed(6), Number(price).toFixed(6), 'price of Odoo');
    const query = { productIds: [named.productId], price: { pricelist }, stock: 'free_qty', warehouses: [] } as const;
    const ours = (await odoo.readProductValues(query)).get(named.productId);
    mustEqual(ours?.price, price, 'price worked out');
    mustEqual(warnings, [], 'warnings');
  } finally {
    await odoo.close();
    if (made.length > 0) await raw.result({ model, method: 'unlink', ids: made }, z.unknown());
  }
};

export const pricelistChecks: readonly Check[] = cases.map((one) => ({
  name: `the price on a pricelist is worked out as Odoo does: ${one.name}`,
  run: (bench) => tryCase(bench, one),
}));
