import assert from 'node:assert/strict';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDelivery, aDeliveryDetail, page, problem } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';
import type { CommandResult } from './run-in-test.ts';

const one = '/api/delivery/shipments/7c9e6679-7425-40de-944b-e07fc1f90ae7';

describe("the commands of couriers' shipments", () => {
  let api: FakeApi;
  beforeEach(async () => {
    api = await startFakeApi();
    found(aDelivery());
  });
  afterEach(() => api.close());

  const run = (...args: readonly string[]): Promise<CommandResult> =>
    runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, 'deliveries', ...args);
  const found = (...items: readonly unknown[]): void =>
    api.on('GET /api/delivery/shipments', () => ({ body: page(...items) }));

  it('list by what is asked', async () => {
    found(aDelivery({ attention: { kind: 'rejected', reason: 'OPAL says no' } }));
    const { out } = await run('list', '--attention', '--connection', 'opal', '--state', 'pending');
    assert.match(out, /opal +WH\/OUT\/00042 +42 +1 +pending +OCU-998-511590 +Disponiert +HWB-7 .* rejected/);
    const query = new URL(api.calls[0]?.path ?? '', api.url).searchParams;
    assert.deepEqual(
      [query.get('state'), query.get('attention'), query.get('connection')],
      ['pending', 'true', 'opal'],
    );
  });

  it('show one with all there is to know', async () => {
    api.on(`GET ${one}`, () => ({ body: aDeliveryDetail() }));
    const { code, out } = await run('show', 'HWB-7');
    assert.equal(code, 0);
    assert.equal(
      out,
      [
        'WH/OUT/00042 (42) by opal, shipment 1: pending',
        'Shipment    7c9e6679-7425-40de-944b-e07fc1f90ae7 · CNV-abcdef-42-1',
        'Odoo        assigned · http://odoo.example/web#id=42',
        'Courier     OCU-998-511590 · Disponiert since 2026-01-17 11:00:00Z · asked 2026-01-17 11:30:00Z',
        'Tracking    HWB-7',
        'Label       -',
        'Receiver    Mustermann GmbH · Erika Mustermann · Musterstraße 12a, 10115 Berlin DE · +49 30 123456',
        'Parcels     1 of 2.5 kg, Drone',
        'Workflow    delivery:42:1 · http://127.0.0.1:8233/x',
        '',
        '2026-01-17 11:00:00Z  Disponiert (Hamburg)',
        '',
        '2026-01-17 10:00:01Z  Booked with OPAL Kurier as OCU-998-511590.',
      ].join('\n'),
    );
  });

  it('show what went wrong', async () => {
    api.on(`GET ${one}`, () => ({
      body: aDeliveryDetail({
        error: 'Fehlanfahrt',
        cancelRefused: 'OPAL did not cancel it',
        sendingSince: '2026-01-17T10:00:00Z',
        openAttention: [{ kind: 'rejected', reason: 'nobody home' }],
        courier: null,
        receiver: null,
        parcels: [],
        events: [],
      }),
    }));
    const { out } = await run('show', '42');
    for (const line of [
      'Waits for a person: rejected: nobody home',
      'Came to nothing: Fehlanfahrt',
      'Not cancelled: OPAL did not cancel it',
      'It is being booked since 2026-01-17 10:00:00Z; whether it was taken is not known yet',
      'Parcels     -',
    ])
      assert.ok(out.split('\n').includes(line), line);
  });

  it('refuse a number nobody has, and one that several pickings have', async () => {
    found();
    assert.match((await run('show', '7')).err, /No shipment has the number 7/);
    found(aDelivery({ picking_id: 8, number: 'WH/OUT/00008' }), aDelivery({ picking_id: 9, number: 'WH/OUT/00009' }));
    const { code, err } = await run('retry', 'HWB-7');
    assert.deepEqual([code, /^Shipments of several pickings have the number HWB-7/.test(err)], [1, true]);
  });

  it('mean by the id of a picking that one, whatever numbers others have at the courier', async () => {
    found(aDelivery({ picking_id: 8, tracking_number: '42' }), aDelivery());
    api.on(`POST ${one}/retry`, () => ({ body: aDeliveryDetail() }));
    assert.equal((await run('retry', '42')).code, 0);
  });

  it('mean by a picking the shipment that carries it', async () => {
    found(aDelivery({ n: 2, shipment_id: '00000000-0000-4000-8000-000000000002', state: 'cancelled' }), aDelivery());
    api.on('GET /api/delivery/shipments/42', () => ({ body: aDeliveryDetail() }));
    api.on(`POST ${one}/check`, () => ({ body: aDeliveryDetail() }));
    assert.match((await run('check', 'WH/OUT/00042')).out, /^check: done\n/);
  });

  it('book a courier', async () => {
    api.on('POST /api/delivery/shipments', () => ({
      status: 201,
      body: { message: 'Shipment created, the courier is booked in the background', shipment: aDelivery() },
    }));
    const { code, out } = await run('book', '42', 'opal');
    assert.deepEqual(
      [code, /^Shipment created[\s\S]*OCU-998-511590[\s\S]*deliveries show 42/.test(out)],
      [0, true],
      out,
    );
    assert.deepEqual(api.calls[0]?.body, { picking_id: 42, provider_code: 'opal' });
    assert.equal((await run('book', 'WH/OUT/00042', 'opal')).code, 2);
  });

  it('say what the API refuses, field by field', async () => {
    api.on('POST /api/delivery/shipments', () => ({
      status: 422,
      body: {
        title: 'The input does not fit what is there',
        detail: 'WH/OUT/00042 cannot be carried',
        errors: [{ path: 'receiver.zip', message: 'is missing' }],
      },
    }));
    const { code, err } = await run('book', '42', 'opal');
    assert.deepEqual([code, err], [1, 'WH/OUT/00042 cannot be carried\n  receiver.zip: is missing']);
  });

  it('skip and cancel one with a reason, and say when the courier refuses', async () => {
    for (const action of ['skip', 'cancel']) {
      api.on(`POST ${one}/${action}`, () => ({ body: aDeliveryDetail() }));
      assert.equal((await run(action, '42', '--reason', 'a test')).code, 0);
      assert.deepEqual(api.calls.at(-1)?.body, { reason: 'a test' });
    }
    api.on(`POST ${one}/cancel`, () => problem(409, 'OPAL did not cancel it'));
    const { code, err } = await run('cancel', '42');
    assert.deepEqual([code, err], [1, 'OPAL did not cancel it']);
  });

  it('save the label', async () => {
    api.on(`GET ${one}/label`, () => ({ text: '%PDF-1.4 label' }));
    const file = join(await mkdtemp(join(tmpdir(), 'conveyor-label-')), 'label.pdf');
    const { code, out } = await run('label', '42', '--output', file);
    assert.deepEqual([code, out], [0, `saved ${file} (14 bytes)`]);
    assert.equal(await readFile(file, 'utf8'), '%PDF-1.4 label');
    api.on(`GET ${one}/label`, () => problem(404, 'There is no label for WH/OUT/00042 yet'));
    assert.deepEqual((await run('label', '42', '--output', file)).err, 'There is no label for WH/OUT/00042 yet');
  });
});
