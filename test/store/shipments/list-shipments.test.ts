import assert from 'node:assert/strict';
import { raiseAttention, resolveAttention } from '../../../src/store/attention.ts';
import type { Store } from '../../../src/store/database.ts';
import { listShipments } from '../../../src/store/shipments/list-shipments.ts';
import type { ListedShipment } from '../../../src/store/shipments/list-shipments.ts';
import { countOpenShipments, countShipments } from '../../../src/store/shipments/totals.ts';
import { aShipment } from '../../support/shipment-rows.ts';
import { openTestStore } from '../open-test-store.ts';

describe("the list of couriers' shipments", () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const target = (id: string) => ({ connection: 'opal', type: 'delivery' as const, id });
  const attend = (id: string, reason: string, step: 'look' | 'book' = 'look') =>
    raiseAttention(store.db, target(id), { kind: 'missing-fields', step, reason, actions: ['retry'] });

  it('passes over none that came in the same moment, however small its pages', async () => {
    const at = { created_at: '2026-01-17T10:00:00.123456Z' };
    for (const pickingId of [10, 9, 2, 3]) await aShipment(store.db, pickingId, at);
    const found: ListedShipment[] = [];
    for (;;) {
      const last = found.at(-1)?.row;
      const after = last && ([last.cursor_at, last.shipment_id] as const);
      const page = await listShipments(store.db, { limit: 1, after });
      if (page.length === 0) break;
      found.push(...page);
    }
    assert.deepEqual(
      found.map(({ row }) => row.picking_id).toSorted((one, other) => one - other),
      [2, 3, 9, 10],
    );
  });

  it('shows with each its own open attention, the oldest first', async () => {
    await aShipment(store.db, 1, { state: 'error', closed_at: new Date() });
    await aShipment(store.db, 1, { n: 2 });
    await aShipment(store.db, 11, {});
    await attend('1:2', 'first');
    await attend('1:2', 'second', 'book');
    await attend('1:1', 'over');
    await resolveAttention(store.db, target('1:1'), 'Settled');
    const found = await listShipments(store.db, { pickingId: 1, limit: 10 });
    assert.deepEqual(
      found.map(({ row, attention }) => [row.n, attention.map(({ reason }) => reason)]),
      [
        [2, ['first', 'second']],
        [1, []],
      ],
    );
    assert.deepEqual(
      (await listShipments(store.db, { attention: true, limit: 10 })).map(({ row }) => row.picking_id),
      [1],
    );
  });

  it('is counted: what is open, by state, and what waits for a person', async () => {
    await aShipment(store.db, 1, { state: 'pending' });
    await aShipment(store.db, 2, { state: 'pending' });
    await aShipment(store.db, 3, { state: 'shipped' });
    await aShipment(store.db, 4, { state: 'delivered', closed_at: new Date() });
    await aShipment(store.db, 5, { connection: 'other' });
    await attend('1:1', 'one');
    await attend('1:1', 'the same', 'book');
    assert.deepEqual(await countShipments(store.db, 'opal'), {
      open: 3,
      attention: 1,
      openByState: { pending: 2, shipped: 1 },
    });
    const all = (await countOpenShipments(store.db)).map(({ connection, state, count }) => [connection, state, count]);
    assert.deepEqual(all.toSorted(), [
      ['opal', 'pending', 2],
      ['opal', 'shipped', 1],
      ['other', 'draft', 1],
    ]);
  });
});
