import assert from 'node:assert/strict';
import { aProduct } from '../../sandbox/odoo/builders.ts';
import { majors } from '../../sandbox/odoo/an-odoo.ts';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';
import type { FakeAnswer, FakeCall } from './fake-odoo.ts';
import { aQuery, connectToSimulated } from './simulated.ts';
import type { Simulated } from './simulated.ts';

const ownPrice = 'product.product/get_contextual_price';

for (const major of majors) {
  describe(`prices on a pricelist of Odoo ${major}`, () => {
    let at: Simulated;
    before(async () => {
      at = await connectToSimulated(major);
    });
    after(() => at.close());

    const create = async (model: string, vals: object): Promise<number> =>
      Number(await at.simulated.call(model, 'create', [vals]));
    const aPricelist = (over: object = {}) => create('product.pricelist', { name: 'A pricelist', ...over });
    const aRule = (pricelist_id: number, vals: object) => create('product.pricelist.item', { pricelist_id, ...vals });
    const read = (ids: readonly number[], pricelist: number) =>
      at.odoo.readProductValues(aQuery(ids, { price: { pricelist } }));
    const priceOf = async (id: number, pricelist: number) => (await read([id], pricelist)).get(id)?.price;

    it('are worked out in two calls for a batch, and compared for one product of each kind of rule', async () => {
      const ids = at.simulated.seeded.products.map((one) => one.id);
      const pricelist = await aPricelist();
      await aRule(pricelist, { compute_price: 'percentage', percent_price: 10 });
      for (const id of ids.slice(0, 4)) await aRule(pricelist, { product_id: id, fixed_price: id });
      const first = await at.callsOf(() => read(ids, pricelist));
      assert.deepEqual(
        first.filter((one) => one === ownPrice),
        [ownPrice, ownPrice],
      );
      const second = await at.callsOf(() => read(ids, pricelist));
      assert.deepEqual(second, ['product.pricelist.item/search_read', 'product.product/search_read']);
      const prices = await read(ids, pricelist);
      assert.deepEqual(
        ids.slice(3, 5).map((id) => prices.get(id)?.price),
        [String(ids[3]), String((at.simulated.seeded.products[4]?.price ?? 0) * 0.9)],
      );
    });

    it('are compared again as soon as a rule for many products changes', async () => {
      const id = await aProduct(at.simulated, { price: 100 });
      const pricelist = await aPricelist();
      const rule = await aRule(pricelist, { compute_price: 'percentage', percent_price: 10 });
      assert.equal(await priceOf(id, pricelist), '90');
      await at.simulated.call('product.pricelist.item', 'write', [[rule], { percent_price: 25 }]);
      const calls = await at.callsOf(async () => assert.equal(await priceOf(id, pricelist), '75'));
      assert.ok(calls.includes(ownPrice));
    });

    it('follow the categories above, the dates and the pricelist another is based on', async () => {
      const id = await aProduct(at.simulated, { price: 100 });
      const parent = await create('product.category', { name: 'Food' });
      const categ_id = await create('product.category', { name: 'Sweets', parent_id: parent });
      await at.simulated.call('product.product', 'write', [[id], { categ_id }]);
      const [base, pricelist] = [await aPricelist(), await aPricelist()];
      await aRule(base, { categ_id: parent, fixed_price: 40 });
      await aRule(base, { categ_id, fixed_price: 30, date_end: '2020-01-01 00:00:00' });
      const onBase = { compute_price: 'formula', base: 'pricelist', base_pricelist_id: base };
      await aRule(pricelist, { ...onBase, price_discount: 10, price_surcharge: 0.5 });
      assert.equal(await priceOf(id, pricelist), '36.5');
      assert.deepEqual(at.warnings, []);
    });

    it('are in the currency of the pricelist, with its decimals, by the rates of today', async () => {
      const id = await aProduct(at.simulated, { price: 100 });
      const currency_id = await create('res.currency', { name: `X${id}`, symbol: 'X', decimal_places: 3 });
      await create('res.currency.rate', { currency_id, name: '2020-01-01', rate: 0.02 });
      const pricelist = await aPricelist({ currency_id });
      const values = (await read([id], pricelist)).get(id);
      assert.deepEqual([values?.price, values?.priceDecimals], ['2', 3]);
      assert.deepEqual(at.warnings, []);
    });

    it('cannot be read from a pricelist that is gone', async () => {
      const failure = await failureOf(read([1], 99_999));
      assert.deepEqual(
        [failure.type, failure.message],
        ['NotFound', 'Odoo has no pricelist 99999, or does not show it to our user'],
      );
    });
  });
}

describe('an Odoo with its own ideas of prices', () => {
  const product = { active: true, lst_price: 100, currency_id: 3, categ_id: 1, free_qty: 5 };

  /** All products cost 100, whatever the pricelist. `ownPrice` is what Odoo itself says. */
  const start = (own: (call: FakeCall) => FakeAnswer) =>
    startFakeOdoo({
      answer: (call) => {
        switch (call.model) {
          case 'product.pricelist.item':
            return { result: [] };
          case 'product.pricelist':
            return { result: [{ id: 2, currency_id: 3 }] };
          case 'res.currency':
            return { result: [{ id: 3, name: 'EGP', decimal_places: 2 }] };
          default: {
            if (call.method === 'get_contextual_price') return own(call);
            const [[, , ids]] = call.params['domain'] as [[string, string, number[]]];
            return { result: ids.map((id) => ({ ...product, id, product_tmpl_id: id })) };
          }
        }
      },
    });
  const query = aQuery([1, 2, 3], { price: { pricelist: 2 } });

  it('is asked for each product, and that is said once', async () => {
    const fake = await start(({ ids }) => ({ result: 100 + (ids[0] ?? 0) }));
    const warnings: object[] = [];
    const logger = { info: () => undefined, warn: (fields: object) => warnings.push(fields) };
    const { odoo } = await connectTo(fake.url, { logger });
    const first = await odoo.readProductValues(query);
    const asked = fake.of('product.product.get_contextual_price').length;
    await odoo.readProductValues(query);
    const askedAgain = fake.of('product.product.get_contextual_price').length - asked;
    await fake.close();
    assert.deepEqual(
      [...first.values()].map((one) => one.price),
      ['101', '102', '103'],
    );
    assert.deepEqual(warnings, [{ pricelistId: 2, productIds: [1] }]);
    assert.equal(askedAgain, 3, 'without another comparison');
    const [{ context } = { context: {} }] = fake.of('product.product.get_contextual_price');
    assert.deepEqual(context, { tz: 'UTC', pricelist: 2, quantity: 1, active_test: false });
  });

  it('is not suspected when a price changed between the two', async () => {
    let asked = 0;
    const fake = await start(() => ({ result: (asked += 1) === 1 ? 90 : 100 }));
    const warnings: string[] = [];
    const logger = { info: () => undefined, warn: (_: object, message: string) => warnings.push(message) };
    const { odoo } = await connectTo(fake.url, { logger });
    const found = await odoo.readProductValues(query);
    await fake.close();
    assert.deepEqual([found.get(3)?.price, asked, warnings], ['100', 2, []]);
  });

  it('is not suspected for the noise of a float', async () => {
    const fake = await start(() => ({ result: 100.00000000000001 }));
    const { odoo } = await connectTo(fake.url);
    await odoo.readProductValues(query);
    await fake.close();
    assert.equal(fake.of('product.product.get_contextual_price').length, 1);
  });
});
