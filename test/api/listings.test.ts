import assert from 'node:assert/strict';
import { parseCsv } from '../../src/api/listings/csv.ts';
import { findListedProducts } from '../../src/api/listings/find-products.ts';
import { readListingRows } from '../../src/api/listings/read-listing-rows.ts';
import type { OdooProduct, ProductKey } from '../../src/connectors/odoo/client.ts';
import { Problem } from '../../src/api/problem.ts';
import { noteListings } from '../../src/store/listings.ts';
import { aConnection } from './rows.ts';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('listings over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    await aConnection(api);
  });
  after(() => api.close());

  const path = `/api/listings/cartona/${encodeURIComponent('internal:904/2')}`;

  it('are mapped, kept where something is left out, and forgotten', async () => {
    const made = await api.call('PUT', path, { productId: 904, factor: 144 });
    assert.equal(made.status, 200, made.text);
    const { updatedAt, ...rest } = made.body;
    assert.match(updatedAt, /Z$/);
    assert.deepEqual(rest, {
      connection: 'cartona',
      externalId: 'internal:904/2',
      productId: 904,
      enabled: true,
      factor: '144',
      name: null,
      internalId: null,
      problem: null,
    });
    const changed = await api.call('PUT', path, { productId: 905, enabled: false });
    assert.deepEqual([changed.body.productId, changed.body.factor, changed.body.enabled], [905, '144', false]);
    assert.equal((await api.call('DELETE', path)).status, 200);
    assert.equal((await api.call('DELETE', path)).status, 404);
  });

  it('with a wrong factor or product, or of no connection, are refused', async () => {
    for (const factor of [0, -1, 'many', '1e3', '0.0000001']) {
      assert.equal((await api.call('PUT', path, { productId: 904, factor })).status, 400, String(factor));
    }
    assert.equal((await api.call('PUT', path, { productId: 0 })).status, 400);
    assert.equal((await api.call('PUT', '/api/listings/none/1', { productId: 1 })).status, 404);
  });

  it('that nobody mapped are listed', async () => {
    await noteListings(api.store.db, 'cartona', [{ externalId: '110774', name: 'Green tea', internalId: null }]);
    const { body } = await api.call('GET', '/api/listings?unmapped=true&connection=cartona');
    assert.deepEqual(
      body.items.map(({ externalId, productId }) => [externalId, productId]),
      [['110774', null]],
    );
  });

  it('are not imported while Odoo does not answer', async () => {
    const answer = await api.call('POST', '/api/listings/cartona/import', 'external_id,product\n1,904', {
      'content-type': 'text/csv',
    });
    assert.equal(answer.status, 503);
  });

  it('of a wrong table are refused with each row named', async () => {
    const answer = await api.call(
      'POST',
      '/api/listings/cartona/import',
      'external_id,product,factor\n1,,0\n1,904,2\n',
      {
        'content-type': 'text/csv',
      },
    );
    assert.equal(answer.status, 400);
    assert.deepEqual(
      answer.body.errors.map((error: { path: string }) => error.path),
      ['row 2.product', 'row 2.factor', 'row 3.external_id'],
    );
  });
});

describe('a table of listings', () => {
  it('is CSV as spreadsheets write it', () => {
    assert.deepEqual(parseCsv('\uFEFFa,b\r\n"x, ""y""\n z",2\r\n\r\n ,\n'), [
      ['a', 'b'],
      ['x, "y"\n z', '2'],
    ]);
    assert.throws(() => parseCsv('a,"b'), Problem);
  });

  it('has its columns in any order, and a factor of 1 where none is given', () => {
    assert.deepEqual(readListingRows('Product,external_id\nTEA,1'), [
      { row: 2, externalId: '1', product: 'TEA', factor: '1' },
    ]);
    assert.throws(() => readListingRows('external_id,colour\n1,red'), /header/);
    assert.throws(() => readListingRows(''), /header/);
  });

  const product = (id: number): OdooProduct => ({
    id,
    templateId: id,
    name: '',
    defaultCode: null,
    barcode: null,
    active: true,
    saleOk: true,
  });
  const catalogue: Record<string, OdooProduct[]> = {
    'id:904': [product(904)],
    'default-code:904': [product(1)],
    'default-code:TEA': [product(2)],
    'barcode:6221234567890': [product(3)],
    'default-code:TWICE': [product(4), product(5)],
  };
  const find = ({ by, value }: ProductKey) => Promise.resolve(catalogue[`${by}:${value}`] ?? []);
  const row = (externalId: string, text: string) => ({ row: 2, externalId, product: text, factor: '1' });

  it('means products by id, else by internal reference, else by barcode', async () => {
    const products = await findListedProducts(find, [row('a', '904'), row('b', 'TEA'), row('c', '6221234567890')]);
    assert.deepEqual(
      [...products],
      [
        ['a', 904],
        ['b', 2],
        ['c', 3],
      ],
    );
  });

  it('names the rows whose product is unknown or not the only one', async () => {
    await assert.rejects(findListedProducts(find, [row('a', 'TWICE'), row('b', 'none')]), (error) => {
      assert.ok(error instanceof Problem);
      assert.match(error.errors[0]?.message ?? '', /2 products.*ids 4, 5/);
      assert.match(error.errors[1]?.message ?? '', /no product of Odoo/);
      return true;
    });
  });
});
