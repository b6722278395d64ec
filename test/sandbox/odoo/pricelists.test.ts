import assert from 'node:assert/strict';
import { onEachVersion } from './an-odoo.ts';
import { aProduct } from './builders.ts';

onEachVersion((odoo, major) => {
  const aPricelist = async (): Promise<number> =>
    Number(await odoo().call('product.pricelist', 'create', [{ name: 'A pricelist' }]));
  const aRule = async (vals: object): Promise<number> =>
    Number(await odoo().call('product.pricelist.item', 'create', [vals]));
  const priceOf = (id: number, pricelist: number, context = {}) =>
    odoo().call('product.product', 'get_contextual_price', [[id]], { context: { pricelist, quantity: 1, ...context } });

  describe('a simulated pricelist', () => {
    it('rounds between discount and surcharge, and keeps to its margins', async () => {
      const id = await aProduct(odoo(), { price: 99.9 });
      const pricelist = await aPricelist();
      const formula = { pricelist_id: pricelist, compute_price: 'formula' };
      const rule = await aRule({ ...formula, price_discount: 20, price_round: 10, price_surcharge: -0.01 });
      assert.equal(await priceOf(id, pricelist), 79.99);
      await odoo().call('product.pricelist.item', 'write', [[rule], { price_min_margin: -5, price_max_margin: -1 }]);
      assert.equal(await priceOf(id, pricelist), 94.9);
    });

    it('takes the rule of the nearest scope, and of the newest of equal ones', async () => {
      const id = await aProduct(odoo(), { price: 50 });
      const [pricelist_id, parent] = [
        await aPricelist(),
        await odoo().call('product.category', 'create', [{ name: 'Food' }]),
      ];
      const categ_id = await odoo().call('product.category', 'create', [{ name: 'Sweets', parent_id: parent }]);
      await odoo().call('product.product', 'write', [[id], { categ_id }]);
      const prices: unknown[] = [await priceOf(id, pricelist_id)];
      for (const scope of [{}, {}, { categ_id: parent }, { categ_id }, { product_id: id }]) {
        await aRule({ pricelist_id, ...scope, fixed_price: prices.length });
        prices.push(await priceOf(id, pricelist_id));
      }
      assert.deepEqual(prices, [50, 1, 2, 3, 4, 5]);
    });

    it('counts from a quantity on and within its dates', async () => {
      const id = await aProduct(odoo(), { price: 50 });
      const pricelist_id = await aPricelist();
      await aRule({ pricelist_id, min_quantity: 10, fixed_price: 40 });
      await aRule({ pricelist_id, date_end: '2020-01-01 00:00:00', fixed_price: 30 });
      await aRule({ pricelist_id, date_start: '2100-01-01 00:00:00', fixed_price: 20 });
      assert.deepEqual([await priceOf(id, pricelist_id), await priceOf(id, pricelist_id, { quantity: 10 })], [50, 40]);
    });

    it('may be based on another and on the cost', async () => {
      const id = await aProduct(odoo(), { price: 50 });
      await odoo().call('product.product', 'write', [[id], { standard_price: 20 }]);
      const [base, own] = [await aPricelist(), await aPricelist()];
      const markUp = major === 17 ? { price_discount: -25 } : { price_markup: 25 };
      await aRule({ pricelist_id: base, compute_price: 'formula', base: 'standard_price', ...markUp });
      const onBase = { base: 'pricelist', base_pricelist_id: base };
      await aRule({ pricelist_id: own, compute_price: 'percentage', percent_price: 10, ...onBase });
      assert.deepEqual([await priceOf(id, base), await priceOf(id, own)], [25, 22.5]);
    });

    it('keeps of a rule only what its scope speaks of', async () => {
      const id = await aProduct(odoo());
      const { product_tmpl_id } = await odoo().one('product.product', id, ['product_tmpl_id']);
      const rule = await aRule({ pricelist_id: 1, product_id: id });
      const fields = ['applied_on', 'product_tmpl_id'];
      const { id: _, ...found } = await odoo().one('product.pricelist.item', rule, fields);
      assert.deepEqual(found, {
        applied_on: '0_product_variant',
        product_tmpl_id: major === 17 ? false : product_tmpl_id,
      });
      await odoo().call('product.pricelist.item', 'write', [[rule], { applied_on: '3_global' }]);
      assert.equal((await odoo().one('product.pricelist.item', rule, ['product_id']))['product_id'], false);
      await odoo().call('product.pricelist.item', 'unlink', [[rule]]);
    });
  });
});
