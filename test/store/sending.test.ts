import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../src/store/database.ts';
import { beginSending, mayStillSend, noteMissed, stopSending } from '../../src/store/sending.ts';
import { sentFulfilment } from '../../src/store/fulfilments/sent-row.ts';
import { openTestStore } from './open-test-store.ts';
import { aShipment, shipment, shipmentOf } from './fulfilments/shipment-rows.ts';

const patienceMs = 35_000;
const row = sentFulfilment(shipment);

describe('the right to send a shipment', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const begin = () => beginSending(store.db, row, patienceMs);
  const pass = (seconds: number) =>
    sql`update fulfilments set sending_at = sending_at - ${seconds} * interval '1 second',
      missed_at = missed_at - ${seconds} * interval '1 second'`.execute(store.db);

  it('is drawn by one attempt; whoever comes after waits until its call is over', async () => {
    await aShipment(store.db);
    const [one, other] = await Promise.all([begin(), begin()]);
    const [first, second] = one.kind === 'first' ? [one, other] : [other, one];
    assert.partialDeepStrictEqual(first, { kind: 'first', content: { reference: 'S42' } });
    assert.equal(second.kind, 'wait');
    assert.ok(second.ms > 30_000 && second.ms <= patienceMs, String(second.ms));
  });

  it('comes with a doubt once the call of the attempt before must be over', async () => {
    await aShipment(store.db);
    await begin();
    await pass(36);
    assert.partialDeepStrictEqual(await begin(), { kind: 'in-doubt', wasMissed: false });
  });

  it('comes, after it was looked for in vain, only when as much time has passed again', async () => {
    await aShipment(store.db);
    await begin();
    await pass(36);
    const turn = await begin();
    assert.equal(turn.kind, 'in-doubt');
    await noteMissed(store.db, row, turn.epoch);
    assert.equal((await begin()).kind, 'wait');
    await pass(36);
    assert.partialDeepStrictEqual(await begin(), { kind: 'in-doubt', wasMissed: true });
  });

  it('is lost to the attempt that took over', async () => {
    await aShipment(store.db);
    const first = await begin();
    await pass(36);
    const second = await begin();
    assert.ok(first.kind === 'first' && second.kind === 'in-doubt');
    assert.equal(await mayStillSend(store.db, row, first.epoch), false);
    await stopSending(store.db, row, first.epoch);
    assert.notEqual((await shipmentOf(store.db)).row.sending_at, null);
    assert.equal(await mayStillSend(store.db, row, second.epoch), true);
    assert.equal((await begin()).kind, 'wait', 'the time counts from the call');
  });

  it('is there at once again where nothing was done', async () => {
    await aShipment(store.db);
    const first = await begin();
    assert.equal(first.kind, 'first');
    await stopSending(store.db, row, first.epoch);
    assert.equal((await begin()).kind, 'first');
  });

  it('is nobody’s where it was sent, skipped, waits, or is not collected', async () => {
    const rows = [
      { centre_id: '4711' },
      { closed_at: new Date() },
      { waits_for: 'its confirmation in Odoo' },
      { content: null },
    ];
    for (const [index, changes] of rows.entries()) {
      const key = { ...shipment, saleOrderId: 100 + index };
      await aShipment(store.db, changes, key);
      assert.deepEqual(await beginSending(store.db, sentFulfilment(key), patienceMs), { kind: 'done' });
    }
  });

  it('ends for an attempt under way when a person skips the shipment', async () => {
    await aShipment(store.db);
    const turn = await begin();
    assert.equal(turn.kind, 'first');
    await sql`update fulfilments set closed_at = now(), stage = 'skipped'`.execute(store.db);
    assert.equal(await mayStillSend(store.db, row, turn.epoch), false);
  });
});
