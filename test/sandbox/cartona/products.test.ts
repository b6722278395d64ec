import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import type { CartonaControl } from '../../../sandbox/cartona/control.ts';

describe('products at the simulated Cartona', () => {
  let running: RunningSandbox;
  let control: CartonaControl;
  beforeEach(async () => {
    running = await aSandbox();
    ({ control } = running.sandbox.cartona);
  });
  afterEach(() => running.sandbox.close());

  const list = async (query = '') =>
    (await running.cartona('GET', `supplier-product${query}`)).json as Record<string, unknown>[];
  const update = (...items: object[]) => running.cartona('POST', 'supplier-product/bulk-update', items);
  const product = (id: string) => control.products().find((record) => record.product.supplier_product_id === id);

  it('are listed bare, in pages, with the misspelt id of the vendor', async () => {
    const [first] = await list('?page=1&per_page=1');
    assert.deepEqual([first?.['suppler_prodcut_id'], first?.['internal_product_id']], ['110701', '11']);
    assert.equal('supplier_product_id' in Object(first), false);
    assert.deepEqual((await list('?page=2&per_page=1')).length, 1);
    assert.deepEqual(await list('?page=3&per_page=1'), []);
  });

  it('are found by either id', async () => {
    assert.equal((await list('?supplier_product_id=110702')).length, 1);
    assert.equal((await list('?internal_product_id=12'))[0]?.['suppler_prodcut_id'], '110702');
    assert.deepEqual(await list('?internal_product_id=999'), []);
  });

  it('take price and stock, as numbers or text, and remember each', async () => {
    const item = { supplier_product_id: '110701', selling_price: '81.50', available_stock_quantity: 9 };
    assert.deepEqual((await update(item)).json, {});
    await update({ internal_product_id: '11', available_stock_quantity: 8 });
    const record = product('110701');
    assert.deepEqual([record?.product.selling_price, record?.product.available_stock_quantity], [81.5, 8]);
    assert.deepEqual(
      record?.history.map((change) => [change.selling_price, change.available_stock_quantity]),
      [
        [81.5, 9],
        [undefined, 8],
      ],
    );
    assert.deepEqual(record.history[0]?.item, item);
  });

  it('are named by supplier_product_id before anything else', async () => {
    await update({ supplier_product_id: '110702', internal_product_id: '11', available_stock_quantity: 3 });
    assert.deepEqual([product('110701')?.history.length, product('110702')?.history.length], [0, 1]);
  });

  it('are named by base product, unit and count too', async () => {
    const named = { base_product_id: '9110701', unit: 'box', unit_count: 12 };
    await update({ ...named, in_stock: false });
    await update({ ...named, unit_count: 6, in_stock: true }).then(({ status }) => assert.equal(status, 422));
    assert.equal(product('110701')?.product.in_stock, false);
  });

  it('refuse a batch with a bad item, naming it', async () => {
    const answer = await update(
      { supplier_product_id: '110701', selling_price: 1 },
      { supplier_product_id: '110702', available_stock_quantity: -1 },
      { supplier_product_id: 'none', selling_price: 1 },
    );
    assert.equal(answer.status, 422);
    assert.deepEqual(
      (answer.json as { errors: { index: number }[] }).errors.map(({ index }) => index),
      [1, 2],
    );
    assert.equal(product('110701')?.history.length, 0);
  });

  it('take the good items of a bad batch in silence when told to', async () => {
    await running.control('POST', 'settings', { badOffers: 'ignore-item' });
    const answer = await update(
      { supplier_product_id: '110701', selling_price: 1 },
      { supplier_product_id: '110702', selling_price: 0 },
    );
    assert.deepEqual([answer.status, answer.json], [200, {}]);
    assert.deepEqual([product('110701')?.history.length, product('110702')?.history.length], [1, 0]);
  });

  it('take the good items and report the bad ones when told to', async () => {
    control.changeSettings({ badOffers: 'report-item' });
    control.putProducts([{ supplier_product_id: '110702', refuses: 'the price is under review' }]);
    const answer = await update(
      { supplier_product_id: '110701', selling_price: 1 },
      { internal_product_id: '12', selling_price: 2 },
      { supplier_product_id: 'none', selling_price: 1 },
      { supplier_product_id: '110701', selling_price: 'cheap' },
    );
    assert.equal(answer.status, 200);
    const { errors } = answer.json as { errors: { index: number; suppler_prodcut_id: string; message: string }[] };
    assert.deepEqual(
      errors.map(({ index, suppler_prodcut_id: id }) => [index, id]),
      [
        [1, '110702'],
        [2, 'none'],
        [3, null],
      ],
    );
    assert.equal(errors[0]?.message, 'the price is under review');
    assert.deepEqual([product('110701')?.history.length, product('110702')?.history.length], [1, 0]);
  });

  it('refuse a batch without a word about which item is bad when told to', async () => {
    control.changeSettings({ badOffers: 'refuse-silently' });
    const answer = await update(
      { supplier_product_id: '110701', selling_price: 1 },
      { supplier_product_id: 'none', selling_price: 1 },
    );
    assert.deepEqual([answer.status, answer.json], [422, { error: 'some products cannot be updated' }]);
    assert.equal(product('110701')?.history.length, 0);
  });

  it('keep what is known of them when staff change one thing, and never show why they refuse', async () => {
    control.putProducts([{ supplier_product_id: '110702', refuses: 'no' }]);
    await running.control('POST', 'products', [{ supplier_product_id: '110702', available_stock_quantity: 7 }]);
    const shown = (await list('?supplier_product_id=110702'))[0];
    assert.deepEqual([shown?.['selling_price'], shown?.['available_stock_quantity']], [35.5, 7]);
    assert.equal('refuses' in Object(shown), false);
    assert.equal(product('110702')?.product.refuses, 'no');
  });

  it('go by the id of ours that they have now', async () => {
    control.putProducts([{ supplier_product_id: '110701', internal_product_id: '99' }]);
    assert.equal((await update({ internal_product_id: '11', selling_price: 1 })).status, 422);
    assert.equal((await update({ internal_product_id: '99', selling_price: 1 })).status, 200);
    assert.equal(product('110701')?.history.length, 1);
  });

  it('can be taken out of the catalogue', async () => {
    await running.control('DELETE', 'products', ['110701']);
    assert.deepEqual(
      (await list()).map((shown) => shown['suppler_prodcut_id']),
      ['110702'],
    );
    assert.equal((await update({ internal_product_id: '11', selling_price: 1 })).status, 422);
  });

  it('remember with which call a change came', async () => {
    await update(
      { supplier_product_id: '110701', selling_price: 1 },
      { supplier_product_id: '110702', selling_price: 1 },
    );
    await update({ supplier_product_id: '110701', selling_price: 2 });
    const calls = (id: string) => product(id)?.history.map(({ call }) => call) ?? [];
    const [first, second] = calls('110701');
    assert.deepEqual(calls('110702'), [first]);
    assert.notEqual(first, second);
  });

  it('are ten thousand without being slow: a call of a hundred does not look through all of them a hundred times', async () => {
    control.putProducts(
      Array.from({ length: 10_000 }, (_, index) => ({
        supplier_product_id: String(500_000 + index),
        internal_product_id: `p${index}`,
      })),
    );
    const batch = Array.from({ length: 100 }, (_, index) => ({
      internal_product_id: `p${index * 99}`,
      selling_price: 5,
      available_stock_quantity: 3,
    }));
    const times: number[] = [];
    for (let call = 0; call < 20; call += 1) {
      const startedAt = performance.now();
      assert.equal((await update(...batch)).status, 200);
      times.push(performance.now() - startedAt);
    }
    const median = times.toSorted((one, other) => one - other)[10] ?? 0;
    assert.ok(median < 100, `${median} ms`);
  });

  it('have base products', async () => {
    const answer = await running.cartona('GET', 'supplier-product/base-products?per_page=1');
    assert.equal((answer.json as { base_product_id: string }[])[0]?.base_product_id, '9110701');
    await running.cartona('POST', 'supplier-product/base-product/bulk-update-stock', [
      { base_product_id: '9110702', available_stock_quantity: 4 },
    ]);
    assert.equal(product('110702')?.product.available_stock_quantity, 4);
  });
});
