import assert from 'node:assert/strict';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import type { BackgroundLoop } from '../../src/dispatch/background-loop.ts';
import { startDispatcher } from '../../src/dispatch/dispatcher.ts';
import type { Store } from '../../src/store/database.ts';
import { storeFacts } from '../../src/store/inbox.ts';
import { requestPull } from '../../src/store/pulls.ts';
import { factsOf, pulled, recordPage } from '../store/order-rows.ts';
import { openTestStore } from '../store/open-test-store.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { waitFor } from '../support/wait.ts';
import { seeRun } from './runs.ts';
import { openNamespace } from '../support/open-namespace.ts';

const silent = pino({ level: 'silent' });

describe('the dispatcher', () => {
  let namespace: TestNamespace;
  let store: Store;
  const running: BackgroundLoop[] = [];

  before(async function () {
    namespace = await openNamespace();
  });
  after(() => namespace.close());
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((loop) => loop.stop()));
    await store.close();
  });

  const start = (client = namespace.client): BackgroundLoop => {
    const loop = startDispatcher({ db: store.db, client, logger: silent });
    running.push(loop);
    return loop;
  };
  const delivered = (...orders: readonly string[]) =>
    waitFor(
      `delivery of ${orders.join(', ')}`,
      async () => (await Promise.all(orders.map((order) => factsOf(store.db, order)))).flat(),
      (facts) => facts.length > 0 && facts.every((fact) => fact.delivered_at !== null),
    );
  const run = (externalId: string) => seeRun(namespace.client, `order:cartona:${externalId}`);

  it('starts the run of a new order, an event fewer than a signal, with what a person finds it by', async () => {
    await recordPage(store.db, [pulled('new')]);
    start();
    await delivered('new');
    const seen = await run('new');
    assert.deepEqual(seen?.input, { connection: 'cartona', externalId: 'new' });
    assert.deepEqual(seen.signals, []);
    await waitFor(
      'the run in the list',
      () =>
        namespace.client.workflow.count(
          'Connection = "cartona" AND ExternalId = "new" AND Stage = "received" AND Attention = false',
        ),
      ({ count }) => count === 1,
    );
  });

  it('signals the run of an order that changed, and tells Odoo from the marketplace', async () => {
    await recordPage(store.db, [pulled('changed')]);
    const loop = start();
    await delivered('changed');
    await recordPage(store.db, [pulled('changed', { total: '7' })]);
    loop.wake();
    await waitFor(
      'the signal',
      () => run('changed'),
      (seen) => seen?.signals.length === 1,
    );
    await storeFacts(store.db, [
      {
        connection: 'cartona',
        event_key: 'odoo:changed:3',
        target_id: 'changed',
        revision: 3,
        source: 'odoo',
        kind: 'odoo',
        payload: {},
      },
    ]);
    loop.wake();
    await delivered('changed');
    assert.deepEqual((await run('changed'))?.signals, ['externalEvent', 'odooEvent']);
  });

  it('starts the run of an order that ended, with the signal', async () => {
    await recordPage(store.db, [pulled('ended')]);
    const loop = start();
    await delivered('ended');
    const first = await run('ended');
    await namespace.client.workflow.getHandle('order:cartona:ended').terminate();
    await recordPage(store.db, [pulled('ended', { total: '7' })]);
    loop.wake();
    const second = await waitFor(
      'the second run',
      () => run('ended'),
      (seen) => seen?.status === 'RUNNING' && seen.signals.length === 1,
    );
    assert.notEqual(second?.runId, first?.runId);
  });

  it('brings every fact to its one run, however many dispatchers there are', async () => {
    const orders = Array.from({ length: 60 }, (_, index) => `many-${index}`);
    for (let dispatchers = 0; dispatchers < 3; dispatchers += 1) start();
    await recordPage(
      store.db,
      orders.map((order) => pulled(order)),
    );
    for (const loop of running) loop.wake();
    await delivered(...orders);
    const facts = await store.db.selectFrom('inbox').select('deliveries').execute();
    assert.ok(facts.every((fact) => fact.deliveries === 1));
    const runs = await Promise.all(orders.map(run));
    assert.ok(runs.every((seen) => seen?.signals.length === 0));
  });

  it('delivers late what came while Temporal was away', async function () {
    // A call to a server that is away is given up after ten seconds.
    const connection = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 });
    const away = start(new Client({ connection, namespace: namespace.name }));
    await recordPage(store.db, [pulled('late')]);
    away.wake();
    await waitFor(
      'the claim',
      () => factsOf(store.db, 'late'),
      ([fact]) => (fact?.claimed_until.getTime() ?? 0) > 0,
    );
    await away.stop();
    await connection.close();
    assert.equal((await factsOf(store.db, 'late'))[0]?.delivered_at, null);
    await store.db
      .updateTable('inbox')
      .set({ claimed_until: new Date(0) })
      .execute();
    start();
    await delivered('late');
    assert.deepEqual((await run('late'))?.signals, []);
  });

  it('starts a pull that was asked for, and asks again for what was asked while one runs', async () => {
    await requestPull(store.db, 'asked');
    const loop = start();
    const asked = () => store.db.selectFrom('pull_requests').selectAll().execute();
    await waitFor(
      'the pull',
      () => seeRun(namespace.client, 'pull-orders:asked:now'),
      (seen) => seen !== null,
    );
    await waitFor('the end of the asking', asked, (requests) => requests.length === 0);
    const first = await seeRun(namespace.client, 'pull-orders:asked:now');
    await requestPull(store.db, 'asked');
    loop.wake();
    await loop.stop();
    assert.equal((await asked()).length, 1);
    await namespace.client.workflow.getHandle('pull-orders:asked:now').terminate();
    start();
    await waitFor('the end of the asking', asked, (requests) => requests.length === 0);
    assert.notEqual((await seeRun(namespace.client, 'pull-orders:asked:now'))?.runId, first?.runId);
  });
});
