import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { startOrderRun } from '../../src/dispatch/order-runs.ts';
import { ensureWatch, sweep } from '../../src/dispatch/sweep.ts';
import { createConnection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/database.ts';
import { takeLease } from '../../src/store/leases.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { anOrderRow, factsOf } from '../store/order-rows.ts';
import { openTestStore } from '../store/open-test-store.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { waitFor } from '../support/wait.ts';
import { seeRun } from './runs.ts';
import { openNamespace } from '../support/open-namespace.ts';

describe('the sweep', () => {
  let namespace: TestNamespace;
  let store: Store;

  before(async function () {
    namespace = await openNamespace();
  });
  after(() => namespace.close());
  beforeEach(async () => {
    store = await openTestStore();
    await createConnection(store.db, createSecretBox(randomBytes(32).toString('base64')), {
      id: 'cartona',
      kind: 'cartona',
      name: 'Cartona Egypt',
      enabled: true,
      settings: {},
      secrets: {},
    });
  });
  afterEach(async () => {
    await endOrderRuns();
    await store.close();
  });

  const sweepNow = (holder = 'a') => sweep({ db: store.db, client: namespace.client }, holder);
  const run = (externalId: string) => seeRun(namespace.client, `order:cartona:${externalId}`);
  const running = 'WorkflowType = "marketplaceOrder" AND ExecutionStatus = "Running"';
  const untilListed = (count: number) =>
    waitFor(
      'the runs in the list',
      () => namespace.client.workflow.count(running),
      (listed) => listed.count === count,
    );
  const endOrderRuns = async (): Promise<void> => {
    for await (const { workflowId } of namespace.client.workflow.list({ query: running })) {
      await namespace.client.workflow.getHandle(workflowId).terminate();
    }
    await untilListed(0);
  };
  /** An order whose row was not touched for a while. */
  const anOldOrder = (externalId: string, changes: Parameters<typeof anOrderRow>[2] = {}) =>
    anOrderRow(store.db, externalId, { updated_at: new Date(Date.now() - 60_000), ...changes });

  it('starts the run of an open order that has none', async () => {
    await anOldOrder('lost');
    assert.equal((await sweepNow())?.started, 1);
    assert.deepEqual((await run('lost'))?.input, { connection: 'cartona', externalId: 'lost' });
  });

  it('starts one again that was ended with Temporal’s own tools', async () => {
    await anOldOrder('ended');
    await startOrderRun(namespace.client, 'cartona', 'ended');
    await untilListed(1);
    assert.equal((await sweepNow())?.started, 0);
    await namespace.client.workflow.getHandle('order:cartona:ended').terminate();
    await untilListed(0);
    assert.equal((await sweepNow())?.started, 1);
  });

  it('leaves alone what is closed, what was touched just now, and what belongs to a deleted connection', async () => {
    await anOldOrder('closed', { closed_at: new Date() });
    await anOrderRow(store.db, 'fresh');
    assert.equal((await sweepNow())?.started, 0);
    await anOldOrder('deleted');
    await store.db.updateTable('connections').set({ deleted_at: new Date() }).execute();
    assert.equal((await sweepNow())?.started, 0);
  });

  it('pokes a run whose row is gone, so that it writes it again', async () => {
    await anOldOrder('here');
    for (const order of ['here', 'gone', 'gone:with:colons']) await startOrderRun(namespace.client, 'cartona', order);
    await untilListed(3);
    assert.equal((await sweepNow())?.restored, 2);
    assert.deepEqual((await run('gone'))?.signals, ['externalEvent']);
    assert.deepEqual((await run('gone:with:colons'))?.signals, ['externalEvent']);
    assert.deepEqual((await run('here'))?.signals, []);
  });

  it('lets a fact that no run has seen to be delivered again', async () => {
    await anOrderRow(store.db, 'undone');
    await store.db
      .updateTable('inbox')
      .set({
        deliveries: 1,
        delivered_at: sql`now() - interval '61 seconds'`,
        claimed_until: sql`now() + interval '1 hour'`,
      })
      .execute();
    assert.equal((await sweepNow())?.redelivered, 1);
    const [fact] = await factsOf(store.db, 'undone');
    assert.equal(fact?.delivered_at, null);
    assert.equal(fact.claimed_until.getTime(), 0);
    assert.equal((await sweepNow())?.redelivered, 0);
  });

  it('makes the watch run, one for all', async () => {
    await sweepNow();
    const first = await seeRun(namespace.client, 'watch-odoo');
    assert.equal(first?.status, 'RUNNING');
    await ensureWatch(namespace.client);
    assert.equal((await seeRun(namespace.client, 'watch-odoo'))?.runId, first.runId);
    await namespace.client.workflow.getHandle('watch-odoo').terminate();
    await sweepNow();
    assert.equal((await seeRun(namespace.client, 'watch-odoo'))?.status, 'RUNNING');
  });

  it('is done by one process at a time', async () => {
    await takeLease(store.db, 'sweep', 'other', 60_000);
    assert.equal(await sweepNow(), null);
  });
});
