import assert from 'node:assert/strict';
import type { PosOrder } from '../../../src/domain/pos/pos-order.ts';
import type { Store } from '../../../src/store/database.ts';
import {
  findImportedSales,
  listLoaded,
  listOpenPosOrders,
  noteGone,
  noteLoaded,
  noteLoading,
  noteObstacles,
  notePaid,
} from '../../../src/store/pos/import-rows.ts';
import { readPosOrderView } from '../../../src/store/pos/pos-order-rows.ts';
import { recordPosOrders } from '../../../src/store/pos/record-orders.ts';
import { takeWantedRuns } from '../../../src/store/pos/wake.ts';
import { posReading } from '../../support/pos-readings.ts';
import { openTestStore } from '../open-test-store.ts';

const connection = 'till';

describe('rows of a point of sale on their way into Odoo', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const record = (orderId: string, changes: Partial<PosOrder> = {}) =>
    recordPosOrders(store.db, { connection, source: 'pull', runId: null, readings: [posReading(orderId, changes)] });
  const open = (atMost = 10) => listOpenPosOrders(store.db, connection, atMost);
  const openKeys = async (atMost = 10) => (await open(atMost)).map(({ key }) => key);
  const load = async (key: string, odooId: number): Promise<void> => {
    await noteLoading(
      store.db,
      connection,
      (await open()).filter((order) => order.key === key),
    );
    await noteLoaded(store.db, connection, [{ key, odooId, sessionId: 3, partnerId: null, total: '92', lines: [] }]);
  };
  const view = async (key: string) => (await readPosOrderView(store.db, { connection, externalId: key }))?.view;
  const kinds = async (key: string) => (await view(key))?.attention.map(({ kind }) => kind);
  const wantedRuns = async () => (await takeWantedRuns(store.db, 10)).map(({ key }) => key);

  it('are imported in the order in which they came, as many at a time as are asked for', async () => {
    for (const id of ['9', '10', '1']) await record(id);
    assert.deepEqual(
      [await openKeys(2), await openKeys()],
      [
        ['9', '10'],
        ['9', '10', '1'],
      ],
    );
  });

  it('leave a refund until its sale is through, and know the sale then', async () => {
    await record('5', { kind: 'refund' });
    await record('5');
    await record('6', { kind: 'refund' });
    assert.deepEqual(await openKeys(), ['5', '6:REFUND']);
    await load('5', 42);
    assert.deepEqual(await openKeys(), ['5', '6:REFUND']);
    await notePaid(store.db, connection, [{ key: '5', odooName: 'Shop/0042', sessionId: 3 }]);
    assert.deepEqual(await openKeys(), ['5:REFUND', '6:REFUND']);
    assert.deepEqual([...(await findImportedSales(store.db, connection, ['5', '6']))], [['5', 42]]);
  });

  it('go step by step from received to paid, and are counted as paid once', async () => {
    await record('5');
    await load('5', 42);
    assert.deepEqual(await listLoaded(store.db, connection, ['5', '6']), [{ key: '5', odooId: 42 }]);
    const paid = [{ key: '5', odooName: 'Shop/0042', sessionId: 3 }];
    assert.deepEqual([await notePaid(store.db, connection, paid), await notePaid(store.db, connection, paid)], [1, 0]);
    const { stage, odoo } = (await view('5')) ?? {};
    assert.deepEqual([stage, odoo, await openKeys()], ['paid', { id: 42, name: 'Shop/0042' }, []]);
    assert.deepEqual(await wantedRuns(), []);
  });

  it('are not sent when the source has changed them since they were read', async () => {
    await record('5');
    const read = await open();
    await record('5', { date: '2026-01-18T10:00:00.000Z', lines: [] });
    assert.equal((await noteLoading(store.db, connection, read)).size, 0);
    assert.equal((await noteLoading(store.db, connection, await open())).size, 1);
  });

  it('that meet an obstacle wait for a person and get a run; what stood against them before does so no more', async () => {
    await record('5');
    await noteObstacles(store.db, connection, [{ key: '5', kind: 'unknown-product', reason: 'Tea is unknown' }]);
    assert.deepEqual(
      [(await view('5'))?.stage, await kinds('5'), await openKeys()],
      ['attention', ['unknown-product'], []],
    );
    assert.deepEqual(await wantedRuns(), ['5']);
    await record('5', { lines: [] });
    await noteObstacles(store.db, connection, [{ key: '5', kind: 'payment-mismatch', reason: 'Too little' }]);
    assert.deepEqual(await kinds('5'), ['payment-mismatch']);
  });

  it('paid after a person saw to them wake their run, and nothing stands against them any more', async () => {
    await record('5');
    await load('5', 42);
    await noteObstacles(store.db, connection, [{ key: '5', kind: 'rejected', reason: 'No' }]);
    await wantedRuns();
    await store.db.updateTable('pos_orders').set({ state: 'loaded' }).execute();
    await notePaid(store.db, connection, [{ key: '5', odooName: 'Shop/0042', sessionId: 3 }]);
    assert.deepEqual([(await view('5'))?.attention, await wantedRuns()], [[], ['5']]);
  });

  it('of a draft that somebody deleted in Odoo begin anew', async () => {
    await record('5');
    await load('5', 42);
    await noteGone(store.db, connection, ['5']);
    assert.deepEqual(
      (await open()).map(({ state, odoo_id: id }) => [state, id]),
      [['received', null]],
    );
  });
});
