import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { channels } from '../../src/domain/names.ts';
import { openAttention, raiseAttention } from '../../src/store/attention.ts';
import { deleteConnection } from '../../src/store/connection-delete.ts';
import { pauseAsUnauthorized, pauseByOperator, resumeConnection } from '../../src/store/connection-pause.ts';
import {
  connectionTarget,
  createConnection,
  getConnection,
  getOpenConnection,
  listConnections,
  rotateSecrets,
  updateConnection,
} from '../../src/store/connections.ts';
import type { Store } from '../../src/store/database.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { openTestStore } from './open-test-store.ts';

const key = randomBytes(32).toString('base64');
const box = createSecretBox(key);
const cartona = {
  id: 'cartona',
  kind: 'cartona',
  name: 'Cartona Egypt',
  enabled: true,
  settings: { baseUrl: 'https://example.com/api/v1/' },
  secrets: { token: 'old' },
};

describe('stored connections', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    await createConnection(store.db, box, cartona);
  });
  afterEach(() => store.close());

  const versionNow = async (): Promise<number> => (await getConnection(store.db, 'cartona'))?.version ?? 0;

  it('keep their secrets sealed and give them out only to who opens them', async () => {
    const row = await store.db.selectFrom('connections').select('secrets').executeTakeFirstOrThrow();
    assert.doesNotMatch(row.secrets, /old/);
    assert.deepEqual((await getConnection(store.db, 'cartona'))?.secretNames, ['token']);
    assert.deepEqual((await getOpenConnection(store.db, box, 'cartona'))?.secrets, { token: 'old' });
  });

  it('are made once for an id', async () => {
    assert.equal(await createConnection(store.db, box, cartona), undefined);
  });

  it('raise their version and tell every process with each change, and not without one', async () => {
    const listener = new pg.Client({ connectionString: store.url });
    await listener.connect();
    const notices: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => notices.push(payload));
    await listener.query(`listen ${channels.connections}`);
    await updateConnection(store.db, box, 'cartona', () => undefined);
    assert.equal(await versionNow(), 1);
    await updateConnection(store.db, box, 'cartona', (stored) => ({ ...stored, name: 'Cartona' }));
    await pauseByOperator(store.db, 'cartona', 'holiday');
    await resumeConnection(store.db, 'cartona');
    assert.equal(await versionNow(), 4);
    // Notices come with the answer to the next query at the latest.
    await listener.query('select 1');
    await listener.end();
    assert.deepEqual(notices, ['cartona', 'cartona', 'cartona']);
  });

  describe('whose secrets were refused', () => {
    it('are paused with one attention, however many calls found it out at once', async () => {
      const paused = await Promise.all(
        Array.from({ length: 10 }, () => pauseAsUnauthorized(store.db, 'cartona', 'Cartona said 401.', 1)),
      );
      assert.equal(paused.filter(Boolean).length, 1);
      const attention = await openAttention(store.db, connectionTarget('cartona'));
      assert.deepEqual(
        attention.map(({ kind }) => kind),
        ['unauthorized'],
      );
    });

    it('go on, and the attention ends, when other secrets are saved', async () => {
      await pauseAsUnauthorized(store.db, 'cartona', 'Cartona said 401.', 1);
      await updateConnection(store.db, box, 'cartona', (stored) => ({ ...stored, name: 'Renamed' }));
      assert.equal((await getConnection(store.db, 'cartona'))?.pausedBy, 'unauthorized');
      const saved = await updateConnection(store.db, box, 'cartona', (stored) => ({
        ...stored,
        secrets: { token: 'new' },
      }));
      assert.equal(saved?.pausedBy, null);
      assert.deepEqual(await openAttention(store.db, connectionTarget('cartona')), []);
    });

    it('are not paused again by a call that still used the old ones', async () => {
      const seen = await versionNow();
      await updateConnection(store.db, box, 'cartona', (stored) => ({ ...stored, secrets: { token: 'new' } }));
      assert.equal(await pauseAsUnauthorized(store.db, 'cartona', 'Cartona said 401.', seen), false);
    });
  });

  describe('that are deleted', () => {
    const anOrder = async (externalId: string, closedAt: Date | null): Promise<void> => {
      await store.db
        .insertInto('orders')
        .values({ connection: 'cartona', external_id: externalId, number: externalId, closed_at: closedAt })
        .execute();
    };

    it('stay while orders are open', async () => {
      await anOrder('open', null);
      await anOrder('closed', new Date());
      assert.deepEqual(await deleteConnection(store.db, box, 'cartona', { force: false }), {
        outcome: 'open-orders',
        openOrders: 1,
      });
      assert.equal((await listConnections(store.db)).length, 1);
    });

    it('close what was open when forced, forget their secrets and never give their id away', async () => {
      await anOrder('open', null);
      await raiseAttention(
        store.db,
        { connection: 'cartona', type: 'order', id: 'open' },
        { kind: 'unknown-product', reason: 'r', actions: ['retry'] },
      );
      assert.deepEqual(await deleteConnection(store.db, box, 'cartona', { force: true }), {
        outcome: 'deleted',
        closedOrders: 1,
      });
      const order = await store.db.selectFrom('orders').select('closed_at').executeTakeFirstOrThrow();
      assert.ok(order.closed_at instanceof Date);
      const attention = await store.db.selectFrom('attention').select('resolution').execute();
      assert.deepEqual(attention, [{ resolution: 'The connection was deleted' }]);
      const row = await store.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual(box.open(row.secrets, 'cartona'), {});
      assert.deepEqual(await listConnections(store.db), []);
      assert.equal(await createConnection(store.db, box, cartona), undefined);
      assert.deepEqual(await deleteConnection(store.db, box, 'cartona', { force: true }), { outcome: 'unknown' });
    });
  });

  it('are sealed again under the first key, once', async () => {
    const young = randomBytes(32).toString('base64');
    const both = createSecretBox(young, [key]);
    assert.equal(await rotateSecrets(store.db, both), 1);
    assert.equal(await rotateSecrets(store.db, both), 0);
    assert.deepEqual((await getOpenConnection(store.db, createSecretBox(young), 'cartona'))?.secrets, { token: 'old' });
  });
});
