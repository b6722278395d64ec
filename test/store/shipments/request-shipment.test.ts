import assert from 'node:assert/strict';
import type { Store } from '../../../src/store/database.ts';
import { takeWanted } from '../../../src/store/poked-rows.ts';
import { loadShipment } from '../../../src/store/shipments/rows.ts';
import { requestShipment, stopWaiting } from '../../../src/store/shipments/request-shipment.ts';
import { settleShipment } from '../../../src/store/shipments/settle.ts';
import { shipmentRows } from '../../../src/store/shipments/wake.ts';
import { aConnection } from '../fulfilments/shipment-rows.ts';
import { openTestStore } from '../open-test-store.ts';

const problem = { kind: 'refused', detail: 'Picking WH/OUT/7 is a draft.', errors: [] } as const;

describe('a request for a courier', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    await aConnection(store.db, 'opal');
  });
  afterEach(() => store.close());

  const ask = (over: { connection?: string; waitMs?: number; n?: number } = {}) =>
    requestShipment(store.db, { pickingId: 7, connection: 'opal', waitMs: 5_000, ...over });
  const refuse = (n: number) =>
    settleShipment(store.db, { pickingId: 7, n }, { changes: {}, refused: { problem, kind: 'rejected' } });

  it('makes one shipment of a picking, however many ask at once', async () => {
    const all = await Promise.all(['opal', 'dhl', 'opal', 'opal'].map((connection) => ask({ connection })));
    assert.equal(all.filter(({ isNew }) => isNew).length, 1);
    assert.equal(new Set(all.map(({ shipmentId }) => shipmentId)).size, 1);
  });

  it('is brought to a run of its own', async () => {
    await ask();
    const key = { pickingId: 7, n: 1, provider: 'opal' };
    assert.deepEqual(await takeWanted(store.db, shipmentRows, 10), [
      { key, revision: 1, isFirst: true, asksOdoo: true },
    ]);
  });

  it('makes the next one after a failed or cancelled one, and none after a delivered one', async () => {
    for (const [n, closeAs] of [
      [1, 'error'],
      [2, 'cancelled'],
      [3, 'delivered'],
    ] as const) {
      assert.partialDeepStrictEqual(await ask(), { n, isNew: true });
      await settleShipment(store.db, { pickingId: 7, n }, { changes: {}, closeAs });
    }
    assert.partialDeepStrictEqual(await ask(), { n: 3, isNew: false });
  });

  it('by number makes that one only if it is the next', async () => {
    await assert.rejects(ask({ n: 2 }), /not the next one/);
    assert.partialDeepStrictEqual(await ask({ n: 1 }), { n: 1, isNew: true });
  });

  it('that cannot be met is closed while somebody waits for the answer', async () => {
    await ask();
    await refuse(1);
    assert.partialDeepStrictEqual((await loadShipment(store.db, { pickingId: 7, n: 1 }))?.row, {
      state: 'error',
      error: problem.detail,
      problem,
    });
    assert.equal((await ask()).n, 2);
  });

  it('that cannot be met waits for a person once nobody waits any more', async () => {
    const { shipmentId } = await ask();
    assert.equal((await stopWaiting(store.db, shipmentId))?.state, 'pending');
    await refuse(1);
    const opened = await loadShipment(store.db, { pickingId: 7, n: 1 });
    assert.equal(opened?.row.state, 'pending');
    assert.deepEqual(
      opened.attention.map(({ kind, step, reason }) => ({ kind, step, reason })),
      [{ kind: 'rejected', step: 'look', reason: problem.detail }],
    );
  });

  it('lays aside what waited for a person of the one before', async () => {
    await ask();
    const raised = { kind: 'rejected', step: 'status', reason: 'Fehlanfahrt' } as const;
    await settleShipment(store.db, { pickingId: 7, n: 1 }, { changes: {}, closeAs: 'error', attention: [raised] });
    assert.equal((await loadShipment(store.db, { pickingId: 7, n: 1 }))?.attention.length, 1);
    await ask();
    assert.equal((await loadShipment(store.db, { pickingId: 7, n: 1 }))?.attention.length, 0);
  });
});
