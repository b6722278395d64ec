import assert from 'node:assert/strict';
import { z } from 'zod';
import { workflowTypes } from '../../src/domain/names.ts';
import { reconcileStart } from '../../src/domain/run-starts.ts';
import { openAttention } from '../../src/store/attention.ts';
import { mapListings } from '../../src/store/listings.ts';
import { pushAgain } from '../../src/store/offers/push-again.ts';
import { listReconciliationRows, listReconciliations } from '../../src/store/reconciliations.ts';
import { untilWatched } from '../support/offer-shop.ts';
import { reconcileNow, syncListingsNow } from '../support/run-now.ts';
import type { Shop } from '../support/shop.ts';
import { underWay } from '../support/under-way.ts';
import { waitFor } from '../support/wait.ts';
import { useService } from '../support/use-service.ts';

const resultShape = z.strictObject({
  id: z.uuid(),
  comparedWith: z.enum(['marketplace', 'pushed']),
  compared: z.int(),
  differing: z.int(),
  repaired: z.boolean(),
  dryRun: z.boolean(),
});

describe('the comparison of offers', function () {
  const service = useService();
  let shop: Shop;
  let shops = 0;
  let products: readonly number[] = [];

  /** A connection with offers and so many products in Odoo (price 10, stock 5), each listed as `1`, `2`, … and shown so at Cartona. */
  const open = async (count: number, offers: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    shops += 1;
    products = await Promise.all(Array.from({ length: count }, () => service().odoo.product({ list_price: 10 }, 5)));
    shop = await service().connect(`reconcile-${shops}`, { offers: { enabled: true, ...offers } });
    shop.cartona.removeProducts(shop.cartona.products().map(({ product }) => product.supplier_product_id));
    shop.cartona.putProducts(
      products.map((id, index) => ({
        supplier_product_id: String(index + 1),
        internal_product_id: String(id),
        selling_price: 10,
        available_stock_quantity: 5,
      })),
    );
    await untilWatched(service(), shop);
    await syncListingsNow(service().client, shop.id);
    // The list may have been read by itself as soon as there was a connection, with the goods of the sandbox.
    await service()
      .store.db.deleteFrom('listings')
      .where('connection', '=', shop.id)
      .where(
        'external_id',
        'not in',
        products.map((_, index) => String(index + 1)),
      )
      .execute();
  };
  const productOf = (externalId: string): number => products[Number(externalId) - 1] ?? 0;
  const compare = async (input: { dryRun?: boolean } = {}) => {
    const result = resultShape.parse(await reconcileNow(service().client, { connection: shop.id, ...input }));
    const rows = await listReconciliationRows(service().store.db, result.id, { limit: 100 });
    return { result, rows };
  };
  const pending = async (): Promise<string[]> => {
    const rows = await service()
      .store.db.selectFrom('dirty_offers')
      .select('external_id')
      .where('connection', '=', shop.id)
      .execute();
    return rows.map((row) => row.external_id);
  };
  const untilPushed = () =>
    waitFor('nothing waits to be pushed', pending, (ids) => ids.length === 0, { withinMs: 15_000 });
  const pushAll = async (): Promise<void> => {
    await pushAgain(service().store.db, shop.id, { productIds: undefined, reason: 'asked for' });
    await untilPushed();
  };
  const history = (externalId: string) =>
    shop.cartona.products().find(({ product }) => product.supplier_product_id === externalId)?.history ?? [];
  /** As if it was pushed, or not, whatever really happened. */
  const pushedBefore = (externalId: string, offer: { price: string | null; stock: number | null }) =>
    service()
      .store.db.updateTable('offers')
      .set({ ...offer, pushed_at: new Date(Date.now() - 60_000) })
      .where('connection', '=', shop.id)
      .where('external_id', '=', externalId)
      .execute();

  it('finds nothing where the marketplace shows what it is to show, pushed or not', async () => {
    await open(3);
    const { result, rows } = await compare();
    assert.deepEqual(
      [result.comparedWith, result.compared, result.differing, result.repaired, rows],
      ['marketplace', 3, 0, false, []],
    );
  });

  it('says of each listing that differs by how much, and why it was missed', async () => {
    await open(6);
    await pushAll();
    shop.cartona.putProducts([
      { supplier_product_id: '1', selling_price: 11 },
      { supplier_product_id: '2', available_stock_quantity: 7 },
      { supplier_product_id: '3', available_stock_quantity: 8 },
      { supplier_product_id: '4', selling_price: 9 },
    ]);
    await pushedBefore('2', { price: '10', stock: 7 });
    await pushedBefore('3', { price: null, stock: null });
    await service()
      .store.db.deleteFrom('offers')
      .where('connection', '=', shop.id)
      .where('external_id', '=', '4')
      .execute();
    shop.cartona.removeProducts(['5']);
    const { result, rows } = await compare();
    assert.deepEqual([result.compared, result.differing], [6, 5]);
    assert.deepEqual(
      rows.map(({ externalId, ourPrice, ourStock, theirPrice, theirStock }) => [
        externalId,
        Number(ourPrice),
        ourStock,
        Number(theirPrice),
        theirStock,
      ]),
      [
        ['1', 10, 5, 11, 5],
        ['2', 10, 5, 10, 7],
        ['3', 10, 5, 10, 8],
        ['4', 10, 5, 9, 5],
        ['5', 10, 5, 10, 5],
      ],
    );
    const whys = [
      /^It was changed at the marketplace after it was told so on \d{4}-/,
      /^Missed: it changed in Odoo after price 10(\.00)? and stock 7 were pushed on \d{4}-.* nothing waits/,
      /no clear answer/,
      /never pushed/,
      /not in the marketplace's list/,
    ];
    for (const [index, why] of whys.entries()) assert.match(rows[index]?.why ?? '', why);
    assert.deepEqual(
      rows.map(({ productId }) => productId),
      ['1', '2', '3', '4', '5'].map(productOf),
    );
  });

  it('only reports until the connection says otherwise, and then pushes what differs, once', async () => {
    await open(3);
    await pushAll();
    const told = history('1').length;
    shop.cartona.putProducts([{ supplier_product_id: '1', selling_price: 99 }]);
    assert.deepEqual([(await compare()).result.repaired, await pending(), history('1').length], [false, [], told]);

    const path = `/api/connections/${shop.id}`;
    const { body } = await service().rest.get(path);
    const { settings } = z.looseObject({ settings: z.record(z.string(), z.unknown()) }).parse(body);
    const saved = await service().rest.call('PUT', path, {
      settings: { ...settings, offers: { enabled: true, reconcile: 'repair' } },
    });
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual([(await compare({ dryRun: true })).result.repaired, history('1').length], [false, told]);

    const { result } = await compare();
    assert.deepEqual([result.differing, result.repaired], [1, true]);
    await untilPushed();
    assert.deepEqual([history('1').length, history('2').length], [told + 1, told]);
    assert.equal((await compare()).result.differing, 0);
  });

  it('leaves out what waits to be pushed, and what was noticed while it compared', async () => {
    await open(2);
    await pushAll();
    await service().odoo.call('product.product', 'write', [[productOf('1')], { list_price: 12 }]);
    const { result } = await compare();
    assert.equal(result.differing, 0);
    await untilPushed();
    assert.equal(history('1').at(-1)?.selling_price, 12);
  });

  it('says what the marketplace refused with its words, and does not try the same value again', async () => {
    await open(2, { reconcile: 'repair' });
    shop.cartona.putProducts([{ supplier_product_id: '1', selling_price: 3, refuses: 'the price is under review' }]);
    const first = await compare();
    assert.match(first.rows[0]?.why ?? '', /never pushed/);
    await untilPushed();
    const again = await compare();
    assert.match(again.rows[0]?.why ?? '', /^The marketplace refused it: .*the price is under review/);
    assert.deepEqual([again.result.repaired, await pending()], [false, []]);
  });

  it('says of an archived product that it is, and of a price that is not positive that it is not sent', async () => {
    await open(2);
    await service().odoo.write('product.product', productOf('2'), { list_price: 0 });
    await waitFor(
      'the price of 0 is noticed',
      () => openAttention(service().store.db, { connection: shop.id, type: 'listing', id: '2' }),
      (open) => open.length > 0,
    );
    await untilPushed();
    const { rows } = await compare();
    assert.match(rows[0]?.why ?? '', /price in Odoo is 0(\.00)?: it is not sent/);
    await service().odoo.write('product.product', productOf('1'), { active: false });
    await untilPushed();
    await waitFor(
      'the archived product is withdrawn',
      () => history('1').at(-1)?.available_stock_quantity,
      (stock) => stock === 0,
    );
    shop.cartona.putProducts([{ supplier_product_id: '1', available_stock_quantity: 5 }]);
    const archived = (await compare()).rows.find(({ externalId }) => externalId === '1');
    assert.deepEqual([archived?.ourStock, archived?.theirStock], [0, 5]);
    assert.match(archived?.why ?? '', /archived in Odoo/);
  });

  it('is kept, the newest first, page by page', async () => {
    await open(1);
    const first = await compare();
    const second = await compare({ dryRun: true });
    const { db } = service().store;
    const [newest, ...none] = await listReconciliations(db, shop.id, { limit: 1 });
    assert.deepEqual([newest?.id, newest?.dryRun, none], [second.result.id, true, []]);
    const older = await listReconciliations(db, shop.id, { after: newest?.cursor, limit: 5 });
    assert.deepEqual(
      older.map(({ id, finishedAt }) => [id, finishedAt !== null]),
      [[first.result.id, true]],
    );
  });

  for (const [what, input, sentence] of [
    ['another field', { connection: 'cartona', since: '2026-01-01' }, /does not know since/],
    ['a dryRun that is no flag', { connection: 'cartona', dryRun: 'yes' }, /wants "dryRun" as true or false/],
    ['no connection', { dryRun: true }, /"connection" as a text/],
    ['the id of another connection', { connection: 'another' }, /must be "reconcile-offers:another"/],
  ] as const) {
    it(`is refused at once with ${what}`, async () => {
      const start = { ...reconcileStart({ connection: 'cartona' }), args: [input] };
      await assert.rejects(
        service().client.workflow.execute(workflowTypes.reconcileOffers, start),
        ({ cause }: Error) => sentence.test(String(cause)),
      );
    });
  }

  it('makes dirty what was pushed before when its mapping changes, and nothing else', async () => {
    await open(2);
    await service().odoo.write('product.product', productOf('1'), { list_price: 14 });
    await untilPushed();
    await waitFor(
      'the first push',
      () => history('1').length,
      (count) => count === 1,
    );
    const map = (externalId: string, factor: string) =>
      mapListings(service().store.db, shop.id, [
        { externalId, productId: productOf(externalId), enabled: true, factor },
      ]);
    await map('1', '2');
    await map('2', '2');
    await waitFor(
      'the push of the new factor',
      () => history('1').length,
      (count) => count === 2,
    );
    assert.deepEqual(
      [history('1').at(-1)?.selling_price, history('1').at(-1)?.available_stock_quantity, history('2')],
      [28, 2, []],
    );
    await map('1', '2');
    assert.deepEqual(await pending(), []);
  });

  it('goes on when the worker is killed in the middle, and leaves one report', async function () {
    // A dead worker is found out after its heartbeat, its lease, and the watch's own.
    this.timeout(150_000);
    await open(2);
    shop.cartona.putProducts([{ supplier_product_id: '1', selling_price: 11 }]);
    shop.sandbox.faults.add({
      system: 'cartona',
      path: 'supplier-product',
      times: 1,
      effect: { type: 'late-answer', ms: 60_000 },
    });
    const comparing = underWay(compare());
    await waitFor(
      'the list is being read',
      () => shop.sandbox.log.calls().filter(({ path }) => path.includes('supplier-product?')).length,
      (count) => count > 1,
    );
    const [worker] = service().workers;
    await worker?.kill();
    await service().startWorker();
    const { result } = await comparing;
    assert.deepEqual([result.compared, result.differing], [2, 1]);
    const reports = await listReconciliations(service().store.db, shop.id, { limit: 10 });
    assert.deepEqual(
      reports.map(({ id }) => id),
      [result.id],
    );
  });
});
