import assert from 'node:assert/strict';
import type { Store } from '../../../src/store/database.ts';
import { noteChangedOrders, recordConfirmed } from '../../../src/store/fulfilments/record-confirmed.ts';
import { openTestStore } from '../open-test-store.ts';
import { aShipment, confirmedOrder, shipment, shipmentOf } from './shipment-rows.ts';

describe('what the watch saw of orders that a prep centre ships', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const revision = async () => (await shipmentOf(store.db)).row.revision;

  it('makes a shipment once, however often it is seen, and of each connection its own', async () => {
    const matched = [
      { connection: 'ysell', order: confirmedOrder() },
      { connection: 'other', order: confirmedOrder() },
    ];
    assert.equal(await recordConfirmed(store.db, matched), 2);
    assert.equal(await recordConfirmed(store.db, matched), 0);
    const { row } = await shipmentOf(store.db);
    assert.partialDeepStrictEqual(row, { number: 'S42', stage: 'received', revision: 1, by_hand: false });
    assert.equal(row.ordered_at?.toISOString(), '2026-01-17T10:00:00.000Z');
  });

  it('asks for one look where the order differs from the row, until that look was made', async () => {
    await aShipment(store.db);
    assert.equal(await noteChangedOrders(store.db, [confirmedOrder()], []), 0, 'nothing differs');
    assert.equal(await noteChangedOrders(store.db, [confirmedOrder({ mark: 'mark-2' })], []), 1);
    assert.equal(await noteChangedOrders(store.db, [confirmedOrder({ mark: 'mark-3' })], []), 0, 'a look is asked for');
    const { row } = await shipmentOf(store.db);
    assert.partialDeepStrictEqual(row, { revision: 2, odoo_revision: 2, looked_revision: 1 });
  });

  it('asks for a look where a transfer differs from the row, or is new', async () => {
    await aShipment(store.db);
    assert.equal(await noteChangedOrders(store.db, [], [{ id: 7, saleOrderId: 42, state: 'assigned' }]), 0);
    assert.equal(await noteChangedOrders(store.db, [], [{ id: 8, saleOrderId: 42, state: 'draft' }]), 0, 'a plan');
    assert.equal(await noteChangedOrders(store.db, [], [{ id: 8, saleOrderId: 42, state: 'waiting' }]), 1);
    assert.equal(await revision(), 2);
  });

  it('says nothing of a shipment that was not looked at yet: its first look sees all', async () => {
    await recordConfirmed(store.db, [{ connection: shipment.connection, order: confirmedOrder() }]);
    assert.equal(await noteChangedOrders(store.db, [confirmedOrder({ mark: 'mark-2' })], []), 0);
  });

  it('says of a shipment that came to its end only that the order was confirmed anew', async () => {
    await aShipment(store.db, { closed_at: new Date(), stage: 'cancelled' });
    const changed = confirmedOrder({ mark: 'mark-2' });
    assert.equal(await noteChangedOrders(store.db, [changed], [{ id: 9, saleOrderId: 42, state: 'done' }]), 0);
    assert.equal(await noteChangedOrders(store.db, [{ ...changed, orderedAt: '2026-01-18T10:00:00.000Z' }], []), 1);
  });
});
