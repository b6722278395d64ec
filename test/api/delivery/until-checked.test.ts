import assert from 'node:assert/strict';
import { untilChecked } from '../../../src/api/delivery/until-checked.ts';
import { Problem } from '../../../src/api/problem.ts';
import type { Store } from '../../../src/store/database.ts';
import { requestShipment } from '../../../src/store/shipments/request-shipment.ts';
import { settleShipment } from '../../../src/store/shipments/settle.ts';
import { openTestStore } from '../../store/open-test-store.ts';

describe('the wait for the check of a picking', () => {
  let store: Store;
  before(async () => {
    store = await openTestStore();
  });
  after(() => store.close());

  const request = (pickingId: number, waitMs = 5_000) =>
    requestShipment(store.db, { pickingId, connection: 'opal', waitMs });
  const refuse = (pickingId: number) =>
    settleShipment(
      store.db,
      { pickingId, n: 1 },
      { changes: {}, refused: { kind: 'rejected', problem: { kind: 'refused', detail: 'Not ready', errors: [] } } },
    );
  const isRefused = (error: unknown): boolean => error instanceof Problem && error.status === 409;

  it('tells what is wrong to all who ask meanwhile', async () => {
    const asked = [await request(1), await request(1)];
    assert.deepEqual(
      asked.map(({ isNew }) => isNew),
      [true, false],
    );
    const waits = asked.map((each) => assert.rejects(untilChecked(store, each, 5_000), isRefused));
    await refuse(1);
    await Promise.all(waits);
  });

  it('ends for the first who asked only: a second one takes nothing from them', async () => {
    const [one, two] = [await request(2), await request(2)];
    await untilChecked(store, two, 0);
    await refuse(2);
    await assert.rejects(untilChecked(store, one, 0), isRefused);
  });

  it('ends for good: what is found wrong later waits for a person', async () => {
    await untilChecked(store, await request(3), 0);
    const { state, attention } = await refuse(3);
    assert.deepEqual([state, attention.map(({ reason }) => reason)], ['pending', ['Not ready']]);
  });

  it('is none for a draft that nobody waits for', async () => {
    await request(4, 0);
    await untilChecked(store, await request(4), 5_000);
  });
});
