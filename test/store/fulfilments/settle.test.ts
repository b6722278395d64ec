import assert from 'node:assert/strict';
import { openAttention } from '../../../src/store/attention.ts';
import type { Store } from '../../../src/store/database.ts';
import { fulfilmentTarget } from '../../../src/store/fulfilments/rows.ts';
import { settleFulfilment } from '../../../src/store/fulfilments/settle.ts';
import type { FulfilmentSettlement } from '../../../src/store/fulfilments/settle.ts';
import { openTestStore } from '../open-test-store.ts';
import { aShipment, shipment, shipmentOf } from './shipment-rows.ts';

describe('what is written of a shipment', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    await aShipment(store.db);
  });
  afterEach(() => store.close());

  const settle = (settlement: FulfilmentSettlement) => settleFulfilment(store.db, shipment, settlement);
  const missing = { kind: 'missing-fields', step: 'look', reason: 'S42 has no phone' } as const;

  it('says what comes next: what is collected is sent, what was sent waits, what is done comes back', async () => {
    assert.equal((await settle({ changes: {} })).next, 'send');
    const sent = await settle({ changes: { centre_id: '4711', centre_status: '3', status_class: 'progress' } });
    assert.partialDeepStrictEqual(sent, { stage: 'sent', next: 'wait', centre: { id: '4711', status: '3' } });
    assert.equal((await settle({ changes: { centre_status: '7.1', status_class: 'done' } })).next, 'deliver');
    const closed = await settle({
      changes: { transfer_id: 9, transfer_name: 'WH/OUT/9' },
      closeAs: 'delivered',
    });
    assert.partialDeepStrictEqual(closed, {
      stage: 'delivered',
      next: 'closed',
      transfer: { id: 9, name: 'WH/OUT/9' },
    });
  });

  it('waits for a person with one attention, and goes on when the step is over', async () => {
    assert.partialDeepStrictEqual(await settle({ changes: {}, attention: [missing] }), {
      next: 'wait',
      attention: [{ kind: 'missing-fields', reason: 'S42 has no phone' }],
    });
    await settle({ changes: {}, attention: [{ ...missing, reason: 'S42 has no city' }] });
    const open = await openAttention(store.db, fulfilmentTarget(shipment));
    assert.deepEqual(
      open.map(({ reason, number, actions }) => [reason, number, actions]),
      [['S42 has no city', 'S42', ['retry', 'skip', 'cancel']]],
    );
    assert.equal((await settle({ changes: {}, over: ['look'] })).next, 'send');
  });

  it('keeps the attention that is raised again with the step that is over', async () => {
    await settle({ changes: {}, attention: [missing] });
    await settle({ changes: {}, attention: [missing], over: ['look'] });
    assert.equal((await openAttention(store.db, fulfilmentTarget(shipment))).length, 1);
  });

  it('waits for one thing at a time', async () => {
    await settle({ changes: {}, attention: [missing] });
    await settle({ changes: {}, attention: [{ kind: 'ambiguous-record', step: 'look', reason: 'two ids' }] });
    const open = await openAttention(store.db, fulfilmentTarget(shipment));
    assert.deepEqual(
      open.map(({ kind }) => kind),
      ['ambiguous-record'],
    );
  });

  it('ends all attention with the shipment, and hears nothing more of what comes late', async () => {
    await settle({ changes: {}, attention: [missing] });
    await settle({ changes: {}, closeAs: 'skipped' });
    assert.deepEqual(await openAttention(store.db, fulfilmentTarget(shipment)), []);
    const late = await settle({ changes: { waits_for: 'the reservation' }, attention: [missing] });
    assert.partialDeepStrictEqual(late, { stage: 'skipped', next: 'closed', attention: [], waitsFor: null });
  });

  it('posts each note once', async () => {
    const note = { id: 'sent', text: 'Sent to Ysell as order 4711.' };
    await settle({ changes: {}, notes: [note] });
    await settle({ changes: {}, notes: [note] });
    const notes = await store.db.selectFrom('odoo_notes').selectAll().execute();
    assert.deepEqual(
      notes.map(({ external_id: id, model, record_id: record, text }) => [id, model, record, text]),
      [['conveyor.ysell_fulfilment_42_sent', 'sale.order', 42, note.text]],
    );
  });

  it('asks for one more look without another poke', async () => {
    const view = await settle({ changes: {}, looksAgain: true });
    assert.equal(view.next, 'look');
    const { row } = await shipmentOf(store.db);
    assert.partialDeepStrictEqual(row, { revision: 2, odoo_revision: 2, looked_revision: 1 });
  });
});
