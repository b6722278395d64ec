import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../../src/store/database.ts';
import { settleFulfilment } from '../../../src/store/fulfilments/settle.ts';
import { fulfilmentRows } from '../../../src/store/fulfilments/wake.ts';
import { listOpen, putBackWanted, redeliverUnseen, runsWithoutRow, takeWanted } from '../../../src/store/poked-rows.ts';
import { openTestStore } from '../open-test-store.ts';
import { aConnection, aShipment, shipment } from './shipment-rows.ts';

describe('shipments whose runs are to look at their rows', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    await aConnection(store.db, 'ysell');
  });
  afterEach(() => store.close());

  const take = () => takeWanted(store.db, fulfilmentRows, 10);
  const fresh = {
    revision: 1,
    odoo_revision: 1,
    looked_revision: 0,
    seen_revision: 0,
    delivered_revision: 0,
    deliveries: 0,
  };
  const pass = (minutes: number) =>
    sql`update fulfilments set delivered_at = delivered_at - ${minutes} * interval '1 minute',
      updated_at = updated_at - ${minutes} * interval '1 minute'`.execute(store.db);

  it('are taken once, and the first time that is said', async () => {
    await aShipment(store.db, fresh);
    assert.deepEqual(await take(), [{ key: shipment, revision: 1, isFirst: true, asksOdoo: true }]);
    assert.deepEqual(await take(), []);
    await sql`update fulfilments set revision = 2, looked_revision = 1`.execute(store.db);
    assert.deepEqual(await take(), [{ key: shipment, revision: 2, isFirst: false, asksOdoo: false }]);
  });

  it('are taken again when their run was not reached', async () => {
    await aShipment(store.db, fresh);
    const [first] = await take();
    assert.ok(first);
    await putBackWanted(store.db, fulfilmentRows, first);
    const [again] = await take();
    assert.deepEqual(again, first);
    await sql`update fulfilments set revision = 2`.execute(store.db);
    const [second] = await take();
    assert.ok(second);
    await putBackWanted(store.db, fulfilmentRows, second);
    assert.equal((await take())[0]?.isFirst, false);
  });

  it('are poked again after a minute without being seen, then ever more rarely', async () => {
    await aShipment(store.db, { ...fresh, delivered_revision: 1, deliveries: 1, delivered_at: new Date() });
    assert.equal(await redeliverUnseen(store.db, fulfilmentRows), 0);
    await pass(2);
    assert.equal(await redeliverUnseen(store.db, fulfilmentRows), 1);
    assert.equal((await take()).length, 1);
    await pass(1);
    assert.equal(await redeliverUnseen(store.db, fulfilmentRows), 0, 'two minutes now');
    await pass(2);
    assert.equal(await redeliverUnseen(store.db, fulfilmentRows), 1);
  });

  it('are left alone once their run has seen to it', async () => {
    await aShipment(store.db, { ...fresh, delivered_revision: 1, deliveries: 1, delivered_at: new Date() });
    await settleFulfilment(store.db, shipment, { changes: {}, seenRevision: 1 });
    await pass(60);
    assert.equal(await redeliverUnseen(store.db, fulfilmentRows), 0);
  });

  it('are none of a connection that was deleted', async () => {
    await aConnection(store.db, 'gone', { deleted_at: new Date() });
    await aShipment(store.db, fresh, { connection: 'gone', saleOrderId: 1 });
    assert.deepEqual(await take(), []);
    await pass(1);
    assert.deepEqual(await listOpen(store.db, fulfilmentRows), []);
  });

  it('are told apart from runs that have no row', async () => {
    await aShipment(store.db);
    const runs = ['ysell:ysell:42', 'ysell:ysell:43'];
    assert.deepEqual(await runsWithoutRow(store.db, fulfilmentRows, runs), ['ysell:ysell:43']);
  });
});
