import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { HttpAnswer, RunningSandbox } from '../a-sandbox.ts';
import { booking, callOpal } from './an-opal.ts';

describe('the simulated gateway to OPAL', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const call = (method: string, path: string, body?: unknown, token?: string) =>
    callOpal(running, method, path, body, token);
  const control = () => running.sandbox.opal.control;
  const book = (changes: Readonly<Record<string, unknown>> = {}) => call('POST', '/orders', booking(changes));
  const numbersOf = ({ json }: HttpAnswer): unknown =>
    (json as { orders: { orderNumber: string }[] }).orders.map(({ orderNumber }) => orderNumber);

  it('takes an order, and shows it as the contract has it', async () => {
    const taken = await book();
    assert.deepEqual(taken.json, {
      success: true,
      orderNumber: 'OCU-998-511590',
      trackingNumber: 'HWB-40511590',
      message: 'Auftrag angelegt',
    });
    const shown = (await call('GET', '/orders/OCU-998-511590')).json as Record<string, unknown>;
    const { statusDate, history, ...rest } = shown;
    assert.deepEqual(rest, {
      orderNumber: 'OCU-998-511590',
      trackingNumber: 'HWB-40511590',
      reference: '123-1',
      status: 'Beauftragt',
      receiver: '',
    });
    assert.match(String(statusDate), /^\d\d\.\d\d\.\d\d \d\d:\d\d$/);
    assert.deepEqual(history, [{ date: statusDate, status: 'Beauftragt', location: '' }]);
  });

  it('says UNKNOWN now and then where a waybill should be, and the waybill once it is planned', async () => {
    const waybills: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      waybills.push(((await book()).json as Record<string, unknown>)['trackingNumber']);
    }
    assert.deepEqual(waybills, ['HWB-40511590', 'UNKNOWN', 'HWB-40511592', 'HWB-40511593']);
    control().setStatus('OCU-998-511591', { status: 'Disponiert' });
    const shown = (await call('GET', '/orders/OCU-998-511591')).json as Record<string, unknown>;
    assert.equal(shown['trackingNumber'], 'HWB-40511591');
  });

  it('takes the same reference twice, and finds both', async () => {
    await book();
    await book();
    await book({ reference: '123-2' });
    const found = await call('GET', '/orders?reference=123-1');
    assert.deepEqual(numbersOf(found), ['OCU-998-511590', 'OCU-998-511591']);
    assert.deepEqual((await call('GET', '/orders?reference=9')).json, { orders: [] });
  });

  it('lists orders by either number, each once, and leaves out what it does not know', async () => {
    for (let count = 0; count < 3; count += 1) await book();
    const found = await call('GET', '/orders?numbers=OCU-998-511590,HWB-40511592,OCU-1-1,HWB-40511590');
    assert.deepEqual(numbersOf(found), ['OCU-998-511590', 'OCU-998-511592']);
  });

  const refusals: readonly (readonly [string, string, string, unknown, number, string])[] = [
    ['nothing asked for', 'GET', '/orders', undefined, 400, 'reference oder numbers fehlt'],
    ['51 numbers', 'GET', `/orders?numbers=${'x,'.repeat(51)}`, undefined, 400, 'Höchstens 50 Nummern auf einmal'],
    ['an unknown order', 'GET', '/orders/OCU-1-1', undefined, 404, 'Auftrag nicht gefunden'],
    ['an unknown label', 'GET', '/orders/OCU-1-1/label', undefined, 404, 'Auftrag nicht gefunden'],
    ['an unknown order to cancel', 'POST', '/orders/OCU-1-1/cancel', undefined, 404, 'Auftrag nicht gefunden'],
    ['no JSON', 'POST', '/orders', undefined, 400, 'Der Text ist kein JSON'],
    ['no object', 'POST', '/orders', 7, 422, 'Der Auftrag'],
    ['no reference', 'POST', '/orders', booking({ reference: ' ' }), 422, 'reference fehlt'],
    ['no receiver', 'POST', '/orders', booking({ receiver: undefined }), 422, 'receiver fehlt'],
    ['no parcel', 'POST', '/orders', booking({ parcels: [] }), 422, 'parcels fehlt'],
    [
      'no weight',
      'POST',
      '/orders',
      booking({ parcels: [{ count: 1, weight: 0 }] }),
      422,
      'parcels.0.weight muss größer als 0 sein',
    ],
    ['long notes', 'POST', '/orders', booking({ notes: 'x'.repeat(1001) }), 422, 'notes ist zu lang'],
  ];
  for (const [what, method, path, body, status, words] of refusals) {
    it(`refuses ${what}`, async () => {
      const answer = await call(method, path, body);
      const { success, error } = answer.json as { success: boolean; error: string };
      assert.deepEqual([answer.status, success], [status, false]);
      assert.ok(error.startsWith(words), error);
    });
  }

  it('names all that is missing at once', async () => {
    const receiver = { name1: 'Ada', houseNumber: '5', city: ' ' };
    const { error } = (await book({ receiver })).json as { error: string };
    assert.equal(error, 'receiver.street fehlt; receiver.zip fehlt; receiver.city fehlt');
  });

  it('cancels until the courier has the goods', async () => {
    await book();
    const cancel = async () => (await call('POST', '/orders/OCU-998-511590/cancel')).json;
    control().setAnswer({ cancel: 'refuse' });
    assert.deepEqual(await cancel(), { success: false, error: 'Stornierung ist nur telefonisch möglich' });
    control().setAnswer({ cancel: 'until-collected' });
    control().setStatus('OCU-998-511590', { status: 'Abgeholt' });
    assert.deepEqual(await cancel(), { success: false, error: 'Auftrag wurde bereits abgeholt' });
    control().setStatus('OCU-998-511590', { status: 'Disponiert' });
    assert.deepEqual(await cancel(), { success: true });
    assert.deepEqual(await cancel(), { success: false, error: 'Auftrag ist bereits storniert' });
  });

  it('has a label once the order is planned', async () => {
    await book();
    const label = () => call('GET', '/orders/OCU-998-511590/label');
    assert.equal((await label()).status, 409);
    control().advance('OCU-998-511590');
    const { status, headers, text } = await label();
    assert.deepEqual([status, headers.get('content-type')], [200, 'application/pdf']);
    assert.ok(text.startsWith('%PDF-1.4') && text.endsWith('%%EOF\n'));
    control().setAnswer({ label: 'at-once' });
    control().setStatus('OCU-998-511590', { status: 'Beauftragt' });
    assert.equal((await label()).status, 200);
  });

  it('lets nobody in without its token, and nobody at all while it is revoked', async () => {
    assert.equal((await call('GET', '/account', undefined, 'other')).status, 401);
    assert.equal((await call('GET', '/account')).status, 200);
    control().setAnswer({ token: null });
    assert.equal((await call('GET', '/account')).status, 401);
  });

  it('asks to wait where there are too many calls', async () => {
    control().setAnswer({ rateLimit: { requestsPerSecond: 0.001, burst: 1, retryAfterSeconds: 7 } });
    assert.equal((await call('GET', '/account')).status, 200);
    const refused = await call('GET', '/account');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '7']);
  });

  it('says which address it does not have', async () => {
    assert.equal((await call('GET', '/parcels')).status, 404);
    assert.equal((await call('PUT', '/orders')).status, 404);
    assert.equal((await call('POST', '/orders/OCU-1-1/label')).status, 404);
  });

  it('is hit by faults as every system is, and its calls are counted', async () => {
    running.sandbox.faults.add({ system: 'opal', method: 'POST', effect: { type: 'drop-answer' } });
    await assert.rejects(book());
    assert.equal(control().count(), 1);
    await call('GET', '/orders/OCU-998-511590');
    await call('GET', '/orders/OCU-998-511590/label');
    assert.deepEqual(running.sandbox.log.counts()['opal']?.byRoute, {
      'POST /orders': 1,
      'GET /orders/*': 1,
      'GET /orders/*/label': 1,
    });
  });

  it('closes while a booking is under way', async () => {
    control().setAnswer({ bookingMs: 600_000 });
    const lost = assert.rejects(book());
    while ((running.sandbox.log.counts()['opal']?.inFlight ?? 0) === 0) await running.call('GET', '/_health');
    await running.sandbox.close();
    await lost;
    running = await aSandbox();
  });
});
