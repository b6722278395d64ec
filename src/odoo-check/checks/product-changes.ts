import { z } from 'zod';
import type { SeenRecord } from '../../connectors/odoo/client.ts';
import type { CheckBench } from '../bench.ts';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { newSecond } from '../new-second.ts';
import { setStock } from '../stock.ts';
import { templateOf } from './product-values.ts';

const seenSince = async (
  { odoo }: CheckBench,
  since: Date,
  model: string,
  productId: number,
): Promise<SeenRecord | undefined> => {
  const { records } = await odoo.readProductChanges(since, { moves: true, pricelists: [] });
  return records.find((one) => one.model === model && one.productId === productId);
};

const demand = async (bench: CheckBench, name: string, productId: number): Promise<number> => {
  const lines = [{ productId, quantity: '2', unitPrice: '1', description: `Conveyor check ${name}` }];
  const orderId = await bench.quotation(name, { lines });
  await bench.odoo.confirmSaleOrder(orderId);
  return orderId;
};

export const productChangeChecks: readonly Check[] = [
  {
    name: 'a price of a template bumps the write_date of its variants, archived ones too',
    run: async (bench) => {
      const productId = await bench.records.product('storable');
      const templateId = await templateOf(bench, productId);
      const since = await newSecond(bench);
      must((await seenSince(bench, since, 'product.product', productId)) === undefined, 'it is seen too early');
      await bench.raw.write('product.template', [templateId], { list_price: 2 });
      const first = await seenSince(bench, since, 'product.product', productId);
      must(first !== undefined, 'the variant is not seen');
      await bench.raw.write('product.template', [templateId], { list_price: 3 });
      const second = await seenSince(bench, since, 'product.product', productId);
      must(second !== undefined && second.hash !== first.hash, 'a second price is not told from the first');
    },
  },
  {
    name: 'a cost bumps the write_date of the product, and its category that of the variants',
    run: async (bench) => {
      const [costed, moved] = [await bench.records.product('consumable'), await bench.records.product('storable')];
      const templateId = await templateOf(bench, moved);
      const [category] = await bench.raw.result(
        { model: 'product.category', method: 'search', params: { domain: [], limit: 1, order: 'id' } },
        z.array(z.number()),
      );
      const since = await newSecond(bench);
      await bench.raw.write('product.product', [costed], { standard_price: 2 });
      must((await seenSince(bench, since, 'product.product', costed)) !== undefined, 'the cost is not seen');
      await bench.raw.write('product.template', [templateId], { categ_id: category });
      must((await seenSince(bench, since, 'product.product', moved)) !== undefined, 'the category is not seen');
    },
  },
  {
    name: 'a movement and a reservation bump the write_date of the quant, and so does its release',
    run: async (bench) => {
      const productId = await bench.records.product('storable');
      const seen = (since: Date) => seenSince(bench, since, 'stock.quant', productId);
      const moved = await newSecond(bench);
      await setStock(bench.raw, productId, 500);
      must((await seen(moved)) !== undefined, 'the movement is not seen');
      const later = await newSecond(bench);
      const orderId = await demand(bench, 'seen-reserved', productId);
      const reserved = await seen(later);
      must(reserved !== undefined, 'the reservation is not seen');
      await bench.odoo.cancelSaleOrder(orderId);
      must((await seen(later))?.hash !== reserved.hash, 'the release is not told');
      await setStock(bench.raw, productId, 0);
    },
  },
  {
    name: 'a planned movement is seen when it is made and when it is cancelled',
    run: async (bench) => {
      const productId = await bench.records.product('storable');
      const since = await newSecond(bench);
      const orderId = await demand(bench, 'seen-planned', productId);
      const planned = await seenSince(bench, since, 'stock.move', productId);
      must(planned !== undefined, 'the plan is not seen');
      await bench.odoo.cancelSaleOrder(orderId);
      const cancelled = await seenSince(bench, since, 'stock.move', productId);
      must(cancelled !== undefined && cancelled.hash !== planned.hash, 'the end is not told');
    },
  },
  {
    name: 'a rule of a pricelist is seen when it is made and changed, also on the pricelist another is based on',
    run: async (bench) => {
      const { raw, odoo, records } = bench;
      const [own, base] = [await records.pricelist('own'), await records.pricelist('base')];
      const productId = await records.product('consumable');
      const ruleOf = async (since: Date, id: number) =>
        (await odoo.readProductChanges(since, { moves: false, pricelists: [own] })).rules.find((one) => one.id === id);
      const made = await newSecond(bench);
      const create = async (vals: object): Promise<number> => {
        const call = { model: 'product.pricelist.item', method: 'create', first: { name: 'vals_list', value: [vals] } };
        const [id] = await raw.result(call, z.array(z.number()));
        must(id !== undefined, 'no rule was made');
        return id;
      };
      const onBase = { applied_on: '3_global', compute_price: 'formula', base: 'pricelist', base_pricelist_id: base };
      const first = await create({ pricelist_id: own, ...onBase });
      const second = await create({ pricelist_id: base, product_id: productId, fixed_price: 5 });
      must((await ruleOf(made, first)) !== undefined, 'the new rule is not seen');
      const seen = await ruleOf(made, second);
      mustEqual([seen?.pricelistId, seen?.productId], [base, productId], 'the rule of the base');
      await raw.write('product.pricelist.item', [second], { date_end: '2026-01-02 03:04:05' });
      const changed = await ruleOf(made, second);
      mustEqual(changed?.endsAt, new Date('2026-01-02T03:04:05Z'), 'its end');
      must(changed?.hash !== seen?.hash, 'the change is not told');
      const ids = await odoo.readPricelistRuleIds([own]);
      must(ids.includes(first) && ids.includes(second), 'the ids of the rules are not all there');
      await raw.result({ model: 'product.pricelist.item', method: 'unlink', ids: [first, second] }, z.unknown());
      const left = await odoo.readPricelistRuleIds([own]);
      must(!left.includes(first) && !left.includes(second), 'ids of deleted rules are still there');
    },
  },
];
