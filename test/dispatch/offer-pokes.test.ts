import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { BackgroundLoop } from '../../src/dispatch/background-loop.ts';
import { startMissingOfferRuns, startOfferPokes } from '../../src/dispatch/offer-pokes.ts';
import type { Store } from '../../src/store/database.ts';
import { beginClaim } from '../../src/store/offers/claim.ts';
import { drawOfferEpoch } from '../../src/store/offers/epoch.ts';
import { markProductsDirty } from '../../src/store/offers/notice.ts';
import { aConnection } from '../store/offers/rows.ts';
import { openTestStore } from '../store/open-test-store.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { openNamespace } from '../support/open-namespace.ts';
import { waitFor } from '../support/wait.ts';
import { seeRun } from './runs.ts';

describe('the wake-up of a push of offers', () => {
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
    id = `shop-${connections}`;
    await aConnection(store.db, { id, listings: ['a', 'b'] });
  });
  afterEach(async () => {
    await loop?.stop();
    await store.close();
  });

  const start = (): void => {
    loop = startOfferPokes({ db: store.db, client: namespace.client, logger: pino({ level: 'silent' }) });
  };
  const change = (...productIds: readonly number[]) =>
    markProductsDirty(store.db, { productIds, bulk: false, reason: 'changed in Odoo' });
  const run = () => seeRun(namespace.client, `offers:${id}`);
  const woken = (count: number) => waitFor('the counter', runRow, (row) => row?.woken === count);
  const runRow = () => store.db.selectFrom('offer_runs').selectAll().where('connection', '=', id).executeTakeFirst();

  it('starts its run with one poke, however many changes there are', async () => {
    await change(1);
    await change(1, 2);
    start();
    await woken(2);
    const seen = await run();
    assert.deepEqual([seen?.status, seen?.input, seen?.signals], ['RUNNING', { connection: id }, ['poke']]);
  });

  it('comes no second time while the first is not seen to, and does when it was', async () => {
    await change(1);
    start();
    await woken(1);
    await change(2);
    loop?.wake();
    await loop?.stop();
    assert.deepEqual((await run())?.signals, ['poke']);
    await beginClaim(store.db, await drawOfferEpoch(store.db, id));
    await change(1);
    start();
    await woken(3);
    assert.deepEqual((await run())?.signals, ['poke', 'poke']);
  });

  it('waits while the connection is paused', async () => {
    await store.db.updateTable('connections').set({ paused_by: 'operator' }).execute();
    await change(1);
    start();
    loop?.wake();
    await loop?.stop();
    assert.equal(await run(), null);
    await store.db.updateTable('connections').set({ paused_by: null }).execute();
    start();
    await woken(1);
  });

  describe('that got lost', () => {
    const missing = () => startMissingOfferRuns({ db: store.db, client: namespace.client });
    const age = () => sql`update dirty_offers set changed_at = now() - interval '61 seconds'`.execute(store.db);

    it('is made up for after a minute, once', async () => {
      await change(1);
      assert.equal(await missing(), 0);
      await age();
      assert.equal(await missing(), 1);
      assert.equal((await run())?.status, 'RUNNING');
      await waitFor(
        'the run in the list',
        () => namespace.client.workflow.count(`Connection = "${id}" AND ExecutionStatus = "Running"`),
        ({ count }) => count === 1,
      );
      assert.equal(await missing(), 0);
    });

    it('is nothing where the row is not due yet, or the connection is paused', async () => {
      await change(1);
      await age();
      await store.db
        .updateTable('dirty_offers')
        .set({ not_before: new Date(Date.now() + 60_000) })
        .execute();
      assert.equal(await missing(), 0);
      await store.db
        .updateTable('dirty_offers')
        .set({ not_before: new Date(0) })
        .execute();
      await store.db.updateTable('connections').set({ paused_by: 'operator' }).execute();
      assert.equal(await missing(), 0);
    });
  });
});
