import assert from 'node:assert/strict';
import type { Store } from '../../src/store/database.ts';
import { isSaleOrderTaken, loadOrder, lockOrder, updateOrder } from '../../src/store/orders.ts';
import { anOrderRow, rowOf } from './order-rows.ts';
import { openTestStore } from './open-test-store.ts';

const key = (externalId: string) => ({ connection: 'cartona', externalId });

describe('the row of an order', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('is found by connection and external id, or not at all', async () => {
    await anOrderRow(store.db, 'a');
    assert.equal((await loadOrder(store.db, key('a')))?.number, 'C-a');
    assert.equal(await loadOrder(store.db, { connection: 'other', externalId: 'a' }), undefined);
    assert.equal(await lockOrder(store.db, key('b')), undefined);
  });

  it('is held by who locks it: ten that count it up at once lose no count', async () => {
    await anOrderRow(store.db, 'a');
    const countUp = () =>
      store.db.transaction().execute(async (trx) => {
        const row = await lockOrder(trx, key('a'));
        await updateOrder(trx, key('a'), { revision: (row?.revision ?? 0) + 1 });
      });
    await Promise.all(Array.from({ length: 10 }, countUp));
    assert.equal((await rowOf(store.db, 'a')).revision, 11);
  });

  it('says when it was changed last', async () => {
    const before = await anOrderRow(store.db, 'a', { updated_at: new Date(0) });
    assert.equal(before.updated_at.getTime(), 0);
    const after = await updateOrder(store.db, key('a'), { odoo_name: 'S00042' });
    assert.ok(Date.now() - after.updated_at.getTime() < 60_000);
  });

  it('shares its sale order with no other, whatever the connection', async () => {
    await anOrderRow(store.db, 'a', { odoo_id: 42 });
    assert.equal(await isSaleOrderTaken(store.db, key('a'), 42), false);
    assert.equal(await isSaleOrderTaken(store.db, key('b'), 42), true);
    assert.equal(await isSaleOrderTaken(store.db, { connection: 'other', externalId: 'a' }, 42), true);
    await assert.rejects(anOrderRow(store.db, 'b', { odoo_id: 42 }), /orders_odoo/);
  });
});
