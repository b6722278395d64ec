import assert from 'node:assert/strict';
import { openAttention, raiseAttention } from '../../src/store/attention.ts';
import type { Store } from '../../src/store/database.ts';
import { drawWatchEpoch, latestWatchEpoch, lookAgainAtOpenOrders, recordChanges } from '../../src/store/watch.ts';
import type { SeenPicking, SeenSaleOrder } from '../../src/store/watch.ts';
import { anOrderRow, factsOf, rowOf, settleAll } from './order-rows.ts';
import { openTestStore } from './open-test-store.ts';

describe('what the watch saw in Odoo', () => {
  let store: Store;
  let epoch: number;
  beforeEach(async () => {
    store = await openTestStore();
    epoch = (await drawWatchEpoch(store.db)).epoch;
    await anOrderRow(store.db, 'a', {
      odoo_id: 42,
      odoo_state: 'sale',
      odoo_pickings: JSON.stringify({ 7: 'assigned' }),
    });
    await settleAll(store.db);
  });
  afterEach(() => store.close());

  const look = (saleOrders: readonly SeenSaleOrder[], pickings: readonly SeenPicking[] = [], under = epoch) =>
    recordChanges(store.db, { epoch: under, lookedUntil: new Date('2026-01-17T10:00:00Z'), saleOrders, pickings });
  const odooFacts = async () => (await factsOf(store.db, 'a')).filter((fact) => fact.kind === 'odoo');

  it('is a fact where the sale order differs from the row', async () => {
    assert.equal(
      await look([
        { id: 42, state: 'cancel' },
        { id: 43, state: 'sale' },
      ]),
      1,
    );
    const [fact] = await odooFacts();
    assert.equal(fact?.revision, 2);
    assert.equal(fact.source, 'odoo');
    assert.equal((await rowOf(store.db, 'a')).revision, 2);
  });

  it('is a fact where a transfer differs from the row, or is new', async () => {
    assert.equal(await look([], [{ id: 7, saleOrderId: 42, state: 'done' }]), 1);
    await settleAll(store.db);
    assert.equal(await look([], [{ id: 8, saleOrderId: 42, state: 'waiting' }]), 1);
  });

  it('is doubted after an older database was restored: each open order is looked at again', async () => {
    await anOrderRow(store.db, 'closed', { odoo_id: 43, closed_at: new Date() });
    await settleAll(store.db);
    assert.equal(await lookAgainAtOpenOrders(store.db), 1);
    assert.deepEqual(
      (await odooFacts()).map(({ revision, done_at }) => [revision, done_at]),
      [[2, null]],
    );
    assert.equal(await lookAgainAtOpenOrders(store.db), 1);
    assert.equal((await rowOf(store.db, 'a')).revision, 3);
  });

  it('is one fact where both differ', async () => {
    assert.equal(await look([{ id: 42, state: 'cancel' }], [{ id: 7, saleOrderId: 42, state: 'cancel' }]), 1);
  });

  it('is nothing where the row says the same, however often it is looked', async () => {
    const same = () => look([{ id: 42, state: 'sale' }], [{ id: 7, saleOrderId: 42, state: 'assigned' }]);
    assert.deepEqual([await same(), await same()], [0, 0]);
    assert.equal((await rowOf(store.db, 'a')).revision, 1);
  });

  it('is one fact until the run has seen to it, and another when it differs still', async () => {
    assert.equal(await look([{ id: 42, state: 'cancel' }]), 1);
    assert.equal(await look([{ id: 42, state: 'cancel' }]), 0);
    await settleAll(store.db);
    assert.equal(await look([{ id: 42, state: 'cancel' }]), 1);
    assert.deepEqual(
      (await odooFacts()).map((fact) => fact.revision),
      [2, 3],
    );
  });

  it('is nothing to an order that came to its end', async () => {
    await store.db.updateTable('orders').set({ closed_at: new Date() }).execute();
    assert.equal(await look([{ id: 42, state: 'cancel' }], [{ id: 7, saleOrderId: 42, state: 'done' }]), 0);
  });

  it('lets what waits on either side be tried again', async () => {
    const target = { connection: 'cartona', type: 'order', id: 'a' } as const;
    await raiseAttention(store.db, target, {
      kind: 'not-enough-stock',
      step: 'apply',
      reason: 'no',
      actions: ['retry'],
    });
    await look([], [{ id: 7, saleOrderId: 42, state: 'done' }]);
    assert.equal((await openAttention(store.db, target))[0]?.lifted, true);
  });

  it('moves the place the next attempt begins at', async () => {
    await look([]);
    assert.deepEqual(await drawWatchEpoch(store.db), {
      epoch: epoch + 1,
      lookedUntil: new Date('2026-01-17T10:00:00Z'),
    });
    assert.equal(await latestWatchEpoch(store.db), epoch + 1);
  });

  it('is refused from an attempt that another has taken over from', async () => {
    await drawWatchEpoch(store.db);
    assert.equal(await look([{ id: 42, state: 'cancel' }], [], epoch), null);
    assert.deepEqual(await odooFacts(), []);
    assert.equal((await store.db.selectFrom('watch').select('looked_until').executeTakeFirst())?.looked_until, null);
  });

  it('is written by one of two attempts that look at once', async () => {
    const other = (await drawWatchEpoch(store.db)).epoch;
    const stored = await Promise.all([
      look([{ id: 42, state: 'cancel' }], [], epoch),
      look([{ id: 42, state: 'cancel' }], [], other),
    ]);
    assert.deepEqual(stored, [null, 1]);
  });
});
