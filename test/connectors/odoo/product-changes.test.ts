import assert from 'node:assert/strict';
import type { ProductChanges, WatchedProducts } from '../../../src/connectors/odoo/client.ts';
import { aDelivery, aProduct, setStock } from '../../sandbox/odoo/builders.ts';
import { array, majors } from '../../sandbox/odoo/an-odoo.ts';
import { connectTo, startFakeOdoo } from './fake-odoo.ts';
import { connectToSimulated } from './simulated.ts';
import type { Simulated } from './simulated.ts';

for (const major of majors) {
  describe(`changes of products on Odoo ${major}`, () => {
    let at: Simulated;
    let began: Date;
    before(async () => {
      at = await connectToSimulated(major);
      began = new Date();
    });
    after(() => at.close());

    const look = (what: Partial<WatchedProducts> = {}, since = began): Promise<ProductChanges> =>
      at.odoo.readProductChanges(since, { moves: false, pricelists: [], ...what });
    const keysOf = ({ records }: ProductChanges): ReadonlySet<string> =>
      new Set(records.map((one) => `${one.model},${one.id},${one.hash}`));

    /** What a look shows that the one before did not, as `model` and product. */
    const newsOf = async (
      work: () => Promise<unknown>,
      what: Partial<WatchedProducts> = {},
    ): Promise<readonly string[]> => {
      const before = keysOf(await look(what));
      await work();
      const { records } = await look(what);
      const news = records.filter((one) => !before.has(`${one.model},${one.id},${one.hash}`));
      return [...new Set(news.map((one) => `${one.model} ${one.productId}`))].sort();
    };

    const write = (model: string, id: number, vals: object) => at.simulated.call(model, 'write', [[id], vals]);
    const templateOf = async (id: number) =>
      Number(array((await at.simulated.one('product.product', id, ['product_tmpl_id']))['product_tmpl_id'])[0]);

    it('show each price of two in one second, by template and by variant', async () => {
      const id = await aProduct(at.simulated);
      const template = await templateOf(id);
      assert.deepEqual(await newsOf(() => write('product.template', template, { list_price: 21 })), [
        `product.product ${id}`,
      ]);
      assert.deepEqual(await newsOf(() => write('product.product', id, { lst_price: 22 })), [`product.product ${id}`]);
    });

    it('show that a product is archived, and prices of archived ones', async () => {
      const id = await aProduct(at.simulated);
      const seen = [`product.product ${id}`];
      assert.deepEqual(await newsOf(() => write('product.product', id, { active: false })), seen);
      assert.deepEqual(await newsOf(() => write('product.product', id, { list_price: 23 })), seen);
    });

    it('show a cost and a category only where a pricelist may look at them', async () => {
      const id = await aProduct(at.simulated);
      const pricelists = [1];
      const seen = [`product.product ${id}`];
      assert.deepEqual(await newsOf(() => write('product.product', id, { standard_price: 5 }), { pricelists }), seen);
      const categ_id = await at.simulated.call('product.category', 'create', [{ name: 'Other' }]);
      assert.deepEqual(await newsOf(() => write('product.product', id, { categ_id }), { pricelists }), seen);
    });

    it('show stock, its reservation and its release', async () => {
      const id = await aProduct(at.simulated);
      const seen = [`stock.quant ${id}`];
      assert.deepEqual(await newsOf(() => setStock(at.simulated, id, 10)), seen);
      let order = 0;
      const reserve = async () => {
        order = (await aDelivery(at.simulated, [{ product: id, quantity: 3 }])).order;
      };
      assert.deepEqual(await newsOf(reserve), seen);
      const context = { disable_cancel_warning: true };
      const release = () => at.simulated.call('sale.order', 'action_cancel', [[order]], { context });
      assert.deepEqual(await newsOf(release), seen);
    });

    it('show planned movements where they are asked for', async () => {
      const id = await aProduct(at.simulated);
      const plan = () => aDelivery(at.simulated, [{ product: id }]);
      assert.deepEqual(await newsOf(plan), []);
      assert.deepEqual(await newsOf(plan, { moves: true }), [`stock.move ${id}`]);
    });

    it('show nothing before the second that is asked from', async () => {
      const later = new Date(Date.now() + 60_000);
      const { records, rules, serverTime } = await look({ moves: true, pricelists: [1] }, later);
      assert.deepEqual([records, rules], [[], []]);
      assert.ok(Math.abs(serverTime.getTime() - Date.now()) < 5_000);
    });

    it('show rules of the pricelists that are asked for and of those they are based on, at once', async () => {
      const create = async (model: string, vals: object): Promise<number> =>
        Number(await at.simulated.call(model, 'create', [vals]));
      const [own, base, other] = [
        await create('product.pricelist', { name: 'Own' }),
        await create('product.pricelist', { name: 'Base' }),
        await create('product.pricelist', { name: 'Other' }),
      ];
      const id = await aProduct(at.simulated);
      const template = await templateOf(id);
      assert.deepEqual((await look({ pricelists: [own] })).rules, []);
      const onBase = { pricelist_id: own, compute_price: 'formula', base: 'pricelist', base_pricelist_id: base };
      const [first, second] = [
        await create('product.pricelist.item', { ...onBase, date_start: '2026-05-01 10:00:00' }),
        await create('product.pricelist.item', { pricelist_id: base, product_tmpl_id: template, fixed_price: 1 }),
      ];
      await create('product.pricelist.item', { pricelist_id: other, fixed_price: 2 });
      await look({ pricelists: [own] });
      const { rules } = await look({ pricelists: [own] });
      assert.deepEqual(
        rules.map(({ hash, ...rest }) => ({ ...rest, isHashed: hash.length > 8 })),
        [
          { id: first, pricelistId: own, productId: null, templateId: null, startsAt: new Date('2026-05-01T10:00Z') },
          { id: second, pricelistId: base, productId: null, templateId: template, startsAt: null },
        ].map((rule) => ({ ...rule, endsAt: null, isHashed: true })),
      );
      assert.deepEqual(await at.odoo.readPricelistRuleIds([own]), [first, second]);
      const found = await at.odoo.readPricelistRules([second, 99_999]);
      assert.deepEqual(found, [rules[1]]);
      await write('product.pricelist.item', second, { fixed_price: 3 });
      const again = (await look({ pricelists: [own] })).rules;
      assert.deepEqual(
        again.map((rule, index) => rule.hash === rules[index]?.hash),
        [true, false],
      );
      await at.simulated.call('product.pricelist.item', 'unlink', [[second]]);
      assert.deepEqual(await at.odoo.readPricelistRuleIds([own]), [first]);
    });

    it('show a transaction that takes its time once it has committed, at the time it began', async () => {
      const id = await aProduct(at.simulated);
      at.simulated.simulator.delayNext(1_100, { model: 'product.product', method: 'write' });
      const startedAt = Date.now();
      const news = await newsOf(() => write('product.product', id, { list_price: 77 }));
      assert.deepEqual(news, [`product.product ${id}`]);
      assert.ok(Date.now() - startedAt >= 1_100);
      const { write_date } = await at.simulated.one('product.product', id, ['write_date']);
      assert.ok(Date.parse(`${String(write_date)}Z`) <= startedAt);
    });
  });
}

describe('reading changes of products', () => {
  it('asks four things at most, a thousand records a page, and nothing about what is not wanted', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      ...{ id: index + 1, write_date: '2026-01-17 10:00:00', active: true, lst_price: 1 },
    }));
    const fake = await startFakeOdoo({
      answer: ({ model, params }) => ({
        result: model === 'product.product' && JSON.stringify(params['domain']).includes('["id",">",0]') ? rows : [],
      }),
    });
    const { odoo } = await connectTo(fake.url);
    const { records } = await odoo.readProductChanges(new Date('2026-01-17T10:00:00.900Z'), {
      moves: false,
      pricelists: [],
    });
    await fake.close();
    assert.equal(records.length, 1_000);
    assert.deepEqual(
      fake.calls.map((call) => call.model),
      ['product.product', 'product.product', 'stock.quant'],
    );
    assert.deepEqual(fake.calls[2]?.params['domain'], [
      ['write_date', '>=', '2026-01-17 10:00:00'],
      ['location_id.usage', 'in', ['internal', 'transit']],
      ['id', '>', 0],
    ]);
  });

  it('is in the exchange log as a summary', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [] }) });
    const { odoo, exchanges } = await connectTo(fake.url);
    await odoo.readProductChanges(new Date(), { moves: true, pricelists: [1] });
    await odoo.readPricelistRuleIds([1]);
    await odoo.close();
    await fake.close();
    assert.deepEqual(
      exchanges.map((one) => one.path),
      ['watch (summary)'],
    );
  });
});
