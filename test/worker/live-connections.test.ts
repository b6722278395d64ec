import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createConnection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/database.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { createLiveConnections } from '../../src/worker/live-connections.ts';
import type { LiveConnections } from '../../src/worker/live-connections.ts';
import { failureOf } from '../connectors/failed.ts';
import { openTestStore } from '../store/open-test-store.ts';

describe('a connection that activities ask for', () => {
  const box = createSecretBox(randomBytes(32).toString('base64'));
  let store: Store;
  let connections: LiveConnections;
  before(async () => {
    store = await openTestStore();
    connections = createLiveConnections({ db: store.db, box, log: () => undefined, userAgent: 'Conveyor/test' });
    const shared = { name: 'Shop', enabled: true };
    const posConfig = 'Shop';
    await createConnection(store.db, box, {
      ...shared,
      id: 'shop',
      kind: 'pos',
      settings: { url: 'https://pos.example/orders', posConfig },
      secrets: { apiKey: 'source-key' },
    });
    await createConnection(store.db, box, {
      ...shared,
      id: 'cartona',
      kind: 'cartona',
      settings: { baseUrl: 'https://cartona.example.com/api/v1/' },
      secrets: { token: 'token' },
    });
    await createConnection(store.db, box, { ...shared, id: 'old', kind: 'pos', settings: { posConfig }, secrets: {} });
  });
  after(() => store.close());

  it('is opened as what it is, with the defaults of its settings', async () => {
    const { name, settings, version } = await connections.pos('shop');
    assert.deepEqual([name, settings.syncEveryMinutes, version], ['Shop', 15, 1]);
    assert.equal((await connections.marketplace('cartona')).settings.pullEveryMinutes, 15);
  });

  it('is opened once, however many ask, until something changes', async () => {
    const [first, second] = await Promise.all([connections.pos('shop'), connections.pos('shop')]);
    assert.equal(first, second);
    connections.forget();
    assert.notEqual(await connections.pos('shop'), first);
  });

  it('is refused as what it is not', async () => {
    const failure = await failureOf(connections.marketplace('shop'));
    assert.equal(failure.type, 'InvalidInput');
    assert.equal(failure.message, 'Connection "shop" is a point of sale and not a marketplace.');
    assert.equal((await failureOf(connections.pos('cartona'))).type, 'InvalidInput');
  });

  it('is NotFound where there is none, and names the field where its settings make no sense', async () => {
    assert.equal((await failureOf(connections.pos('none'))).type, 'NotFound');
    const failure = await failureOf(connections.pos('old'));
    assert.equal(failure.type, 'InvalidInput');
    assert.match(failure.message, /settings\.url is needed unless acceptPush is true/);
  });
});
