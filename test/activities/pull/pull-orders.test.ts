import assert from 'node:assert/strict';
import { sandboxToken } from '../../../sandbox/server.ts';
import { marketplaceSettings } from '../../../src/config/connections/marketplace.ts';
import { cartona } from '../../../src/connectors/marketplaces/cartona/cartona.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../../../src/activities/dependencies.ts';
import { ensureFreshPull } from '../../../src/activities/pull/ensure-fresh-pull.ts';
import { pullAllOrders } from '../../../src/activities/pull/pull-orders.ts';
import { loadOrder, updateOrder } from '../../../src/store/orders.ts';
import { requestPull } from '../../../src/store/pulls.ts';
import type { Store } from '../../../src/store/database.ts';
import { secretsOf, settingsOf } from '../../connectors/marketplaces/cartona/builders.ts';
import { aTransport } from '../../connectors/vendor-server.ts';
import { aSandbox } from '../../sandbox/a-sandbox.ts';
import type { RunningSandbox } from '../../sandbox/a-sandbox.ts';
import { openTestStore } from '../../store/open-test-store.ts';
import { waitFor } from '../../support/wait.ts';

describe('a pull', () => {
  let running: RunningSandbox;
  let store: Store;
  let connection: MarketplaceConnection;

  before(async () => {
    running = await aSandbox();
    store = await openTestStore();
    const settings = settingsOf({ baseUrl: `${running.url}/cartona/api/v1/`, pageSize: 2 });
    const secrets = secretsOf({ token: sandboxToken });
    const { baseUrl, headers } = cartona.endpoint({ settings, secrets });
    const { transport } = aTransport(baseUrl, { headers });
    connection = {
      id: 'cartona',
      name: 'Cartona Egypt',
      version: 1,
      settings: marketplaceSettings.parse({}),
      marketplace: cartona.create({ id: 'cartona', settings, secrets }, transport),
    };
  });
  after(async () => {
    await store.close();
    await running.sandbox.close();
  });

  const deps = (): ActivityDependencies => ({
    db: store.db,
    odoo: () => Promise.reject(new Error('a pull asks nothing of Odoo')),
    odooUrl: 'http://127.0.0.1:9',
    marketplaceConnection: () => Promise.resolve(connection),
    posConnection: () => Promise.reject(new Error('a pull asks no point of sale')),
    fulfilmentConnection: () => Promise.reject(new Error('a pull asks no prep centre')),
    fulfilmentConnections: () => Promise.resolve([]),
    deliveryConnection: () => Promise.reject(new Error('a pull asks no courier')),
    followedConnection: () => Promise.reject(new Error('a pull follows no shipments')),
  });
  const pull = (mayStore: () => Promise<void>) => pullAllOrders(deps(), connection, mayStore);

  it('of several pages passes over no order when others leave the list while it reads', async () => {
    const { control } = running.sandbox.cartona;
    const lines = [{ supplier_product_id: '110701', amount: 1, selling_price: 80 }];
    const made = control.createOrders({ count: 7, template: { lines } }).map((order) => order.hashed_id);
    const leaving = made.slice(0, 2);
    let pages = 0;
    const result = await pull(async () => {
      pages += 1;
      // The orders of the first page are acknowledged before the second one is asked for.
      if (pages === 1) for (const id of leaving) await connection.marketplace.acknowledgeOrder(id);
      if (pages !== 2) return;
      for (const externalId of leaving) {
        await updateOrder(store.db, { connection: 'cartona', externalId }, { acknowledged_at: new Date() });
      }
    });
    const rows = await store.db.selectFrom('orders').select('external_id').execute();
    assert.deepEqual(rows.map((row) => row.external_id).toSorted(), made.toSorted());
    assert.deepEqual([result.seen, result.new, result.changed], [7, 7, 0]);
  });

  it('of several pages reads each once when nothing moves', async () => {
    let pages = 0;
    const result = await pull(() => {
      pages += 1;
      return Promise.resolve();
    });
    assert.deepEqual([pages, result.pages, result.seen, result.new], [3, 3, 5, 0]);
  });

  describe('that shall be fresh', () => {
    /** Whether the order stands in a row: it was placed after the last pull. */
    const isPulled = async (externalId: string) =>
      (await loadOrder(store.db, { connection: 'cartona', externalId })) !== undefined;
    const place = (): string => running.sandbox.cartona.control.createOrders({ count: 1 })[0]?.hashed_id ?? '';

    it('is the last one while that is young', async () => {
      await ensureFreshPull(deps(), connection);
      const placed = place();
      await ensureFreshPull(deps(), connection);
      assert.equal(await isPulled(placed), false);
    });

    it('is a new one when the marketplace told of a change since', async () => {
      await ensureFreshPull(deps(), connection);
      const placed = place();
      await requestPull(store.db, 'cartona');
      await Promise.all([ensureFreshPull(deps(), connection), ensureFreshPull(deps(), connection)]);
      assert.equal(await isPulled(placed), true);
    });

    it('is not the one under way, which may have read past the change', async () => {
      await requestPull(store.db, 'cartona');
      const late = running.sandbox.faults.add({
        system: 'cartona',
        path: 'pull-orders',
        effect: { type: 'late-answer', ms: 300 },
      });
      const first = ensureFreshPull(deps(), connection);
      await waitFor(
        'a pull under way',
        () => late.hits,
        (hits) => hits > 0,
      );
      running.sandbox.faults.remove(late.id);
      const placed = place();
      await requestPull(store.db, 'cartona');
      await ensureFreshPull(deps(), connection);
      assert.equal(await isPulled(placed), true);
      await first;
    });
  });
});
