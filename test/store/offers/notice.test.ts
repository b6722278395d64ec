import assert from 'node:assert/strict';
import type { Store } from '../../../src/store/database.ts';
import { mapListings } from '../../../src/store/listings.ts';
import { markListingsDirty, markProductsDirty, markPushedDirty } from '../../../src/store/offers/notice.ts';
import { listWantedOffers } from '../../../src/store/offers/wake.ts';
import { openTestStore } from '../open-test-store.ts';
import { aConnection, aPushedOffer, dirtyIds, dirtyRows, offerRow } from './rows.ts';

const reason = 'changed in Odoo';

describe('a notice of changed products', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    await aConnection(store.db, { listings: ['a', 'b', 'c'] });
  });
  afterEach(() => store.close());

  const notice = (productIds: readonly number[], bulk = false) =>
    markProductsDirty(store.db, { productIds, bulk, reason });

  it('makes their listings dirty, and asks for one run', async () => {
    assert.equal(await notice([1, 3, 99]), 2);
    assert.deepEqual(await dirtyIds(store.db), ['a', 'c']);
    assert.deepEqual(await listWantedOffers(store.db), [{ connection: 'cartona', wanted: 1 }]);
  });

  it('of products that are not listed makes nothing and asks for nothing', async () => {
    assert.equal(await notice([98, 99]), 0);
    assert.deepEqual(await listWantedOffers(store.db), []);
  });

  it('reaches every listing of one product, in every connection', async () => {
    await mapListings(store.db, 'cartona', [{ externalId: 'a2', productId: 1, enabled: true, factor: '6' }]);
    await aConnection(store.db, { id: 'other', listings: ['x'] });
    assert.equal(await notice([1]), 3);
    assert.equal(
      await markProductsDirty(store.db, { connections: ['other'], productIds: [1], bulk: false, reason }),
      1,
    );
  });

  it('leaves out listings that are disabled or have no product, and connections that do not push or are gone', async () => {
    await mapListings(store.db, 'cartona', [{ externalId: 'a', productId: 1, enabled: false, factor: '1' }]);
    await aConnection(store.db, { id: 'off', offers: { enabled: false }, listings: ['x'] });
    await aConnection(store.db, { id: 'default', offers: {}, listings: ['x'] });
    await aConnection(store.db, { id: 'gone', listings: ['x'] });
    await store.db.updateTable('connections').set({ deleted_at: new Date() }).where('id', '=', 'gone').execute();
    assert.equal(await notice([1]), 0);
  });

  it('said again raises the version and keeps the oldest time', async () => {
    await notice([1]);
    const [first] = await dirtyRows(store.db);
    await notice([1]);
    const [again] = await dirtyRows(store.db);
    assert.equal(again?.version, 2);
    assert.deepEqual(again.changed_at, first?.changed_at);
  });

  it('of many stays behind single ones, unless it was dirty as a single one', async () => {
    await notice([1]);
    await notice([1, 2], true);
    await notice([3], true);
    await notice([3]);
    assert.deepEqual(
      (await dirtyRows(store.db)).map(({ external_id, bulk }) => [external_id, bulk]),
      [
        ['a', false],
        ['b', true],
        ['c', false],
      ],
    );
  });

  it('of more than fifty listings is one of many by itself', async () => {
    const many = Array.from({ length: 51 }, (_, index) => ({
      externalId: `m${index}`,
      productId: 1_000 + index,
      enabled: true,
      factor: '1',
    }));
    await mapListings(store.db, 'cartona', many);
    await notice(many.map(({ productId }) => productId));
    assert.ok((await dirtyRows(store.db)).every(({ bulk }) => bulk));
  });

  it('by listing may forget what was pushed and refused', async () => {
    await aPushedOffer(store.db, 'a');
    await store.db.updateTable('offers').set({ refused: 'no', refused_price: '1', refused_stock: 1 }).execute();
    await markListingsDirty(store.db, 'cartona', ['a'], { bulk: false, reason });
    assert.equal((await offerRow(store.db, 'a'))?.price, '10');
    await markListingsDirty(store.db, 'cartona', ['a'], { bulk: false, reason, forgetPushed: true });
    const row = await offerRow(store.db, 'a');
    assert.deepEqual([row?.price, row?.stock, row?.refused_price, row?.last_price], [null, null, null, '10']);
  });

  it('of changed settings reaches what was pushed before, or everything', async () => {
    await aPushedOffer(store.db, 'b');
    assert.equal(await markPushedDirty(store.db, 'cartona', { all: false, reason }), 1);
    assert.deepEqual(await dirtyIds(store.db), ['b']);
    assert.equal(await markPushedDirty(store.db, 'cartona', { all: true, reason }), 3);
  });
});
