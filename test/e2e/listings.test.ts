import assert from 'node:assert/strict';
import { z } from 'zod';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import { listingsStart } from '../../src/domain/run-starts.ts';
import { getListings, mapListings } from '../../src/store/listings.ts';
import { openAttention } from '../../src/store/attention.ts';
import { connectionTarget } from '../../src/store/connections.ts';
import { syncListingsNow } from '../support/run-now.ts';
import type { Shop } from '../support/shop.ts';
import { underWay } from '../support/under-way.ts';
import { waitFor } from '../support/wait.ts';
import { useSharedService } from '../support/use-service.ts';

const resultShape = z.strictObject({
  pages: z.int(),
  seen: z.int(),
  new: z.int(),
  matched: z.int(),
  unmatched: z.int(),
  gone: z.int(),
  unreadable: z.int(),
});

describe('listings of a marketplace', function () {
  const service = useSharedService();
  let shop: Shop;
  let shops = 0;

  /** A connection whose Cartona has only these products. */
  const open = async (
    products: Parameters<Shop['cartona']['putProducts']>[0],
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<void> => {
    shops += 1;
    shop = await service().connect(`listings-${shops}`, settings);
    shop.cartona.removeProducts(shop.cartona.products().map(({ product }) => product.supplier_product_id));
    shop.cartona.putProducts(products);
  };
  const sync = async () => resultShape.parse(await syncListingsNow(service().client, shop.id));
  const listing = async (externalId: string) => (await getListings(service().store.db, shop.id, [externalId]))[0];
  const attention = async () =>
    (await openAttention(service().store.db, connectionTarget(shop.id))).map(({ kind, reason }) => ({ kind, reason }));
  const product = (values: Readonly<Record<string, unknown>> = {}) => service().odoo.product(values);

  it('are read page by page and matched by id, internal reference and barcode', async () => {
    const byId = await product();
    const [reference, barcode] = [`TEA-${byId}`, `6221${byId}`];
    const byReference = await product({ default_code: reference });
    const byBarcode = await product({ barcode });
    await open(
      [
        { supplier_product_id: '1', internal_product_id: String(byId) },
        { supplier_product_id: '2', internal_product_id: reference },
        { supplier_product_id: '3', internal_product_id: barcode },
      ],
      { pageSize: 2 },
    );
    assert.deepEqual(await sync(), { pages: 2, seen: 3, new: 3, matched: 3, unmatched: 0, gone: 0, unreadable: 0 });
    assert.deepEqual(await Promise.all(['1', '2', '3'].map(async (id) => (await listing(id))?.productId)), [
      byId,
      byReference,
      byBarcode,
    ]);
    assert.deepEqual(await sync(), { pages: 2, seen: 3, new: 0, matched: 0, unmatched: 0, gone: 0, unreadable: 0 });
    assert.deepEqual(await attention(), []);
  });

  it('without a product say why, in one attention that ends when the last one is mapped', async () => {
    const archived = await product();
    const twice = `TWICE-${archived}`;
    await product({ default_code: twice });
    await product({ default_code: twice });
    await service().odoo.write('product.product', archived, { active: false });
    await open([
      { supplier_product_id: '1', internal_product_id: 'nobody#2' },
      { supplier_product_id: '2', internal_product_id: twice },
      { supplier_product_id: '3', internal_product_id: String(archived) },
      { supplier_product_id: '4', internal_product_id: null },
    ]);
    assert.equal((await sync()).unmatched, 4);
    const problems = await Promise.all(['1', '2', '3', '4'].map(async (id) => (await listing(id))?.problem ?? ''));
    assert.match(
      problems[0] ?? '',
      /no product in Odoo has internal reference nobody#2; no product .* barcode nobody#2/,
    );
    assert.match(problems[1] ?? '', new RegExp(`2 products in Odoo have internal reference ${twice}`));
    assert.match(problems[2] ?? '', /archived or not for sale/);
    assert.match(problems[3] ?? '', /has no id of ours/);
    const [raised, ...more] = await attention();
    assert.deepEqual([raised?.kind, more], ['listing-unmatched', []]);
    assert.match(raised?.reason ?? '', /^4 listings .*: 1, 2, 3, 4\..*listings map/);

    const mapped = await product();
    const map = (externalId: string) =>
      mapListings(service().store.db, shop.id, [{ externalId, productId: mapped, enabled: true, factor: '1' }]);
    await map('1');
    assert.match((await attention())[0]?.reason ?? '', /^3 listings .*: 2, 3, 4\./);
    await Promise.all(['2', '3', '4'].map(map));
    assert.deepEqual(await attention(), []);
    assert.equal((await listing('4'))?.problem, null);
  });

  it('that were mapped by hand stay as they are, whatever the marketplace says', async () => {
    const [mine, theirs] = [await product(), await product()];
    await open([{ supplier_product_id: '1', internal_product_id: String(theirs) }]);
    await mapListings(service().store.db, shop.id, [{ externalId: '1', productId: mine, enabled: true, factor: '6' }]);
    assert.equal((await sync()).matched, 0);
    const seen = await listing('1');
    assert.deepEqual([seen?.productId, seen?.factor, seen?.internalId], [mine, '6', String(theirs)]);
  });

  it('are matched by the field of the products that keeps their ids, before all other ways', async () => {
    const { odoo } = service();
    await odoo.addField('product.product', 'x_listing');
    const [byField, byId] = [await product(), await product()];
    const [first, second] = [`L-${byField}`, `L-${byId}`];
    await odoo.write('product.product', byField, { x_listing: first });
    await open(
      [
        { supplier_product_id: first, internal_product_id: String(byId) },
        { supplier_product_id: second, internal_product_id: String(byId) },
      ],
      { odoo: { fields: { product: 'x_listing' } } },
    );
    assert.equal((await sync()).matched, 2);
    assert.deepEqual([(await listing(first))?.productId, (await listing(second))?.productId], [byField, byId]);
  });

  it('are matched only in the ways that the connection names', async () => {
    const id = await product();
    const code = `ONLY-CODE-${id}`;
    await service().odoo.write('product.product', id, { default_code: code });
    await open(
      [
        { supplier_product_id: '1', internal_product_id: String(id) },
        { supplier_product_id: '2', internal_product_id: code },
      ],
      { matchProductsBy: ['listing', 'default-code'] },
    );
    assert.deepEqual([(await sync()).matched, (await listing('2'))?.productId], [1, id]);
  });

  it('without an id of the marketplace go by ours', async () => {
    const id = await product();
    await open([{ supplier_product_id: '', internal_product_id: String(id) }]);
    assert.deepEqual([(await sync()).matched, (await listing(`internal:${id}`))?.productId], [1, id]);
  });

  it('that the marketplace lists no longer are kept, with a word about it, until they are there again', async () => {
    const id = await product();
    const tea = { supplier_product_id: '1', internal_product_id: String(id) };
    await open([tea, { supplier_product_id: '2', internal_product_id: String(id) }]);
    await sync();
    shop.cartona.removeProducts(['1']);
    assert.equal((await sync()).gone, 1);
    const gone = await listing('1');
    assert.equal(gone?.productId, id);
    assert.match(gone.problem ?? '', /^Not in the list of Shop listings-\d+ any more; last seen there on \d{4}-/);
    shop.cartona.putProducts([tea]);
    assert.equal((await sync()).gone, 0);
    assert.equal((await listing('1'))?.problem, null);
  });

  it('that are new make nothing dirty, and neither does enabling offers', async () => {
    const id = await product();
    await open([{ supplier_product_id: '1', internal_product_id: String(id) }], { offers: { enabled: true } });
    await sync();
    const dirty = await service()
      .store.db.selectFrom('dirty_offers')
      .selectAll()
      .where('connection', '=', shop.id)
      .execute();
    assert.deepEqual(dirty, []);
    assert.deepEqual(shop.cartona.products()[0]?.history, []);
  });

  it('are read once for all that ask while somebody reads', async () => {
    await open([{ supplier_product_id: '1' }]);
    shop.sandbox.faults.add({
      system: 'cartona',
      path: 'supplier-product',
      times: 1,
      effect: { type: 'late-answer', ms: 1_500 },
    });
    const { client } = service();
    const { taskQueue, args } = listingsStart({ connection: shop.id });
    const run = (suffix: string) =>
      client.workflow.execute(workflowTypes.syncListings, {
        taskQueue,
        args,
        workflowId: `${workflowIds.syncListings(shop.id)}-${suffix}`,
      });
    const reads = () => shop.sandbox.log.calls().filter(({ path }) => path.includes('supplier-product?')).length;
    const first = underWay(run('a'));
    await waitFor('somebody reads', reads, (count) => count === 1);
    const results = (await Promise.all([first, run('b'), run('c'), run('d')])).map((result) =>
      resultShape.parse(result),
    );
    // Those that asked while it was read cannot know what they missed of it: one more reading serves all of them.
    assert.deepEqual([reads(), results.map(({ seen }) => seen)], [2, [1, 1, 1, 1]]);
  });

  it('are read from the beginning again when the marketplace fails in the middle', async () => {
    const id = await product();
    await open(
      ['1', '2', '3'].map((external) => ({ supplier_product_id: external, internal_product_id: String(id) })),
      { pageSize: 1 },
    );
    shop.sandbox.faults.add({
      system: 'cartona',
      path: 'supplier-product\\?page=2',
      times: 1,
      effect: { type: 'status', status: 500 },
    });
    shop.sandbox.faults.add({
      system: 'cartona',
      path: 'supplier-product\\?page=3',
      times: 1,
      effect: { type: 'status', status: 429, headers: { 'Retry-After': '1' } },
    });
    const { seen, matched, gone } = await sync();
    assert.deepEqual([seen, matched, gone], [3, 3, 0]);
  });

  it('are read by no run with another id or other input', async () => {
    await open([]);
    const { client } = service();
    const start = listingsStart({ connection: shop.id });
    await assert.rejects(
      client.workflow.execute(workflowTypes.syncListings, { ...start, workflowId: 'whatever' }),
      ({ cause }: Error) => /must be "sync-listings:/.test(String(cause)),
    );
  });
});
