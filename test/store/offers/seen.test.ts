import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../../src/store/database.ts';
import { mapListings } from '../../../src/store/listings.ts';
import { unknownRules } from '../../../src/store/offers/pricelist-rules.ts';
import type { SeenRule } from '../../../src/store/offers/pricelist-rules.ts';
import { forgetAllPushed, purgeSeen, recordProductLook } from '../../../src/store/offers/seen.ts';
import type { ProductLook } from '../../../src/store/offers/seen.ts';
import { listListedProducts, listWatchedConnections, noteWatched } from '../../../src/store/offers/watched.ts';
import { drawWatchEpoch, recordChanges } from '../../../src/store/watch.ts';
import { openTestStore } from '../open-test-store.ts';
import { aConnection, aPushedOffer, dirtyIds, offerRow } from './rows.ts';

describe('what the watch saw of products', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    await aConnection(store.db, { offers: { enabled: true, price: { pricelist: 7 } }, listings: ['a', 'b', 'c'] });
    await look({});
  });
  afterEach(() => store.close());

  const ten = new Date('2026-01-17T10:00:00Z');
  const record = (productId: number, hash = 'h', model = 'product.product') => ({
    model,
    id: productId,
    hash,
    productId,
  });
  const rule = (changes: Partial<SeenRule> = {}): SeenRule => ({
    id: 1,
    hash: 'h',
    pricelistId: 7,
    productId: null,
    templateId: null,
    startsAt: null,
    endsAt: null,
    ...changes,
  });
  const look = async (changes: Partial<ProductLook>, lookedUntil: Date | null = ten): Promise<void> => {
    const connections = await listWatchedConnections(store.db);
    await recordProductLook(store.db, { connections, records: [], rules: [], at: ten, ...changes }, lookedUntil);
  };
  /** What a look makes dirty. */
  const dirtyBy = async (changes: Partial<ProductLook>, lookedUntil: Date | null = ten): Promise<readonly string[]> => {
    await store.db.deleteFrom('dirty_offers').execute();
    await look(changes, lookedUntil);
    return dirtyIds(store.db);
  };

  it('is news once, and again when the record differs', async () => {
    const seen = [];
    for (const hash of ['one', 'one', 'two']) seen.push(await dirtyBy({ records: [record(1, hash)] }));
    assert.deepEqual(seen, [['a'], [], ['a']]);
  });

  it('tells a product, its stock and its moves apart', async () => {
    assert.deepEqual(await dirtyBy({ records: [record(1)] }), ['a']);
    assert.deepEqual(await dirtyBy({ records: [record(1, 'h', 'stock.quant')] }), ['a']);
  });

  it('takes a record that came twice in one look', async () => {
    assert.deepEqual(await dirtyBy({ records: [record(1, 'one'), record(1, 'two')] }), ['a']);
  });

  it('is no news to a connection whose offers were just enabled, and is to those that were', async () => {
    await aConnection(store.db, { id: 'new', listings: ['x'] });
    assert.deepEqual(await dirtyBy({ records: [record(1)] }), ['a']);
    assert.deepEqual(await dirtyBy({ records: [record(1, 'two')] }), ['a', 'x']);
  });

  it('begins anew for a connection whose offers were off for a while', async () => {
    await noteWatched(store.db, []);
    assert.deepEqual(await dirtyBy({ records: [record(1)] }), []);
    assert.deepEqual(await dirtyBy({ records: [record(1, 'two')] }), ['a']);
  });

  it('says which connections want to know, and what', async () => {
    await aConnection(store.db, {
      id: 'moves',
      offers: { enabled: true, stock: 'virtual_available' },
      listings: ['x'],
    });
    await aConnection(store.db, { id: 'off', offers: {}, listings: ['x', 'y', 'z', 'only-here'] });
    assert.deepEqual(await listWatchedConnections(store.db), [
      { id: 'cartona', isWatched: true, pricelist: 7, countsMoves: false },
      { id: 'moves', isWatched: false, pricelist: null, countsMoves: true },
    ]);
    assert.deepEqual(await listListedProducts(store.db), [1, 2, 3]);
  });

  describe('of a rule of a pricelist', () => {
    beforeEach(async () => {
      await mapListings(
        store.db,
        'cartona',
        ['a', 'b', 'c'].map((externalId, index) => ({ externalId, productId: index + 1, enabled: true, factor: '1' })),
      );
      await sql`update listings set template_id = product_id * 10`.execute(store.db);
    });

    it('reaches the product, the template or everything, once', async () => {
      assert.deepEqual(await dirtyBy({ rules: [rule({ productId: 1, templateId: 10 })] }), ['a']);
      assert.deepEqual(await dirtyBy({ rules: [rule({ productId: 1, templateId: 10 })] }), []);
      assert.deepEqual(await dirtyBy({ rules: [rule({ id: 2, templateId: 20 })] }), ['b']);
      assert.deepEqual(await dirtyBy({ rules: [rule({ id: 3 })] }), ['a', 'b', 'c']);
    });

    it('that moved from one product to another reaches both', async () => {
      await look({ rules: [rule({ productId: 1 })] });
      assert.deepEqual(await dirtyBy({ rules: [rule({ productId: 2, hash: 'two' })] }), ['a', 'b']);
    });

    it('for a template reaches listings whose template nobody knows', async () => {
      await sql`update listings set template_id = null where external_id = 'c'`.execute(store.db);
      assert.deepEqual(await dirtyBy({ rules: [rule({ templateId: 20 })] }), ['b', 'c']);
    });

    it('that is gone reaches what it reached', async () => {
      await look({ rules: [rule({ productId: 1 }), rule({ id: 2, productId: 2 })] });
      assert.deepEqual(await dirtyBy({ allRules: { ids: [2], unknown: [] } }), ['a']);
      assert.deepEqual(await dirtyBy({ allRules: { ids: [2], unknown: [] } }), []);
    });

    it('that is older than the watch is filled in and is no news, until it changes', async () => {
      assert.deepEqual(await unknownRules(store.db, [5, 6]), [5, 6]);
      assert.deepEqual(await dirtyBy({ allRules: { ids: [5], unknown: [rule({ id: 5, productId: 1 })] } }), []);
      assert.deepEqual(await unknownRules(store.db, [5, 6]), [6]);
      assert.deepEqual(await dirtyBy({ rules: [rule({ id: 5, productId: 2, hash: 'two' })] }), ['a', 'b']);
    });

    it('that begins or ends is seen when the time has come: through the second it ends in it holds', async () => {
      const at = (time: string) => new Date(`2026-01-17T${time}Z`);
      await look({
        rules: [
          rule({ productId: 1, startsAt: at('10:00:05') }),
          rule({ id: 2, productId: 2, endsAt: at('10:00:07') }),
        ],
      });
      assert.deepEqual(await dirtyBy({ at: at('10:00:04') }, ten), []);
      assert.deepEqual(await dirtyBy({ at: at('10:00:05') }, at('10:00:04')), ['a']);
      assert.deepEqual(await dirtyBy({ at: at('10:00:07') }, at('10:00:05')), []);
      assert.deepEqual(await dirtyBy({ at: at('10:00:08') }, at('10:00:07')), ['b']);
      assert.deepEqual(await dirtyBy({ at: at('11:00:00') }, at('10:00:08')), []);
    });

    it('is nothing to a connection that takes the products’ own prices', async () => {
      await aConnection(store.db, { id: 'other', listings: ['x'] });
      await look({});
      assert.deepEqual(await dirtyBy({ rules: [rule()] }), ['a', 'b', 'c']);
    });
  });

  it('of products that are gone is news once', async () => {
    assert.deepEqual(await dirtyBy({ goneProducts: [2] }), ['b']);
    assert.deepEqual(await dirtyBy({ goneProducts: [2] }), []);
    await purgeSeen(store.db);
    assert.deepEqual(await dirtyBy({ goneProducts: [2] }), []);
    assert.deepEqual(await dirtyBy({ goneProducts: [] }), []);
    assert.deepEqual(await dirtyBy({ goneProducts: [2] }), ['b']);
  });

  it('is forgotten after an hour', async () => {
    await look({ records: [record(1), record(2)] });
    await sql`update watch_seen set seen_at = now() - interval '61 minutes' where record_id = 1`.execute(store.db);
    await purgeSeen(store.db);
    assert.deepEqual(await dirtyBy({ records: [record(1), record(2)] }), ['a']);
  });

  it('is stored with how far was looked, or not at all', async () => {
    const { epoch } = await drawWatchEpoch(store.db);
    const connections = await listWatchedConnections(store.db);
    const products: ProductLook = { connections, records: [record(1)], rules: [], at: ten };
    const store1 = (lookedBefore: Date | null) =>
      recordChanges(store.db, { epoch, lookedUntil: ten, lookedBefore, saleOrders: [], pickings: [], products });
    assert.equal(await store1(ten), null, 'the row says otherwise: an older database was restored');
    assert.deepEqual(await dirtyIds(store.db), []);
    assert.equal(await store1(null), 0);
    assert.deepEqual(await dirtyIds(store.db), ['a']);
  });

  it('says nothing of what was pushed after a restore: all of it is unknown and dirty', async () => {
    await aPushedOffer(store.db, 'a');
    await aPushedOffer(store.db, 'gone');
    await forgetAllPushed(store.db);
    assert.equal((await offerRow(store.db, 'a'))?.price, null);
    assert.deepEqual(await dirtyIds(store.db), ['a']);
  });
});
