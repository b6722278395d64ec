import assert from 'node:assert/strict';
import type { Store } from '../../src/store/database.ts';
import { deleteListing, getListings, listListings, mapListings, noteListings } from '../../src/store/listings.ts';
import { openTestStore } from './open-test-store.ts';

describe('listings', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const box = { externalId: '110774', productId: 904, enabled: true, factor: '144' };

  it('keep which product they are, and may be mapped again', async () => {
    await mapListings(store.db, 'cartona', [box]);
    await mapListings(store.db, 'cartona', [{ ...box, productId: 905, factor: '12.5' }]);
    const [listing] = await getListings(store.db, 'cartona', ['110774', 'unknown']);
    assert.equal(listing?.productId, 905);
    assert.equal(listing.factor, '12.5');
  });

  it('that were only seen wait for a product, and seeing one again does not take its product away', async () => {
    await noteListings(store.db, 'cartona', [
      { externalId: '1', name: 'Tea', internalId: null },
      { externalId: '1', name: 'Tea', internalId: null },
      { externalId: '110774', name: 'Box', internalId: '904#2' },
    ]);
    await mapListings(store.db, 'cartona', [box]);
    await noteListings(store.db, 'cartona', [{ externalId: '110774', name: 'Bigger box', internalId: '904#2' }]);
    const unmapped = await listListings(store.db, { unmapped: true, limit: 10 });
    assert.deepEqual(
      unmapped.map(({ externalId }) => externalId),
      ['1'],
    );
    const [mapped] = await listListings(store.db, { unmapped: false, limit: 10 });
    assert.deepEqual([mapped?.productId, mapped?.name], [904, 'Bigger box']);
  });

  it('are found by part of their id or name, and wildcards are plain text', async () => {
    await noteListings(store.db, 'cartona', [
      { externalId: '110774', name: 'Green tea 50%', internalId: null },
      { externalId: '220', name: 'Coffee', internalId: 'X_1' },
    ]);
    const found = async (q: string) =>
      (await listListings(store.db, { q, limit: 10 })).map(({ externalId }) => externalId);
    assert.deepEqual(await found('107'), ['110774']);
    assert.deepEqual(await found('TEA'), ['110774']);
    assert.deepEqual(await found('%'), ['110774']);
    assert.deepEqual(await found('_'), ['220']);
  });

  it('are forgotten once', async () => {
    await mapListings(store.db, 'cartona', [box]);
    assert.equal(await deleteListing(store.db, 'cartona', '110774'), true);
    assert.equal(await deleteListing(store.db, 'cartona', '110774'), false);
  });
});
