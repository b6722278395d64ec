import assert from 'node:assert/strict';
import { sandboxToken } from '../../../sandbox/server.ts';
import { marketplaceSettings } from '../../../src/config/connections/marketplace.ts';
import { cartona } from '../../../src/connectors/marketplaces/cartona/cartona.ts';
import type { MarketplaceConnection } from '../../../src/activities/dependencies.ts';
import { pullAllOrders } from '../../../src/activities/pull/pull-orders.ts';
import { updateOrder } from '../../../src/store/orders.ts';
import type { Store } from '../../../src/store/database.ts';
import { secretsOf, settingsOf } from '../../connectors/marketplaces/cartona/builders.ts';
import { aTransport } from '../../connectors/vendor-server.ts';
import { aSandbox } from '../../sandbox/a-sandbox.ts';
import type { RunningSandbox } from '../../sandbox/a-sandbox.ts';
import { openTestStore } from '../../store/open-test-store.ts';

describe('a pull of several pages', () => {
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

  const pull = (mayStore: () => Promise<void>) =>
    pullAllOrders(
      {
        db: store.db,
        odoo: () => Promise.reject(new Error('a pull asks nothing of Odoo')),
        odooUrl: 'http://127.0.0.1:9',
        marketplaceConnection: () => Promise.resolve(connection),
      },
      connection,
      mayStore,
    );

  it('passes over no order when others leave the list while it reads', async () => {
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

  it('reads each page once when nothing moves', async () => {
    let pages = 0;
    const result = await pull(() => {
      pages += 1;
      return Promise.resolve();
    });
    assert.deepEqual([pages, result.pages, result.seen, result.new], [3, 3, 5, 0]);
  });
});
