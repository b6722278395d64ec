import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { BackgroundLoop } from '../../src/dispatch/background-loop.ts';
import { startMissingPosRuns, startPosPokes } from '../../src/dispatch/pos-pokes.ts';
import type { Store } from '../../src/store/database.ts';
import { noteObstacles } from '../../src/store/pos/import-rows.ts';
import { recordPosOrders } from '../../src/store/pos/record-orders.ts';
import { takeImportWish, wantImport } from '../../src/store/pos/wake.ts';
import { aConnection } from '../store/offers/rows.ts';
import { openTestStore } from '../store/open-test-store.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { openNamespace } from '../support/open-namespace.ts';
import { posReading } from '../support/pos-readings.ts';
import { waitFor } from '../support/wait.ts';
import { seeRun } from './runs.ts';

describe('the wake-up of an import of a point of sale', () => {
  let namespace: TestNamespace;
  let store: Store;
  let loop: BackgroundLoop | undefined;
  let connections = 0;
  let id: string;

  before(async function () {
    namespace = await openNamespace();
  });
  after(() => namespace.close());
  beforeEach(async () => {
    store = await openTestStore();
    connections += 1;
    id = `till-${connections}`;
    await aConnection(store.db, { id });
  });
  afterEach(async () => {
    await loop?.stop();
    await store.close();
  });

  const start = (): void => {
    loop = startPosPokes({ db: store.db, client: namespace.client, logger: pino({ level: 'silent' }) });
  };
  const record = (orderId: string) =>
    recordPosOrders(store.db, { connection: id, source: 'push', runId: null, readings: [posReading(orderId)] });
  const needPerson = (key: string) =>
    noteObstacles(store.db, id, [{ key, kind: 'unknown-product', reason: 'Tea is unknown' }]);
  const importRun = () => seeRun(namespace.client, `pos-import:${id}`);
  const orderRun = (key: string) => seeRun(namespace.client, `pos:${id}:${key}`);
  const woken = (count: number) => waitFor('the counter', importRow, (row) => row?.woken === count);
  const importRow = () =>
    store.db.selectFrom('pos_imports').selectAll().where('connection', '=', id).executeTakeFirst();
  const age = () => sql`update pos_orders set updated_at = now() - interval '2 minutes'`.execute(store.db);
  const missing = () => startMissingPosRuns({ db: store.db, client: namespace.client });

  it('starts its run with one poke, however many orders there are', async () => {
    await record('1');
    await record('2');
    start();
    await woken(2);
    const seen = await importRun();
    assert.deepEqual(
      [seen?.status, seen?.input, seen?.signals],
      ['RUNNING', { connection: id, pushed: true }, ['poke']],
    );
  });

  it('comes no second time while the first is not seen to, and does when it was', async () => {
    await wantImport(store.db, id);
    start();
    await woken(1);
    await wantImport(store.db, id);
    loop?.wake();
    await loop?.stop();
    assert.equal((await importRow())?.woken, 1);
    assert.equal(await takeImportWish(store.db, id), 2);
    await wantImport(store.db, id);
    start();
    await woken(3);
  });

  it('of an order that needs a person starts its run, and wakes it again when its row says so', async () => {
    await record('5');
    await needPerson('5');
    start();
    await waitFor(
      'the run',
      () => orderRun('5'),
      (run) => run?.status === 'RUNNING',
    );
    await store.db.updateTable('pos_orders').set({ run_wanted: true }).execute();
    loop?.wake();
    await waitFor(
      'the second poke',
      () => orderRun('5'),
      (run) => run?.signals.length === 2,
    );
  });

  it('left out is made up for by the sweep: of imports that nobody runs, and of orders that wait without a run', async () => {
    await record('1');
    await record('2');
    await needPerson('2');
    await store.db.updateTable('pos_orders').set({ run_wanted: false }).execute();
    assert.equal(await missing(), 0);
    await age();
    assert.equal(await missing(), 2);
    assert.equal((await importRun())?.status, 'RUNNING');
    start();
    await waitFor(
      'the run of the order',
      () => orderRun('2'),
      (run) => run?.status === 'RUNNING',
    );
    await age();
    await loop?.stop();
    assert.equal(await missing(), 0);
  });
});
