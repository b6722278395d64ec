import assert from 'node:assert/strict';
import type { FailureType } from '../../../../src/domain/failure.ts';
import { failureOf } from '../../failed.ts';
import { json, startVendor, text } from '../../vendor-server.ts';
import type { Answer, VendorServer } from '../../vendor-server.ts';
import { aCourier, aReceiver, aRequest } from './a-courier.ts';

describe('a booking at OPAL', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(200, { success: true, orderNumber: 'OCU-998-1', trackingNumber: 'HWB-1' }));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const courier = (settings: object = {}) => aCourier(vendor.url, { settings }).courier;

  it('says exactly what the contract names', async () => {
    await courier().book(aRequest());
    const [call] = vendor.received;
    assert.deepEqual([call?.method, call?.url], ['POST', '/api/v1/orders']);
    assert.equal(call?.headers.authorization, 'Bearer secret-token');
    assert.deepEqual(JSON.parse(call.body), {
      reference: '123-1',
      sender: {
        name1: 'Shop GmbH',
        street: 'Lagerweg',
        houseNumber: '7',
        zip: '12345',
        city: 'Berlin',
        country: 'DE',
      },
      receiver: {
        name1: 'Müller & Söhne GmbH',
        name2: '2. Hof',
        contact: 'Ada Müller',
        street: 'Straße des 17. Juni',
        houseNumber: '135a',
        zip: '10115',
        city: 'Berlin',
        country: 'DE',
        phone: '+49 30 1234567',
        email: 'ada@example.com',
      },
      parcels: [{ count: 2, weight: 12.75, description: 'Drill' }],
      notes: 'Ring twice',
    });
  });

  it('has no field for what is not known', async () => {
    const nothing = { contact: null, street2: null, state: null, country: null, phone: null, email: null };
    const receiver = aReceiver({ ...nothing, street: 'Dorfplatz' });
    const parcels = [{ count: 1, weightKg: '0.1', description: null }];
    await courier().book(aRequest({ receiver, parcels, notes: null }));
    const body = JSON.parse(vendor.received[0]?.body ?? '') as Record<string, unknown>;
    assert.deepEqual(Object.keys(body), ['reference', 'sender', 'receiver', 'parcels']);
    assert.deepEqual(Object.keys(body['receiver'] as object), ['name1', 'street', 'zip', 'city']);
    assert.deepEqual(body['parcels'], [{ count: 1, weight: 0.1 }]);
  });

  it('cuts notes that the gateway does not take', async () => {
    await courier().book(aRequest({ notes: 'x'.repeat(2_000) }));
    const { notes } = JSON.parse(vendor.received[0]?.body ?? '') as { notes: string };
    assert.equal(notes, `${'x'.repeat(999)}…`);
  });

  const taken: readonly (readonly [string, object, string, string | null])[] = [
    ['both numbers', { orderNumber: 'OCU-998-1', trackingNumber: 'HWB-1' }, 'OCU-998-1', 'HWB-1'],
    ['UNKNOWN', { orderNumber: 'OCU-998-1', trackingNumber: 'UNKNOWN' }, 'OCU-998-1', null],
    ['unknown in small letters', { orderNumber: 'OCU-998-1', trackingNumber: 'unknown' }, 'OCU-998-1', null],
    ['a dash', { orderNumber: 'OCU-998-1', trackingNumber: '-' }, 'OCU-998-1', null],
    ['nothing', { orderNumber: 'OCU-998-1', trackingNumber: '' }, 'OCU-998-1', null],
    ['null', { orderNumber: 'OCU-998-1', trackingNumber: null }, 'OCU-998-1', null],
    ['only the waybill', { trackingNumber: 'HWB-1' }, 'HWB-1', 'HWB-1'],
    ['the waybill and UNKNOWN', { orderNumber: 'UNKNOWN', trackingNumber: 'HWB-1' }, 'HWB-1', 'HWB-1'],
  ];
  for (const [what, numbers, id, trackingNumber] of taken) {
    it(`is known by its number when it is answered with ${what}`, async () => {
      vendor.answerWith(json(200, { success: true, ...numbers, message: 'Auftrag angelegt' }));
      assert.deepEqual(await courier().book(aRequest()), {
        id,
        trackingNumber,
        status: null,
        class: 'pending',
        words: 'Auftrag angelegt',
        events: [],
      });
    });
  }

  const withoutNumber: readonly (readonly [string, Answer])[] = [
    ['success alone', json(200, { success: true })],
    ['success and UNKNOWN', json(200, { success: true, orderNumber: 'UNKNOWN', trackingNumber: 'UNKNOWN' })],
    ['numbers without success', json(200, { orderNumber: 'OCU-998-1' })],
    ['an empty object', json(200, {})],
    ['nothing', text(200, '')],
    ['204', (response) => response.writeHead(204).end()],
    ['a list', json(200, [])],
    ['a page', text(200, '<html><title>Login</title></html>')],
    ['no JSON', text(200, 'OK')],
    ['an object for a number', json(200, { success: true, orderNumber: {} })],
  ];
  for (const [what, answer] of withoutNumber) {
    it(`may have been taken, and nobody knows its number, when it is answered with ${what}`, async () => {
      vendor.answerWith(answer);
      const failure = await failureOf(courier().book(aRequest()));
      assert.deepEqual([failure.type, failure.data.code], ['BadResponse', 'no-id']);
    });
  }

  const failed: readonly (readonly [string, Answer, FailureType, RegExp])[] = [
    ['refused by the web site', json(200, { success: false, error: 'PLZ ungültig' }), 'Rejected', /"PLZ ungültig"/],
    ['refused by the gateway', json(422, { success: false, error: 'zip fehlt' }), 'Rejected', /422, "zip fehlt"/],
    ['refused without words', json(200, { success: false }), 'Rejected', /answered 200\. Correct it/],
    ['told to come later', json(429, {}, { 'retry-after': '7' }), 'RateLimited', /7000 ms/],
    ['refused for its token', json(401, { success: false, error: 'Token ungültig' }), 'Unauthorized', /new secret/],
    ['too early', json(503, {}, { 'retry-after': '1' }), 'Unavailable', /Nothing was done/],
    ['lost in the gateway', json(500, { success: false, error: 'Timeout' }), 'OutcomeUnknown', /looked up/],
    ['lost behind it', text(502, '<html><title>Bad Gateway</title></html>'), 'OutcomeUnknown', /looked up/],
    ['sent to nowhere', text(404, 'not here'), 'NotFound', /correct the address/],
    ['pointed elsewhere', text(302, '', { location: '/login' }), 'BadResponse', /\/login/],
  ];
  for (const [what, answer, type, words] of failed) {
    it(`is ${type} when it is ${what}`, async () => {
      vendor.answerWith(answer);
      const failure = await failureOf(courier().book(aRequest()));
      assert.deepEqual([failure.type, failure.data.code], [type, undefined]);
      assert.match(failure.message, words);
    });
  }

  it('has an outcome that nobody knows when its answer is lost or late', async () => {
    vendor.answerWith((response) => response.destroy());
    assert.equal((await failureOf(courier().book(aRequest()))).type, 'OutcomeUnknown');
    vendor.answerWith(() => undefined);
    const impatient = aCourier(vendor.url, { timeoutMs: 50 }).courier;
    assert.equal((await failureOf(impatient.book(aRequest()))).type, 'OutcomeUnknown');
  });

  it('is found in the exchange log by the picking and by our reference, without the token', async () => {
    vendor.answerWith(json(200, { success: false, error: 'nicht mit secret-token' }));
    const { courier: opened, exchanges } = aCourier(vendor.url);
    const failure = await failureOf(opened.book(aRequest()));
    assert.match(failure.message, /courier for WH\/OUT\/00042.*nicht mit \*\*\*/);
    assert.deepEqual(exchanges[0]?.externalIds, ['123-1', 'WH/OUT/00042']);
    assert.ok(!JSON.stringify(exchanges).includes('secret-token'));
  });
});
