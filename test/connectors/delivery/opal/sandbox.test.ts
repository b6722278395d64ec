import assert from 'node:assert/strict';
import { sandboxOpalToken } from '../../../../sandbox/server.ts';
import { waitUntil } from '../../../../src/runtime/wait-until.ts';
import { aSandbox } from '../../../sandbox/a-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/a-sandbox.ts';
import { failureOf } from '../../failed.ts';
import { aCourier, aReceiver, aRequest, askAll, told } from './a-courier.ts';

describe('OPAL against the sandbox', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const courier = (options: Parameters<typeof aCourier>[1] = {}) =>
    aCourier(`${running.url}/opal/`, { token: sandboxOpalToken, ...options }).courier;
  const control = () => running.sandbox.opal.control;
  const drop = (type: 'drop-answer' | 'refuse-connection') =>
    running.sandbox.faults.add({ system: 'opal', method: 'POST', effect: { type } });

  it('carries a parcel whole, to its end', async () => {
    const opened = courier();
    assert.deepEqual(await opened.lookUp('123-1'), []);
    const { id, trackingNumber } = await opened.book(aRequest());
    assert.deepEqual([id, trackingNumber], ['OCU-998-511590', 'HWB-40511590']);
    const there = control().order(id);
    assert.deepEqual([there.receiver.street, there.receiver.houseNumber], ['Straße des 17. Juni', '135a']);
    assert.deepEqual([there.parcels[0]?.weight, there.receiver.name2, there.notes], [12.75, '2. Hof', 'Ring twice']);
    const found = await opened.lookUp('123-1');
    assert.deepEqual(
      found.map((shipment) => [shipment.id, shipment.status, shipment.class]),
      [[id, 'Beauftragt', 'pending']],
    );
    assert.equal(await opened.label(id), null);
    control().advance(id);
    const label = await opened.label(id);
    assert.equal(Buffer.from(label?.bytes ?? []).toString('latin1', 0, 8), '%PDF-1.4');
    control().advance(id);
    assert.equal((await opened.read(id)).class, 'shipped');
    control().setStatus(id, { status: 'Zugestellt', receiver: 'Frau Müller', location: 'Berlin' });
    const end = await opened.read(id);
    assert.deepEqual([end.class, end.words], ['delivered', 'Frau Müller']);
    assert.deepEqual(
      end.events.map(({ text }) => text),
      ['Beauftragt', 'Disponiert', 'Abgeholt', 'Zugestellt'],
    );
    assert.ok(Math.abs(Date.parse(end.events[0]?.at ?? '') - Date.now()) < 120_000);
  });

  it('has a tracking number later than the booking', async () => {
    control().setAnswer({ tracking: 'later' });
    const opened = courier();
    const { id, trackingNumber } = await opened.book(aRequest());
    assert.equal(trackingNumber, null);
    control().advance(id);
    assert.equal((await opened.read(id)).trackingNumber, 'HWB-40511590');
    assert.deepEqual(told((await askAll(opened, ['HWB-40511590'])).flat()), ['HWB-40511590: pending']);
  });

  it('shows a trip in vain as an error', async () => {
    const opened = courier();
    const { id } = await opened.book(aRequest());
    control().setStatus(id, { status: 'Zugestellt', receiver: 'Fehlanfahrt' });
    assert.deepEqual(told((await askAll(opened, [id])).flat()), [`${id}: error`]);
  });

  it('finds a booking whose answer was lost, and none that never came', async () => {
    const opened = courier();
    drop('refuse-connection');
    assert.equal((await failureOf(opened.book(aRequest()))).type, 'OutcomeUnknown');
    assert.deepEqual(await opened.lookUp('123-1'), []);
    drop('drop-answer');
    assert.equal((await failureOf(opened.book(aRequest()))).type, 'OutcomeUnknown');
    assert.equal((await opened.lookUp('123-1')).length, 1);
  });

  it('books twice what is sent twice', async () => {
    const opened = courier();
    await opened.book(aRequest());
    await opened.book(aRequest());
    assert.equal((await opened.lookUp('123-1')).length, 2);
  });

  it('may book what nobody waits for any more', async () => {
    control().setAnswer({ bookingMs: 150 });
    const opened = courier({ timeoutMs: 50 });
    assert.equal((await failureOf(opened.book(aRequest()))).type, 'OutcomeUnknown');
    assert.equal(control().count(), 0);
    assert.ok(await waitUntil(() => control().count() > 0, { withinMs: 5_000, everyMs: 10 }));
    assert.equal((await opened.lookUp('123-1')).length, 1);
  });

  it('refuses in its own words, and the gateway in its own', async () => {
    const opened = courier();
    const blank = await failureOf(opened.book(aRequest({ receiver: aReceiver({ zip: ' ', city: '' }) })));
    assert.match(blank.message, /422, "receiver\.zip fehlt; receiver\.city fehlt"/);
    control().setAnswer({ bookingRefusal: 'Annahmeschluss überschritten' });
    assert.match((await failureOf(opened.book(aRequest()))).message, /200, "Annahmeschluss überschritten"/);
    assert.equal(control().count(), 0);
  });

  it('has taken a booking without saying its number', async () => {
    control().setAnswer({ tellsNumber: false });
    const failure = await failureOf(courier().book(aRequest()));
    assert.deepEqual([failure.data.code, control().count()], ['no-id', 1]);
  });

  it('cancels until it has collected, once and again', async () => {
    const opened = courier();
    const { id } = await opened.book(aRequest());
    await opened.cancel(id);
    await opened.cancel(id);
    assert.equal((await opened.read(id)).class, 'cancelled');
    const second = await opened.book(aRequest());
    control().setStatus(second.id, { status: 'Abgeholt' });
    assert.match((await failureOf(opened.cancel(second.id))).message, /bereits abgeholt/);
    assert.equal((await failureOf(opened.cancel('OCU-998-1'))).type, 'NotFound');
  });

  it('gives no label that is none', async () => {
    const opened = courier();
    const { id } = await opened.book(aRequest());
    for (const label of ['no-pdf', 'too-large'] as const) {
      control().setAnswer({ label });
      assert.equal((await failureOf(opened.label(id))).type, 'BadResponse');
    }
    control().setAnswer({ label: 'never' });
    assert.equal(await opened.label(id), null);
  });

  it('proves nothing where it takes no notice of the reference', async () => {
    const opened = courier();
    control().createOrder();
    control().setAnswer({ lookup: 'ignored' });
    assert.equal((await failureOf(opened.lookUp('123-1'))).type, 'BadResponse');
    await opened.book(aRequest());
    assert.equal((await opened.lookUp('123-1')).length, 1);
  });

  it('is tested', async () => {
    assert.match(await courier().test(), /customer 998 \(Conveyor Sandbox GmbH\)/);
    assert.equal((await failureOf(courier({ token: 'wrong' }).test())).type, 'Unauthorized');
  });
});
