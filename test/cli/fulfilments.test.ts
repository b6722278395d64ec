import assert from 'node:assert/strict';
import { aFulfilment, aFulfilmentDetail, page, problem } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';
import type { CommandResult } from './run-in-test.ts';

const runId = '00000000-0000-4000-8000-000000000000';
const runPath = `/api/runs/${encodeURIComponent('follow-shipments:ysell:now')}/${runId}`;
const counts = { asked: 12, changed: 3, done: 1, dead: 0, errors: 0, unknown: 0, made: 0 };

describe('the commands of shipments', () => {
  let api: FakeApi;
  beforeEach(async () => {
    api = await startFakeApi();
  });
  afterEach(() => api.close());

  const run = (...args: readonly string[]): Promise<CommandResult> =>
    runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, ...args);

  describe('sync <connection> shipments', () => {
    beforeEach(() => {
      api.on('POST /api/connections/ysell/sync', () => ({
        status: 202,
        body: { workflowId: 'follow-shipments:ysell:now', runId, url: 'http://127.0.0.1:8233/x' },
      }));
    });
    const ends = (state: string, result: unknown, error: string | null = null) =>
      api.on(`GET ${runPath}`, () => ({ body: { state, result, error, progress: null } }));

    it('prints what the round came to', async () => {
      ends('done', counts);
      const { code, out, err } = await run('sync', 'ysell', 'shipments');
      assert.equal(out, 'done: 12 shipments asked after, 3 changed, 1 delivered');
      assert.deepEqual([code, /Asking ysell after its shipments/.test(err)], [0, true]);
      assert.deepEqual(api.calls[0]?.body, { process: 'shipments' });
    });

    it('takes up orders since a time, and says where errors are listed', async () => {
      ends('done', { ...counts, made: 1, errors: 2, unknown: 1 });
      const { out } = await run('sync', 'ysell', 'shipments', '--since', '2026-01-01');
      assert.equal(
        out,
        'done: 1 confirmed order taken up, 12 shipments asked after, 3 changed, 1 delivered, 2 with an error, 1 with a status the connection does not know (see `attention list --connection ysell`)',
      );
      assert.deepEqual(api.calls[0]?.body, { process: 'shipments', since: '2026-01-01T00:00:00.000Z' });
    });

    it('tells how far it is', async () => {
      api.on(`GET ${runPath}`, ({ path }) => {
        if (path.includes('progress=true')) {
          const activity = { beganAt: '2026-01-17T10:00:00Z', counts: { ...counts, asked: 500 } };
          return { body: { state: 'running', progress: { state: { stage: 'asking', made: 2 }, activity } } };
        }
        const isTold = api.calls.some((call) => call.path.includes('progress=true'));
        return { body: isTold ? { state: 'done', result: counts } : { state: 'running', result: null } };
      });
      const { err } = await run('sync', 'ysell', 'shipments');
      assert.match(err, /2 confirmed orders taken up, 500 shipments asked after, 3 changed/);
    });

    it('fails when the run failed', async () => {
      ends('failed', null, 'The connection is gone');
      const { code, out } = await run('sync', 'ysell', 'shipments');
      assert.deepEqual([code, out], [1, 'not done: The connection is gone']);
    });

    it('has no --dry-run', async () => {
      assert.equal((await run('sync', 'ysell', 'shipments', '--dry-run')).code, 2);
    });
  });

  it('list by what is asked', async () => {
    api.on('GET /api/fulfilments', () => ({ body: page(aFulfilment()) }));
    const { out } = await run('fulfilments', 'list', '--attention', '--connection', 'ysell', '--stage', 'sent');
    assert.match(out, /ysell +S00042 +42 +sent +4711 +7\.1 .* rejected/);
    const query = new URL(api.calls[0]?.path ?? '', api.url).searchParams;
    assert.deepEqual([query.get('stage'), query.get('attention'), query.get('connection')], ['sent', 'true', 'ysell']);
  });

  it('show one with all there is to know', async () => {
    api.on('GET /api/fulfilments', () => ({ body: page(aFulfilment()) }));
    api.on('GET /api/fulfilments/ysell/42', () => ({ body: aFulfilmentDetail() }));
    const { code, out } = await run('fulfilments', 'show', '4711');
    assert.equal(code, 0);
    assert.equal(
      out,
      [
        'S00042 (42) by ysell: sent',
        'Waits for a person: rejected: Ysell says: address not found',
        'Odoo        sale · http://odoo.example/web#id=42',
        'Prep centre 4711 · status 7.1 (error) since 2026-01-17 11:00:00Z · address not found · asked 2026-01-17 11:00:00Z',
        'Tracking    -',
        'Transfer    -',
        'Receiver    Ola Nordmann · +47 22 00 00 00 · Storgata 1, 0155 Oslo NO',
        'Workflow    ysell:ysell:42 · http://127.0.0.1:8233/x',
        '',
        'PRODUCT  AT THE CENTRE  NAME   QUANTITY  UNIT PRICE   LOTS',
        '904      815            Drone  1         1200.50 EUR  SN-1',
        '',
        '2026-01-17 10:00:01Z  Sent to Ysell Europe as 4711',
      ].join('\n'),
    );
  });

  it('show why one is not sent yet', async () => {
    api.on('GET /api/fulfilments', () => ({ body: page(aFulfilment()) }));
    const waiting = { stage: 'waiting', waitsFor: 'its confirmation in Odoo', centre: null, receiver: null, lines: [] };
    api.on('GET /api/fulfilments/ysell/42', () => ({
      body: aFulfilmentDetail({ ...waiting, sendingSince: '2026-01-17T10:00:00Z', openAttention: [] }),
    }));
    const { out } = await run('fulfilments', 'show', 'S00042');
    assert.match(out, /^Not sent yet: it waits for its confirmation in Odoo$/m);
    assert.match(out, /^It is being sent since 2026-01-17 10:00:00Z; whether it arrived is not known yet$/m);
    assert.match(out, /^Nothing is collected yet\.$/m);
  });

  it('refuse a number nobody has, and one that several have, but for a name of a sale order', async () => {
    api.on('GET /api/fulfilments', () => ({ body: page() }));
    assert.match((await run('fulfilments', 'show', '7')).err, /No shipment has the number 7/);
    const others = page(
      aFulfilment({ saleOrderId: 8, number: 'S00008' }),
      aFulfilment({ saleOrderId: 7, number: 'S00007' }),
    );
    api.on('GET /api/fulfilments', () => ({ body: others }));
    const { code, err } = await run('fulfilments', 'retry', '7');
    assert.deepEqual([code, /^2 shipments have the number 7/.test(err)], [1, true]);
    api.on('POST /api/fulfilments/ysell/7/retry', () => ({ body: aFulfilmentDetail({ attention: null }) }));
    assert.equal((await run('fulfilments', 'retry', 's00007')).code, 0);
  });

  it('retry one, and say whether it helped', async () => {
    api.on('GET /api/fulfilments', () => ({ body: page(aFulfilment()) }));
    const path = 'POST /api/fulfilments/ysell/42/retry';
    api.on(path, () => ({ body: aFulfilmentDetail({ attention: null }) }));
    assert.match((await run('fulfilments', 'retry', '42')).out, /^retry: done\n/);
    api.on(path, () => ({ body: aFulfilmentDetail() }));
    const inVain = await run('fulfilments', 'retry', '42');
    assert.deepEqual([inVain.code, /^retry: in vain\n[\s\S]*address not found$/.test(inVain.out)], [1, true]);
    api.on(path, () => ({ status: 202, body: aFulfilmentDetail() }));
    const accepted = await run('fulfilments', 'retry', '42', '--wait', '0');
    assert.deepEqual([accepted.code, /^retry: accepted for S00042/.test(accepted.out)], [0, true]);
  });

  it('check, skip and cancel one', async () => {
    api.on('GET /api/fulfilments', () => ({ body: page(aFulfilment()) }));
    for (const action of ['check', 'skip', 'cancel'])
      api.on(`POST /api/fulfilments/ysell/42/${action}`, () => ({ body: aFulfilmentDetail({ attention: null }) }));
    assert.equal((await run('fulfilments', 'check', '42')).code, 0);
    assert.deepEqual(api.calls.at(-1)?.body, {});
    for (const action of ['skip', 'cancel']) {
      assert.equal((await run('fulfilments', action, '42', '--reason', 'a test')).code, 0);
      assert.deepEqual(api.calls.at(-1)?.body, { reason: 'a test' });
    }
  });

  it('say what the API refuses', async () => {
    api.on('GET /api/fulfilments', () => ({ body: page(aFulfilment()) }));
    api.on('POST /api/fulfilments/ysell/42/cancel', () => problem(409, 'It stands at the prep centre as 4711'));
    const { code, err } = await run('fulfilments', 'cancel', '42');
    assert.deepEqual([code, err], [1, 'It stands at the prep centre as 4711']);
  });

  describe('send <connection> <saleOrderId>', () => {
    const path = `GET /api/runs/${encodeURIComponent('ysell:ysell:42')}/${runId}`;
    beforeEach(() => {
      api.on('POST /api/fulfilments', () => ({
        status: 202,
        body: { workflowId: 'ysell:ysell:42', runId, url: 'http://127.0.0.1:8233/x' },
      }));
      api.on(path, () => ({ body: { state: 'running', error: null } }));
    });
    const becomes = (...items: readonly unknown[]) => api.on('GET /api/fulfilments', () => ({ body: page(...items) }));
    const send = (...more: readonly string[]) => run('fulfilments', 'send', 'ysell', '42', ...more);

    it('says what it is at the prep centre', async () => {
      becomes(aFulfilment({ saleOrderId: 7, centre: { id: '42' } }), aFulfilment({ attention: null }));
      const { code, out } = await send();
      assert.deepEqual([code, /^sent\n[\s\S]*S00042 .* 4711/.test(out)], [0, true], out);
      assert.deepEqual(api.calls[0]?.body, { connection: 'ysell', saleOrderId: 42 });
    });

    it('fails when it waits for a person, and when there is no such sale order', async () => {
      becomes(aFulfilment({ centre: null }));
      const waiting = await send();
      assert.deepEqual(
        [waiting.code, waiting.out],
        [1, 'not sent: it waits for a person: Ysell says: address not found'],
      );
      becomes();
      api.on(path, () => ({ body: { state: 'failed', error: 'There is no sale order 42 in Odoo' } }));
      const unknown = await send();
      assert.deepEqual([unknown.code, unknown.out], [1, 'not sent: There is no sale order 42 in Odoo']);
    });

    it('is content with what only takes its time', async () => {
      becomes(aFulfilment({ centre: null, attention: null, stage: 'waiting', waitsFor: 'its confirmation in Odoo' }));
      const { code, out } = await send();
      assert.deepEqual([code, /^send: accepted \(it waits for its confirmation in Odoo\); /.test(out)], [0, true], out);
      becomes();
      assert.match((await send('--wait', '0')).out, /^send: accepted; `fulfilments show 42`/);
    });

    it('wants an id', async () => {
      assert.equal((await run('fulfilments', 'send', 'ysell', 'S00042')).code, 2);
    });
  });
});
