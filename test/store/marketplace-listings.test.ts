import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { openAttention } from '../../src/store/attention.ts';
import { connectionTarget, createConnection, updateConnection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/database.ts';
import { databaseTime } from '../../src/store/finished-runs.ts';
import { deleteListing, getListings, mapListings } from '../../src/store/listings.ts';
import {
  listProductsWithoutTemplate,
  listUnmatched,
  noteGoneListings,
  noteShownListings,
  recordMatches,
  recordTemplates,
  refreshUnmatchedAttention,
} from '../../src/store/marketplace-listings.ts';
import type { ShownListing } from '../../src/store/marketplace-listings.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { openTestStore } from './open-test-store.ts';

const box = createSecretBox(Buffer.alloc(32, 7).toString('base64'));

const shown = (externalId: string, more: Partial<ShownListing> = {}): ShownListing => ({
  externalId,
  name: `Product ${externalId}`,
  internalId: null,
  price: '10',
  stock: 5,
  ...more,
});

describe('listings as the marketplace shows them', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const see = async (...listings: ShownListing[]): Promise<number> =>
    noteShownListings(store.db, 'cartona', { seenAt: await databaseTime(store.db), listings });
  const listing = async (id: string) => (await getListings(store.db, 'cartona', [id]))[0];
  const map = (externalId: string, productId: number, more: { factor?: string; enabled?: boolean } = {}) =>
    mapListings(store.db, 'cartona', [{ externalId, productId, enabled: true, factor: '1', ...more }]);
  const unmatched = async () =>
    (await listUnmatched(store.db, 'cartona', { after: '', limit: 10 })).map(({ externalId }) => externalId);

  it('are counted as new once, also when a page has one twice', async () => {
    assert.equal(await see(shown('1'), shown('1'), shown('2')), 2);
    assert.equal(await see(shown('1'), shown('3')), 1);
    assert.equal(await see(), 0);
  });

  it('are known by name and by our id as they are now, and keep their product', async () => {
    await map('1', 904);
    await see(shown('1', { name: 'Tea', internalId: '905' }));
    await see(shown('1', { name: null, internalId: null }));
    const seen = await listing('1');
    assert.deepEqual([seen?.productId, seen?.name, seen?.internalId], [904, 'Tea', null]);
  });

  it('that were not seen are gone, whether they ever were there or not, and keep what was wrong with them', async () => {
    await map('never', 1);
    await see(shown('once'));
    await map('archived', 2);
    await store.db.updateTable('listings').set({ problem: 'archived' }).where('external_id', '=', 'archived').execute();
    const since = await databaseTime(store.db);
    await see(shown('now'));
    const connection = { id: 'cartona', name: 'Cartona' };
    assert.equal(await noteGoneListings(store.db, connection, since), 2);
    assert.equal((await listing('never'))?.problem, 'Not in the list of Cartona: it never was');
    assert.match((await listing('once'))?.problem ?? '', /^Not in the list of Cartona any more; last seen there on/);
    assert.equal((await listing('archived'))?.problem, 'archived');
    assert.deepEqual(await unmatched(), ['now']);
  });

  it('get the product that was found, unless somebody mapped them meanwhile', async () => {
    await see(shown('1'), shown('2'), shown('3'));
    await map('2', 7);
    const matched = await recordMatches(store.db, 'cartona', [
      { externalId: '1', productId: 10, templateId: 3 },
      { externalId: '2', productId: 11, templateId: 4 },
      { externalId: '3', problem: 'no product in Odoo has id 5' },
    ]);
    assert.equal(matched, 1);
    assert.deepEqual([(await listing('1'))?.productId, (await listing('2'))?.productId], [10, 7]);
    assert.equal((await listing('3'))?.problem, 'no product in Odoo has id 5');
    assert.deepEqual(await unmatched(), ['3']);
  });

  it('that were found by an id which is another one now say so, until somebody maps them', async () => {
    await see(shown('1', { internalId: '904' }));
    await recordMatches(store.db, 'cartona', [{ externalId: '1', productId: 904, templateId: 3 }]);
    await see(shown('1', { internalId: '904' }));
    assert.equal((await listing('1'))?.problem, null);
    await see(shown('1', { internalId: '905' }));
    const changed = await listing('1');
    assert.equal(changed?.productId, 904);
    assert.match(changed.problem ?? '', /matched by the id 904, and the marketplace names 905 now/);
    await map('1', 904);
    assert.equal((await listing('1'))?.problem, null);
  });

  it('want the template of their product, and again when the product is another', async () => {
    await map('1', 10);
    await map('2', 10);
    await map('3', 11);
    const missing = () => listProductsWithoutTemplate(store.db, 'cartona', { after: 0, limit: 10 });
    assert.deepEqual(await missing(), [10, 11]);
    await recordTemplates(store.db, 'cartona', [{ id: 10, templateId: 3 }]);
    assert.deepEqual(await missing(), [11]);
    await map('1', 10, { factor: '2' });
    assert.deepEqual(await missing(), [11]);
    await map('1', 12);
    assert.deepEqual(await missing(), [11, 12]);
  });

  it('without a product are one attention, which counts them and ends with the last one', async () => {
    const words = async () =>
      (await openAttention(store.db, connectionTarget('cartona'))).map(({ kind, reason }) => `${kind}: ${reason}`);
    await see(...['1', '2', '3', '4', '5', '6'].map((id) => shown(id)));
    assert.deepEqual(await words(), []);
    assert.equal(await refreshUnmatchedAttention(store.db, 'cartona'), 6);
    assert.match((await words())[0] ?? '', /^listing-unmatched: 6 listings .*: 1, 2, 3, 4, 5, …\./);
    // People map at the same time.
    await Promise.all(['1', '2', '3', '4', '5'].map((id) => map(id, 1)));
    assert.match((await words())[0] ?? '', /^listing-unmatched: 1 listing .*: 6\./);
    await deleteListing(store.db, 'cartona', '6');
    assert.deepEqual(await words(), []);
  });
});

describe('what was pushed before', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  /** A connection with three listings: `pushed`, `new`, and `off`, which was pushed and is disabled. */
  const begin = async (offers: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    await createConnection(store.db, box, {
      id: 'cartona',
      kind: 'cartona',
      name: 'Cartona',
      enabled: true,
      settings: { offers: { enabled: true, ...offers } },
      secrets: {},
    });
    const one = { productId: 1, factor: '1' };
    await mapListings(store.db, 'cartona', [
      { ...one, externalId: 'pushed', enabled: true },
      { ...one, externalId: 'new', enabled: true },
      { ...one, externalId: 'off', enabled: false },
    ]);
    await sql`insert into offers (connection, external_id, price, stock, pushed_at)
      select 'cartona', id, 1, 1, now() from unnest(array['pushed', 'off']) as id`.execute(store.db);
    assert.deepEqual(await dirty(), []);
  };
  const dirty = async (): Promise<string[]> =>
    (await store.db.selectFrom('dirty_offers').select('external_id').orderBy('external_id').execute()).map(
      (row) => row.external_id,
    );
  const map = (externalId: string, more: { productId?: number; factor?: string; enabled?: boolean } = {}) =>
    mapListings(store.db, 'cartona', [{ externalId, productId: 1, enabled: true, factor: '1', ...more }]);
  const set = (offers: Readonly<Record<string, unknown>>) =>
    updateConnection(store.db, box, 'cartona', (stored) => ({ ...stored, settings: { offers } }));

  for (const [what, change] of [
    ['factor', { factor: '12' }],
    ['product', { productId: 2 }],
  ] as const) {
    it(`is dirty with another ${what}, what was not is not`, async () => {
      await begin();
      await map('pushed', change);
      await map('new', change);
      assert.deepEqual(await dirty(), ['pushed']);
    });
  }

  it('is dirty when its listing is enabled again, and stays as it is when it is disabled', async () => {
    await begin();
    await map('pushed', { enabled: false });
    await map('off');
    assert.deepEqual(await dirty(), ['off']);
  });

  it('is not dirty by the same mapping again, nor by an unknown listing', async () => {
    await begin();
    await map('pushed', { factor: '1.000' });
    await map('unheard');
    assert.deepEqual(await dirty(), []);
  });

  it('is dirty together with everything else where the connection repairs', async () => {
    await begin({ reconcile: 'repair' });
    await map('new', { factor: '2' });
    assert.deepEqual(await dirty(), ['new']);
    await set({ enabled: true, reconcile: 'repair', buffer: 3 });
    assert.deepEqual(await dirty(), ['new', 'pushed']);
  });

  for (const change of [
    { price: { pricelist: 4 } },
    { stock: 'virtual_available' },
    { warehouses: [2] },
    { buffer: 1 },
    { minStock: 2 },
    { allowZeroPrice: true },
  ]) {
    it(`is dirty with the setting ${JSON.stringify(change)}`, async () => {
      await begin();
      await set({ enabled: true, ...change });
      assert.deepEqual(await dirty(), ['pushed']);
    });
  }

  for (const [what, before, after] of [
    ['saying a default', {}, { enabled: true, buffer: 0, stock: 'free_qty' }],
    ['a setting that no value hangs on', {}, { enabled: true, batchSize: 7, reconcile: 'repair' }],
    ['enabling', { enabled: false }, { enabled: true }],
    ['enabling with another buffer', { enabled: false }, { enabled: true, buffer: 3 }],
    ['disabling', {}, { enabled: false, buffer: 3 }],
  ] as const) {
    it(`is not dirty by ${what}`, async () => {
      await begin(before);
      await set(after);
      assert.deepEqual(await dirty(), []);
    });
  }

  it('and withheld for its price is dirty when such prices may be sent', async () => {
    await begin();
    await sql`insert into attention (connection, kind, target_type, target_id, reason, actions)
      values ('cartona', 'price-not-positive', 'listing', 'new', 'its price is 0', '{}')`.execute(store.db);
    await set({ enabled: true, allowZeroPrice: true });
    assert.deepEqual(await dirty(), ['new', 'pushed']);
  });

  it('is forgotten with its listing', async () => {
    await begin();
    assert.equal(await deleteListing(store.db, 'cartona', 'pushed'), true);
    const rows = await store.db.selectFrom('offers').select('external_id').execute();
    assert.deepEqual(rows, [{ external_id: 'off' }]);
  });
});
