import assert from 'node:assert/strict';
import { Failure } from '../../../src/domain/failure.ts';
import type { Store } from '../../../src/store/database.ts';
import { mapListings } from '../../../src/store/listings.ts';
import { openTestStore } from '../../store/open-test-store.ts';
import { aConnection, dirtyIds, dirtyRows, offerRow } from '../../store/offers/rows.ts';
import { openDesk } from './offer-desk.ts';
import type { OfferDesk } from './offer-desk.ts';

describe('pushing offers', () => {
  let store: Store;
  let desk: OfferDesk;
  beforeEach(async () => {
    store = await openTestStore();
    await aConnection(store.db, { listings: ['a', 'b', 'c', 'd'] });
    desk = openDesk(store.db);
    for (const product of [1, 2, 3, 4]) desk.set(product, '10', 5);
  });
  afterEach(() => store.close());

  const attention = async (externalId: string) =>
    (
      await store.db
        .selectFrom('attention')
        .select(['kind', 'reason'])
        .where('target_type', '=', 'listing')
        .where('target_id', '=', externalId)
        .where('resolved_at', 'is', null)
        .execute()
    ).map(({ kind }) => kind);
  const pushed = async (...products: readonly number[]) => {
    await desk.change(...products);
    return desk.push();
  };

  it('sends price and stock of all that changed in one call, after one read', async () => {
    const result = await pushed(1, 2);
    assert.deepEqual(desk.calls, [['a=10.00/5', 'b=10.00/5']]);
    assert.equal(desk.reads, 1);
    assert.deepEqual([result.pushed, result.calls, result.isMore, result.nextDueMs], [2, 1, false, null]);
    assert.deepEqual(await dirtyIds(store.db), []);
  });

  it('sends nothing where the marketplace shows it already', async () => {
    await pushed(1, 2);
    desk.set(2, '10.000', 5);
    desk.set(1, '11', 5);
    const result = await pushed(1, 2);
    assert.deepEqual(desk.calls.slice(1), [['a=11.00/5']]);
    assert.deepEqual([result.pushed, result.unchanged], [1, 1]);
  });

  it('sends in calls of the size the vendor takes, and reads what belongs to all of them once', async () => {
    desk = openDesk(store.db, { batchSize: 2 });
    for (const product of [1, 2, 3]) desk.set(product, '10', 5);
    await pushed(1, 2, 3);
    assert.deepEqual(
      desk.calls.map(({ length }) => length),
      [2, 1],
    );
    assert.equal(desk.reads, 1);
  });

  it('gives each listing of one product its own value', async () => {
    await mapListings(store.db, 'cartona', [{ externalId: 'box', productId: 1, enabled: true, factor: '6' }]);
    desk.set(1, '2.555', 20);
    await pushed(1);
    assert.deepEqual(desk.calls.flat().toSorted(), ['a=2.56/20', 'box=15.33/3']);
  });

  it('collects changes first where the connection wants that', async () => {
    desk = openDesk(store.db, { windowMs: 500 });
    await desk.change(1);
    const result = await desk.push({ hasWaited: false });
    assert.deepEqual([result.isToWait, result.windowMs, desk.calls], [true, 500, []]);
  });

  it('sends again what changed while it was on its way, with the newest value', async () => {
    desk.answer = async (_, accept) => {
      if (desk.calls.length === 1) {
        desk.set(1, '20', 1);
        await desk.change(1);
      }
      return accept();
    };
    await pushed(1);
    assert.deepEqual(desk.calls, [['a=10.00/5'], ['a=20.00/1']]);
    assert.equal((await offerRow(store.db, 'a'))?.price, '20.00');
  });

  it('does not leave a single change behind thousands', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({
      externalId: `m${index}`,
      productId: 1_000 + index,
      enabled: true,
      factor: '1',
    }));
    await mapListings(store.db, 'cartona', many);
    for (const { productId } of many) desk.set(productId, '1', 1);
    await desk.change(...many.map(({ productId }) => productId));
    await desk.change(1);
    await desk.push();
    assert.equal(desk.calls[0]?.[0], 'a=10.00/5');
    assert.equal(desk.calls.flat().length, 1_201);
    assert.equal(desk.reads, 3);
  });

  it('offers an archived product as none, says so, and takes it back when it is active again', async () => {
    await pushed(1);
    desk.set(1, '10', 5, false);
    await pushed(1);
    assert.deepEqual(desk.calls.at(-1), ['a=10.00/0']);
    assert.deepEqual(await attention('a'), ['listing-archived']);
    desk.set(1, '10', 5);
    await pushed(1);
    assert.deepEqual(desk.calls.at(-1), ['a=10.00/5']);
    assert.deepEqual(await attention('a'), []);
  });

  it('offers a deleted product as none at its last price, and nothing where nothing was ever pushed', async () => {
    await pushed(1);
    desk.products.delete(1);
    desk.products.delete(2);
    await pushed(1, 2);
    assert.deepEqual(desk.calls.slice(1), [['a=10.00/0']]);
    assert.deepEqual([await attention('a'), await attention('b')], [['listing-archived'], ['listing-archived']]);
    assert.deepEqual(await dirtyIds(store.db), []);
  });

  it('never sends a price that is not positive; that waits for a person, and a later price ends it', async () => {
    desk.set(1, '0.004', 5);
    desk.set(2, '-1', 5);
    const result = await pushed(1, 2);
    assert.deepEqual([desk.calls, result.withheld], [[], 2]);
    assert.deepEqual(await attention('a'), ['price-not-positive']);
    desk.set(1, '3', 5);
    await pushed(1);
    assert.deepEqual([desk.calls, await attention('a')], [[['a=3.00/5']], []]);
  });

  it('sends such a price where the connection allows it', async () => {
    desk = openDesk(store.db, { allowZeroPrice: true });
    desk.set(1, '0', 5);
    await pushed(1);
    assert.deepEqual(desk.calls, [['a=0.00/5']]);
  });

  it('forgets listings that are gone and changes of a connection that pushes no more', async () => {
    await desk.change(1, 2);
    await store.db.deleteFrom('listings').where('external_id', '=', 'a').execute();
    await desk.push();
    assert.deepEqual(desk.calls, [['b=10.00/5']]);
    await desk.change(3);
    await store.db
      .updateTable('connections')
      .set({ settings: JSON.stringify({ offers: { enabled: false } }) })
      .execute();
    await desk.push();
    assert.deepEqual([desk.calls.length, await dirtyIds(store.db)], [1, []]);
  });

  it('leaves all of a paused connection for later', async () => {
    await desk.change(1);
    await store.db.updateTable('connections').set({ paused_by: 'operator' }).execute();
    const result = await desk.push();
    assert.deepEqual([desk.calls, result.isMore, result.nextDueMs, await dirtyIds(store.db)], [[], false, null, ['a']]);
  });

  it('stops between two calls when the process is to stop', async () => {
    const controller = new AbortController();
    desk = openDesk(store.db, { batchSize: 1 });
    for (const product of [1, 2, 3, 4]) desk.set(product, '10', 5);
    desk.beforeRead = () => controller.abort();
    await desk.change(1, 2);
    const result = await desk.push({ stop: controller.signal });
    assert.deepEqual([desk.calls, result.isMore], [[], true]);
    assert.ok((await dirtyRows(store.db)).every(({ claimed_by }) => claimed_by === null));
  });

  it('says what Odoo refuses, and ends that when it is read', async () => {
    desk.beforeRead = () => {
      throw new Failure('NotFound', 'There is no pricelist 7.');
    };
    await desk.change(1);
    await assert.rejects(desk.push(), { type: 'Unavailable' });
    const open = () =>
      store.db
        .selectFrom('attention')
        .select('reason')
        .where('kind', '=', 'rejected')
        .where('resolved_at', 'is', null)
        .execute();
    assert.match((await open())[0]?.reason ?? '', /no pricelist 7/);
    desk.beforeRead = () => undefined;
    await desk.push();
    assert.deepEqual([desk.calls, await open()], [[['a=10.00/5']], []]);
  });
});
