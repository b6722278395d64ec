import assert from 'node:assert/strict';
import { raiseAttention, resolveAttention } from '../../../src/store/attention.ts';
import type { Store } from '../../../src/store/database.ts';
import { listFulfilments } from '../../../src/store/fulfilments/list-fulfilments.ts';
import type { ListedFulfilment } from '../../../src/store/fulfilments/list-fulfilments.ts';
import { fulfilmentTarget } from '../../../src/store/fulfilments/rows.ts';
import {
  countFulfilments,
  countOpenFulfilmentsByStage,
  readFollowAges,
} from '../../../src/store/fulfilments/totals.ts';
import { openTestStore } from '../open-test-store.ts';
import { aConnection, aShipment } from './shipment-rows.ts';

describe('the list of shipments', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const of = (saleOrderId: number, connection = 'ysell') => ({ connection, saleOrderId });
  const idsOf = (found: readonly ListedFulfilment[]) =>
    found.map(({ row }) => `${row.connection} ${row.sale_order_id}`);
  const attend = (key: ReturnType<typeof of>, reason: string, step: 'look' | 'change' = 'look') =>
    raiseAttention(store.db, fulfilmentTarget(key), { kind: 'missing-fields', step, reason, actions: ['retry'] });

  it('passes over none that came in the same moment, however small its pages', async () => {
    const at = { created_at: '2026-01-17T10:00:00.123456Z' };
    for (const key of [of(10), of(9), of(2), of(2, 'other')]) await aShipment(store.db, at, key);
    const found: ListedFulfilment[] = [];
    for (;;) {
      const last = found.at(-1)?.row;
      const after = last && ([last.cursor_at, last.connection, last.sale_order_id] as const);
      const page = await listFulfilments(store.db, { limit: 1, after });
      if (page.length === 0) break;
      found.push(...page);
    }
    assert.deepEqual(idsOf(found), ['other 2', 'ysell 2', 'ysell 9', 'ysell 10']);
  });

  it('shows with each its own open attention, the oldest first', async () => {
    for (const key of [of(1), of(1, 'other'), of(2)]) await aShipment(store.db, {}, key);
    await attend(of(1), 'first');
    await attend(of(1), 'second', 'change');
    await attend(of(2), 'over');
    await resolveAttention(store.db, fulfilmentTarget(of(2)), 'Settled');
    await raiseAttention(
      store.db,
      { connection: 'ysell', type: 'order', id: '2' },
      { kind: 'rejected', reason: 'of an order with the same id', actions: [] },
    );
    const found = await listFulfilments(store.db, { attention: true, limit: 10 });
    assert.deepEqual(idsOf(found), ['ysell 1']);
    assert.deepEqual(
      found[0]?.attention.map(({ reason }) => reason),
      ['first', 'second'],
    );
    assert.deepEqual(await countFulfilments(store.db, 'ysell'), {
      open: 2,
      attention: 1,
      openByStage: { received: 2 },
    });
  });

  it('is counted by stage as far as it is open', async () => {
    await aShipment(store.db, { stage: 'sent' }, of(1));
    await aShipment(store.db, { stage: 'sent' }, of(2));
    await aShipment(store.db, { stage: 'delivered', closed_at: new Date() }, of(3));
    assert.deepEqual(await countOpenFulfilmentsByStage(store.db), [{ connection: 'ysell', stage: 'sent', count: 2 }]);
  });

  it('tells how long ago the last round was, of connections that are there', async () => {
    await aConnection(store.db, 'ysell');
    await aConnection(store.db, 'gone', { deleted_at: new Date() });
    await aConnection(store.db, 'new');
    const now = new Date();
    for (const [connection, followed_at] of [
      ['ysell', new Date(now.getTime() - 60_000)],
      ['gone', now],
      ['new', null],
    ] as const)
      await store.db.insertInto('fulfilment_connections').values({ connection, starts_at: now, followed_at }).execute();
    const [age, ...others] = await readFollowAges(store.db);
    assert.deepEqual([age?.connection, others], ['ysell', []]);
    assert.ok((age?.seconds ?? 0) >= 59);
  });
});
