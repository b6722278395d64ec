import assert from 'node:assert/strict';
import { aDelivery, aProduct } from '../../sandbox/odoo/builders.ts';
import { array, majors } from '../../sandbox/odoo/an-odoo.ts';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';
import { aQuery, connectToSimulated } from './simulated.ts';
import type { Simulated } from './simulated.ts';

for (const major of majors) {
  describe(`price and stock of products on Odoo ${major}`, () => {
    let at: Simulated;
    before(async () => {
      at = await connectToSimulated(major);
    });
    after(() => at.close());

    const valuesOf = async (id: number, over = {}) => (await at.odoo.readProductValues(aQuery([id], over))).get(id);

    it('are read as decimal strings, with the decimals of the currency', async () => {
      const id = await aProduct(at.simulated, { price: 12.3, stock: 7.5 });
      const wanted = { productId: id, active: true, price: '12.3', priceDecimals: 2, stock: '7.5' };
      assert.deepEqual(await valuesOf(id), wanted);
    });

    it('are read of archived products too, and deleted ones are left out', async () => {
      const [kept, gone] = [await aProduct(at.simulated), await aProduct(at.simulated)];
      await at.simulated.call('product.product', 'write', [[kept], { active: false }]);
      await at.simulated.call('product.product', 'unlink', [[gone]]);
      const found = await at.odoo.readProductValues(aQuery([kept, gone]));
      assert.deepEqual([...found.keys()], [kept]);
      assert.equal(found.get(kept)?.active, false);
      assert.deepEqual(await at.odoo.existingProducts([kept, gone]), new Set([kept]));
    });

    it('count what is reserved and what is promised as the connection wants it', async () => {
      const id = await aProduct(at.simulated, { stock: 5 });
      await aDelivery(at.simulated, [{ product: id, quantity: 8 }]);
      const stocks = ['qty_available', 'free_qty', 'virtual_available'] as const;
      const found = await Promise.all(stocks.map(async (stock) => (await valuesOf(id, { stock }))?.stock));
      assert.deepEqual(found, ['5', '0', '-3']);
    });

    it('add up the stock of the warehouses that count', async () => {
      const id = await aProduct(at.simulated, { stock: 5 });
      const warehouses: number[] = [];
      for (const [code, quantity] of [
        ['A', 20],
        ['B', 300],
      ] as const) {
        const warehouse = Number(
          await at.simulated.call('stock.warehouse', 'create', [{ name: code, code: `${code}${id}` }]),
        );
        const { lot_stock_id } = await at.simulated.one('stock.warehouse', warehouse, ['lot_stock_id']);
        const quant = {
          product_id: id,
          location_id: array(lot_stock_id)[0],
          inventory_quantity_auto_apply: quantity,
        };
        await at.simulated.call('stock.quant', 'create', [quant], { context: { inventory_mode: true } });
        warehouses.push(warehouse);
      }
      const stockOf = async (ids: readonly number[]) => (await valuesOf(id, { warehouses: ids }))?.stock;
      assert.deepEqual(
        [await stockOf([]), await stockOf(warehouses.slice(0, 1)), await stockOf(warehouses)],
        ['325', '20', '320'],
      );
    });

    it('have the extras of a variant in its price', async () => {
      const size = await at.simulated.call('product.attribute', 'create', [{ name: 'Size' }]);
      const values = await at.simulated.call('product.attribute.value', 'create', [
        ['S', 'L'].map((name) => ({ name, attribute_id: size })),
      ]);
      const line = { attribute_id: size, value_ids: [[6, 0, values]] };
      const template = await at.simulated.call('product.template', 'create', [
        { name: 'Shirt', list_price: 10, attribute_line_ids: [[0, 0, line]] },
      ]);
      const isOfTemplate = [['product_tmpl_id', '=', template]];
      const [small = 0, large = 0] = array(await at.simulated.call('product.product', 'search', [isOfTemplate]));
      const extras = array(await at.simulated.call('product.template.attribute.value', 'search', [isOfTemplate]));
      await at.simulated.call('product.template.attribute.value', 'write', [[extras[1]], { price_extra: 2.5 }]);
      const found = await at.odoo.readProductValues(aQuery([Number(small), Number(large)]));
      assert.deepEqual(
        [...found.values()].map((one) => one.price),
        ['10', '12.5'],
      );
    });
  });
}

describe('reading price and stock', () => {
  const rowOf = (id: number) => ({
    ...{ id, active: true, lst_price: 0.1 + 0.2, currency_id: 3, product_tmpl_id: id, categ_id: 1 },
    free_qty: 1.1 + 2.2,
  });
  const start = (over: object = {}) =>
    startFakeOdoo({
      answer: ({ model, params }) => {
        if (model === 'res.currency') return { result: [{ id: 3, name: 'KWD', decimal_places: 3 }] };
        const [[, , ids]] = params['domain'] as [[string, string, number[]]];
        return { result: ids.map((id) => ({ ...rowOf(id), ...over })) };
      },
    });

  it('takes one call for each five hundred products, and none for no products', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    const ids = Array.from({ length: 1_001 }, (_, index) => index + 1);
    const found = await odoo.readProductValues(aQuery([...ids, 1, 2]));
    const none = await odoo.readProductValues(aQuery([]));
    await fake.close();
    assert.deepEqual([found.size, none.size], [1_001, 0]);
    assert.deepEqual(
      fake.calls.map((call) => call.model),
      ['product.product', 'res.currency', 'product.product', 'product.product'],
    );
  });

  it('gives no float noise and the decimals of the currency', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    const found = await odoo.readProductValues(aQuery([5]));
    await fake.close();
    assert.deepEqual(found.get(5), { productId: 5, active: true, price: '0.3', priceDecimals: 3, stock: '3.3' });
  });

  it('names the warehouses in the way of each version, and asks for archived products', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    await odoo.readProductValues(aQuery([5], { warehouses: [1, 2] }));
    await fake.close();
    assert.deepEqual(fake.calls[0]?.context, {
      tz: 'UTC',
      active_test: false,
      warehouse: [1, 2],
      warehouse_id: [1, 2],
    });
  });

  it('does not take a missing quantity for nothing in stock', async () => {
    const fake = await start({ free_qty: undefined });
    const { odoo } = await connectTo(fake.url);
    const failure = await failureOf(odoo.readProductValues(aQuery([5])));
    await fake.close();
    assert.deepEqual([failure.type, failure.data], ['BadResponse', { path: '[0].free_qty' }]);
  });

  it('asks for existing products by the thousands', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [7] }) });
    const { odoo } = await connectTo(fake.url);
    const ids = Array.from({ length: 10_000 }, (_, index) => index + 1);
    assert.deepEqual(await odoo.existingProducts(ids), new Set([7]));
    await fake.close();
    assert.equal(fake.calls.length, 2);
  });
});
