import assert from 'node:assert/strict';
import { mirrored } from '../../../src/domain/mirror/models.ts';
import { recordModels } from '../../../src/store/mirror/record-filter.ts';
import { aLocation, aMirrorModel, aMoveLine, aProduct, aQuant } from '../../support/mirror-rows.ts';
import { first } from '../answer-body.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';

describe('records of the mirror over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    const { db } = api.store;
    for (const model of recordModels) await aMirrorModel(db, model);
    await aProduct(db, 1, {
      name: 'Green "tea"',
      default_code: 'TEA-1',
      barcode: '4006381333931',
      product_tmpl_id: 11,
      categ_id: 3,
      uom_id: 1,
      tracking: 'lot',
      list_price: '200.5000',
      currency: 'EGP',
      weight: '1.250',
      volume: '0',
      sale_ok: true,
    });
    await aProduct(db, 2, { name: 'Black tea', list_price: '3', tracking: 'none', sale_ok: false });
    await aProduct(db, 3, { name: 'Old 100%_tea', active: false, list_price: '0.12345' });
    await aProduct(db, 4, { name: 'Coffee' });
    await aLocation(db, 8, { name: 'Stock', complete_name: 'WH/Stock', usage: 'internal', location_id: 7 });
    await aLocation(db, 5, { name: 'Customers', complete_name: 'Partners/Customers', usage: 'customer' });
    await aQuant(db, 1, { product_id: 1, location_id: 8, quantity: '-12.500', in_date: '2026-01-16T09:15:00Z' });
    await aQuant(db, 2, { product_id: 2, location_id: 8, quantity: '0' });
    await aMoveLine(db, 1, { picking_id: 123, picked: true, state: 'assigned', date: '2026-01-17T10:00:00Z' });
    await db
      .insertInto('mirror_packages')
      .values({ id: 1, active: true, write_date: '2026-01-16T09:15:00Z', name: 'PACK1', pack_date: '2026-01-31' })
      .execute();
  });
  after(() => api.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    api.call('GET', `/api/odoo/${path}`, undefined, headers);
  const list = async (path: string): Promise<unknown[]> => {
    const { status, body, text } = await get(path);
    assert.equal(status, 200, text);
    return body.items.map(({ id }) => id);
  };

  it('have all that is kept of them: numbers as numbers, money as a decimal string', async () => {
    assert.deepEqual((await get('products/1')).body, {
      id: 1,
      name: 'Green "tea"',
      default_code: 'TEA-1',
      barcode: '4006381333931',
      product_tmpl_id: 11,
      categ_id: 3,
      uom_id: 1,
      tracking: 'lot',
      list_price: '200.50',
      currency: 'EGP',
      weight: 1.25,
      volume: 0,
      sale_ok: true,
      company_id: null,
      active: true,
      write_date: '2026-01-16T09:15:00Z',
    });
    assert.equal((await get('products/3')).body.list_price, '0.12345');
    assert.equal((await get('products/2')).body.list_price, '3.00');
    assert.partialDeepStrictEqual((await get('quants/1')).body, { quantity: -12.5, in_date: '2026-01-16T09:15:00Z' });
    assert.partialDeepStrictEqual((await get('packages/1')).body, { pack_date: '2026-01-31' });
  });

  for (const model of recordModels) {
    it(`are listed with their columns: ${mirrored[model].title}`, async () => {
      const { status, body } = await get(model.replace('_', '-'));
      assert.equal(status, 200);
      for (const item of body.items) {
        assert.deepEqual(Object.keys(item), ['id', ...Object.keys(mirrored[model].columns), 'active', 'write_date']);
      }
    });
  }

  const found: readonly [string, readonly number[]][] = [
    ['products', [1, 2, 4]],
    ['products?archived=true', [3]],
    ['products?archived=all', [1, 2, 3, 4]],
    ['products?q=TEA', [1, 2]],
    ['products?q=100%25_&archived=all', [3]],
    ['products?q=4006381', [1]],
    ['products?barcode=4006381333931', [1]],
    ['products?default_code=TEA-1', [1]],
    ['products?tracking=none', [2]],
    ['products?sale_ok=false', [2]],
    ['products?categ_id=3', [1]],
    ['products?ids=4,2,99', [2, 4]],
    ['locations?usage=internal', [8]],
    ['locations?q=partners/', [5]],
    ['locations?location_id=7', [8]],
    ['quants?product_id=2&location_id=8', [2]],
    ['move-lines?picking_id=123', [1]],
    ['move-lines?picked=true&state=assigned', [1]],
    ['move-lines?picked=false', []],
  ];
  for (const [path, wanted] of found) {
    it(`are found by ${path}`, async () => assert.deepEqual(await list(path), wanted));
  }

  it('come page by page', async () => {
    const one = await get('products?limit=2&archived=all');
    assert.deepEqual(
      one.body.items.map(({ id }) => id),
      [1, 2],
    );
    const two = await get(`products?limit=2&archived=all&cursor=${one.body.next}`);
    assert.deepEqual([two.body.items.map(({ id }) => id), two.body.next], [[3, 4], null]);
  });

  for (const [query, path] of [
    ['products?tracking=some', 'tracking'],
    ['locations?usage=shelf', 'usage'],
    ['move-lines?state=ready', 'state'],
    ['products?categ_id=tea', 'categ_id'],
    ['products?ids=1,two', 'ids[1]'],
    ['products?archived=maybe', 'archived'],
    ['products?cursor=nonsense', 'cursor'],
    ['products?limit=501', 'limit'],
  ] as const) {
    it(`are 400 for ${query}`, async () => {
      const { status, body } = await get(query);
      assert.deepEqual([status, first(body.errors).path], [400, path]);
    });
  }

  it('are 400 for a column there is not: quants have no names', async () => {
    assert.equal((await get('quants?q=tea')).status, 400);
    assert.equal((await get('quants?name=tea')).status, 400);
  });

  it('are 404 when there is none', async () => {
    const { status, body } = await get('move-lines/99');
    assert.deepEqual([status, /no record 99 among the move lines/.test(body.detail)], [404, true]);
    assert.equal((await get('partners')).status, 404);
  });

  it('are told in a few bytes that nothing changed, until one of their kind does', async () => {
    for (const path of ['lots', 'products/1']) {
      const etag = (await get(path)).headers.get('etag') ?? '';
      assert.equal((await get(path, { 'if-none-match': etag })).status, 304);
      await aMirrorModel(api.store.db, 'quants');
      assert.equal((await get(path, { 'if-none-match': etag })).status, 304);
      await aMirrorModel(api.store.db, path === 'lots' ? 'lots' : 'products');
      assert.equal((await get(path, { 'if-none-match': etag })).status, 200);
    }
  });

  it('are those of now, however often they were asked for before', async () => {
    assert.deepEqual(await list('lots'), []);
    await api.store.db
      .insertInto('mirror_lots')
      .values({ id: 7, active: true, write_date: '2026-01-16T09:15:00Z', name: 'LOT7' })
      .execute();
    await aMirrorModel(api.store.db, 'lots');
    assert.deepEqual(await list('lots'), [7]);
  });
});
