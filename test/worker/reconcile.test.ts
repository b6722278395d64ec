import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ConnectionContent } from '../../src/store/connections.ts';
import { createConnection, updateConnection } from '../../src/store/connections.ts';
import { deleteConnection } from '../../src/store/connection-delete.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import type { Store } from '../../src/store/database.ts';
import { createReconciler } from '../../src/worker/reconcile.ts';
import type { Reconciler } from '../../src/worker/reconcile.ts';
import { openTestStore } from '../store/open-test-store.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { openNamespace } from '../support/open-namespace.ts';
import { waitFor } from '../support/wait.ts';

describe('a point of sale that is connected', () => {
  const box = createSecretBox(randomBytes(32).toString('base64'));
  const problems: string[] = [];
  let queues: readonly string[] = [];
  let namespace: TestNamespace;
  let store: Store;
  let reconciler: Reconciler;

  before(async function () {
    namespace = await openNamespace();
    store = await openTestStore();
    reconciler = createReconciler({
      db: store.db,
      client: namespace.client,
      vendorWorkers: {
        reconcile: (wanted) => {
          queues = wanted.map(({ id }) => id);
          return Promise.resolve();
        },
        stop: () => Promise.resolve(),
      },
      onProblem: (connection) => problems.push(connection),
    });
  });
  after(async () => {
    await store.close();
    await namespace.close();
  });

  const content = (settings: Record<string, unknown> = {}): ConnectionContent => ({
    name: 'Shop',
    enabled: true,
    settings: { url: 'https://pos.example/orders', posConfig: 'Shop', ...settings },
    secrets: { pushKey: 'push-key' },
  });
  const connect = (id: string, change: Partial<ConnectionContent> & { kind?: string } = {}) =>
    createConnection(store.db, box, { id, kind: 'pos', ...content(), ...change });
  const reconcile = () => reconciler.reconcile({ restore: false });
  const schedule = (id: string) => namespace.client.schedule.getHandle(`pos-import:${id}`).describe();
  const syncNow = (id: string) => namespace.client.workflow.getHandle(`pos-import:${id}:now`).describe();

  it('has its queue polled, its schedule made, and what happened before fetched at once', async () => {
    await connect('bazaar');
    await reconcile();
    assert.ok(queues.includes('bazaar'));
    assert.equal((await schedule('bazaar')).spec.intervals?.[0]?.every, 900_000);
    const run = await syncNow('bazaar');
    assert.deepEqual([run.type, run.taskQueue, run.status.name], ['importPosOrders', 'workflows', 'RUNNING']);
  });

  it('joins the fetch that is under way when it changes', async () => {
    await connect('kiosk');
    await reconcile();
    const { runId } = await syncNow('kiosk');
    await updateConnection(store.db, box, 'kiosk', () => content({ syncEveryMinutes: 5 }));
    await reconcile();
    assert.equal((await syncNow('kiosk')).runId, runId);
    assert.equal((await schedule('kiosk')).spec.intervals?.[0]?.every, 300_000);
  });

  it('that is disabled is neither polled nor fetched from', async () => {
    await connect('closed', { enabled: false });
    await reconcile();
    assert.ok(!queues.includes('closed'));
    assert.equal((await schedule('closed')).state.paused, true);
    await assert.rejects(syncNow('closed'), { name: 'WorkflowNotFoundError' });
  });

  it('that only pushes is polled for, and has no schedule, also when it had one', async () => {
    await connect('pushing');
    await reconcile();
    await updateConnection(store.db, box, 'pushing', () => {
      const { settings, ...rest } = content({ acceptPush: true });
      const { url: _, ...others } = settings;
      return { ...rest, settings: others };
    });
    await reconcile();
    assert.ok(queues.includes('pushing'));
    await assert.rejects(schedule('pushing'), { name: 'ScheduleNotFoundError' });
  });

  it('leaves nothing behind when it is deleted', async function () {
    await connect('gone');
    await reconcile();
    await waitFor(
      'the run in the list',
      () => namespace.client.workflow.count('Connection = "gone" AND ExecutionStatus = "Running"'),
      ({ count }) => count === 1,
    );
    await deleteConnection(store.db, box, 'gone', { force: true });
    await reconcile();
    assert.ok(!queues.includes('gone'));
    await assert.rejects(schedule('gone'), { name: 'ScheduleNotFoundError' });
    assert.equal((await syncNow('gone')).status.name, 'TERMINATED');
  });

  it('that is a prep centre instead has its shipments asked after at once, and then by its schedule', async () => {
    const settings = { baseUrl: 'https://ysell.example/', pollEveryMinutes: 30 };
    await connect('ysell', { kind: 'ysell', settings, secrets: { apiKey: 'key' } });
    await reconcile();
    assert.ok(queues.includes('ysell'));
    const { client } = namespace;
    const { spec } = await client.schedule.getHandle('follow-shipments:ysell').describe();
    assert.equal(spec.intervals?.[0]?.every, 1_800_000);
    const run = await client.workflow.getHandle('follow-shipments:ysell:now').describe();
    assert.deepEqual([run.type, run.taskQueue], ['followShipments', 'workflows']);
  });

  it('whose settings make no sense is told of and holds up no other', async () => {
    await connect('broken', { settings: { url: 5 } });
    await connect('sound');
    await reconcile();
    assert.ok(problems.includes('broken'));
    assert.ok(queues.includes('sound') && !queues.includes('broken'));
  });
});
