import assert from 'node:assert/strict';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { createWatchOdooActivities } from '../../src/activities/watch-odoo.ts';
import type { ProductChanges, SeenPricelistRule, WatchedProducts } from '../../src/connectors/odoo/client.ts';
import { Failure } from '../../src/domain/failure.ts';
import type { Store } from '../../src/store/database.ts';
import { aConnection, aPushedOffer, dirtyIds, offerRow } from '../store/offers/rows.ts';
import { openTestStore } from '../store/open-test-store.ts';

describe('the watch of products', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    asked.length = 0;
    changes = { serverTime: ten, records: [], rules: [] };
    rules = [];
    existing = new Set([1, 2, 3]);
    refusal = null;
  });
  afterEach(() => store.close());

  const ten = new Date('2026-01-17T10:00:00Z');
  const later = (seconds: number) => new Date(ten.getTime() + seconds * 1_000);
  const asked: { readonly since: Date; readonly what: WatchedProducts }[] = [];
  let changes: ProductChanges;
  let rules: readonly SeenPricelistRule[];
  let existing: ReadonlySet<number>;
  let refusal: Failure | null;

  const odoo = {
    readChanges: () => Promise.resolve({ serverTime: changes.serverTime, saleOrders: [], pickings: [] }),
    readProductChanges: (since: Date, what: WatchedProducts) => {
      asked.push({ since, what });
      return refusal === null ? Promise.resolve(changes) : Promise.reject(refusal);
    },
    readPricelistRuleIds: () => Promise.resolve(rules.map(({ id }) => id)),
    readPricelistRules: (ids: readonly number[]) => Promise.resolve(rules.filter(({ id }) => ids.includes(id))),
    existingProducts: () => Promise.resolve(existing),
  };

  /** Runs the watch for so many looks; before each one but the first, `between` may change the world. */
  const watch = async (
    looks: number,
    between: () => void = () => undefined,
    heartbeatDetails?: unknown,
  ): Promise<unknown[]> => {
    const stopping = new AbortController();
    const heartbeats: unknown[] = [];
    const environment = new MockActivityEnvironment({ heartbeatDetails });
    environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
    // The rest of Odoo has no part in this.
    const deps = {
      db: store.db,
      odooUrl: 'http://odoo.invalid',
      odoo: () => Promise.resolve(odoo),
      fulfilmentConnections: () => Promise.resolve([]),
    } as unknown as ActivityDependencies;
    let done = 0;
    const activities = createWatchOdooActivities(deps, {
      intervalMs: 1,
      stopping: stopping.signal,
      nap: () => {
        done += 1;
        if (done >= looks) stopping.abort();
        else between();
        return Promise.resolve();
      },
    });
    await assert.rejects(
      environment.run(() => activities.watchChanges()),
      /moves to another attempt/,
    );
    return heartbeats;
  };

  const seen = (productId: number, hash = 'h') => ({ model: 'product.product', id: productId, hash, productId });
  const aRule = (id: number, productId: number): SeenPricelistRule => ({
    id,
    hash: 'h',
    pricelistId: 7,
    productId,
    templateId: null,
    startsAt: null,
    endsAt: null,
  });

  it('asks nothing of products while no connection pushes offers', async () => {
    await aConnection(store.db, { offers: {}, listings: ['a'] });
    await watch(2);
    assert.deepEqual(asked, []);
  });

  it('asks for planned moves and pricelists only where a connection needs them', async () => {
    await aConnection(store.db, { listings: ['a'] });
    await watch(1);
    await aConnection(store.db, {
      id: 'more',
      offers: { enabled: true, stock: 'virtual_available', price: { pricelist: 7 } },
    });
    await watch(1);
    assert.deepEqual(
      asked.map(({ what }) => what),
      [
        { moves: false, pricelists: [] },
        { moves: true, pricelists: [7] },
      ],
    );
  });

  it('looks back fifteen seconds, but not over and over at thousands', async () => {
    await aConnection(store.db, { listings: ['a'] });
    await watch(1);
    const many = Array.from({ length: 1_001 }, (_, index) => seen(index + 10));
    let look = 0;
    await watch(5, () => {
      look += 1;
      changes = { ...changes, records: look === 2 ? many : [] };
    });
    const backs = asked.slice(1).map(({ since }) => (ten.getTime() - since.getTime()) / 1_000);
    assert.deepEqual(backs, [300, 15, 15, 2, 2]);
  });

  it('makes nothing dirty by the look that is the first since offers were enabled, and then each change once', async () => {
    await aConnection(store.db, { listings: ['a', 'b'] });
    changes = { ...changes, records: [seen(1)] };
    await watch(2);
    assert.deepEqual(await dirtyIds(store.db), []);
    await watch(2, () => {
      changes = { ...changes, records: [seen(1), seen(2)] };
    });
    assert.deepEqual(await dirtyIds(store.db), ['b']);
  });

  it('finds rules and products that are gone', async () => {
    await aConnection(store.db, { offers: { enabled: true, price: { pricelist: 7 } }, listings: ['a', 'b', 'c'] });
    rules = [aRule(1, 1), aRule(2, 2)];
    await watch(3);
    assert.deepEqual(await dirtyIds(store.db), []);
    rules = [aRule(2, 2)];
    existing = new Set([1, 2]);
    // The products are compared beside the looks.
    let looks = 0;
    const stop = async (): Promise<boolean> => {
      looks += 1;
      return (await dirtyIds(store.db)).length === 2 || looks > 50;
    };
    do await watch(5);
    while (!(await stop()));
    assert.deepEqual(await dirtyIds(store.db), ['a', 'c']);
  });

  it('goes on with the orders where Odoo does not let it see products, and says so', async () => {
    await aConnection(store.db, { listings: ['a'] });
    refusal = new Failure('Rejected', 'You may not read products.');
    await watch(3);
    assert.equal(asked.length, 1);
    const [open] = await store.db.selectFrom('attention').selectAll().execute();
    assert.match(open?.reason ?? '', /You may not read products/);
    assert.equal(open?.resolved_at, null);
    assert.deepEqual((await store.db.selectFrom('watch').select('looked_until').executeTakeFirst())?.looked_until, ten);
    refusal = null;
    await watch(1);
    assert.notEqual((await store.db.selectFrom('attention').selectAll().executeTakeFirst())?.resolved_at, null);
  });

  describe('tells the attempt after it how far it committed', () => {
    beforeEach(async () => {
      await aConnection(store.db, { listings: ['a', 'b'] });
      await aPushedOffer(store.db, 'a');
    });

    it('with each look', async () => {
      const heartbeats = await watch(2, () => {
        changes = { ...changes, serverTime: later(1) };
      });
      assert.deepEqual(heartbeats, [{ cursor: ten.toISOString() }, { cursor: later(1).toISOString() }]);
    });

    it('so that a database that is as new changes nothing', async () => {
      await watch(1);
      await watch(1, undefined, { cursor: ten.toISOString() });
      assert.deepEqual([await dirtyIds(store.db), (await offerRow(store.db, 'a'))?.price], [[], '10']);
    });

    it('so that an older database is known: all that was pushed is unknown and pushed again', async () => {
      await watch(1);
      await watch(1, undefined, { cursor: later(60).toISOString() });
      assert.deepEqual([await dirtyIds(store.db), (await offerRow(store.db, 'a'))?.price], [['a'], null]);
    });
  });
});
