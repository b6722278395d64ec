import assert from 'node:assert/strict';
import { aPosOrder, aPosOrderDetail, aPosStatus, page, problem } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';
import type { CommandResult } from './run-in-test.ts';

const runId = '00000000-0000-4000-8000-000000000000';
const runPath = `/api/runs/${encodeURIComponent('pos-import:shop:now')}/${runId}`;

describe('the commands of points of sale', () => {
  let api: FakeApi;
  beforeEach(async () => {
    api = await startFakeApi();
  });
  afterEach(() => api.close());

  const run = (...args: readonly string[]): Promise<CommandResult> =>
    runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, ...args);

  describe('sync <connection> pos', () => {
    beforeEach(() => {
      api.on('POST /api/connections/shop/sync', () => ({
        status: 202,
        body: { workflowId: 'pos-import:shop:now', runId, url: 'http://127.0.0.1:8233/x' },
      }));
      api.on('GET /api/pos/shop/status', () => ({
        body: aPosStatus({
          running: { startedAt: '2026-01-17T10:00:00Z', message: '500 fetched: 120 created, 380 wait' },
        }),
      }));
    });
    const ends = (state: string, result: unknown, error: string | null = null) =>
      api.on(`GET ${runPath}`, () => ({ body: { state, result, error } }));

    it('prints what the run came to, and where to look', async () => {
      ends('done', { status: 'success', message: '12 fetched: 10 created, 2 need attention', counts: {} });
      const { code, out, err } = await run('sync', 'shop', 'pos', '--since', '2026-01-01');
      assert.equal(out, 'done: 12 fetched: 10 created, 2 need attention (see `pos orders shop --attention`)');
      assert.deepEqual([code, /Fetching and importing orders of shop/.test(err)], [0, true]);
      assert.deepEqual(api.calls[0]?.body, { process: 'pos', since: '2026-01-01T00:00:00.000Z' });
    });

    it('tells how far it is', async () => {
      let looks = 0;
      api.on(`GET ${runPath}`, () => {
        looks += 1;
        const isOver = api.calls.some(({ path }) => path === '/api/pos/shop/status');
        return isOver
          ? { body: { state: 'done', result: { status: 'success', message: 'Done' } } }
          : { body: { state: 'running', result: null } };
      });
      const { err } = await run('sync', 'shop', 'pos');
      assert.match(err, /500 fetched: 120 created, 380 wait/);
      assert.ok(looks > 1);
    });

    it('fails when the source could not be read, and when the run failed', async () => {
      ends('done', { status: 'error', message: 'Garage answered 401', counts: {} });
      const refused = await run('sync', 'shop', 'pos');
      assert.deepEqual([refused.code, refused.out], [1, 'not done: Garage answered 401']);
      ends('failed', null, 'The connection is gone');
      const failed = await run('sync', 'shop', 'pos', '--json');
      assert.equal(failed.code, 1);
      assert.deepEqual(JSON.parse(failed.out), {
        workflowId: 'pos-import:shop:now',
        runId,
        url: 'http://127.0.0.1:8233/x',
        ok: false,
        result: null,
        error: 'The connection is gone',
      });
    });

    it('says what the API refuses', async () => {
      api.on('POST /api/connections/shop/sync', () => problem(409, 'shop is a marketplace: it has no process pos'));
      const { code, err } = await run('sync', 'shop', 'pos');
      assert.deepEqual([code, err], [1, 'shop is a marketplace: it has no process pos']);
    });
  });

  it('show the status in words', async () => {
    api.on('GET /api/pos/shop/status', () => ({ body: aPosStatus() }));
    const { code, out } = await run('pos', 'status', 'shop');
    assert.equal(code, 0);
    assert.equal(
      out,
      [
        'Last sync   2026-01-17 10:00:00Z · success · 12 fetched: 9 created, 1 there already, 2 need attention',
        'Orders      2 attention, 10 paid',
        'Attention   2 orders: `pos orders shop --attention`',
      ].join('\n'),
    );
    const asJson = await run('pos', 'status', 'shop', '--json');
    assert.deepEqual(JSON.parse(asJson.out), aPosStatus());
  });

  it('list the syncs', async () => {
    api.on('GET /api/pos/shop/runs', () => ({
      body: page({ startedAt: '2026-01-17T10:00:00Z', finishedAt: null, status: 'error', message: 'Out of reach' }),
    }));
    assert.match((await run('pos', 'runs', 'shop')).out, /2026-01-17 10:00:00Z +- +error +Out of reach/);
  });

  it('list orders by what is asked', async () => {
    api.on('GET /api/pos/shop/orders', () => ({ body: page(aPosOrder()) }));
    const { out } = await run('pos', 'orders', 'shop', '--attention', '--state', 'attention', '--search', '639');
    assert.match(out, /639 +attention +92\.00 .* unknown-product/);
    const query = new URL(api.calls[0]?.path ?? '', api.url).searchParams;
    assert.deepEqual([query.get('state'), query.get('attention'), query.get('q')], ['attention', 'true', '639']);
  });

  it('show one order, the sale and not its refund', async () => {
    api.on('GET /api/pos/shop/orders', () => ({ body: page(aPosOrder({ key: '639:REFUND' }), aPosOrder()) }));
    api.on('GET /api/pos/shop/orders/639', () => ({ body: aPosOrderDetail({ difference: ['A line is gone.'] }) }));
    const { code, out } = await run('pos', 'show', 'shop', '639');
    assert.equal(code, 0);
    for (const words of [
      '639 of shop: sale, attention',
      'Waits for a person: unknown-product: Nobody knows Green tea',
      'Changed since: A line is gone.',
      'Green tea',
      'Pulled from Garage',
    ])
      assert.ok(out.includes(words), words);
  });

  it('refuse a number nobody has, and one that several have', async () => {
    api.on('GET /api/pos/shop/orders', () => ({ body: page() }));
    assert.match((await run('pos', 'show', 'shop', '7')).err, /No order of shop has the number 7/);
    api.on('GET /api/pos/shop/orders', () => ({ body: page(aPosOrder({ key: '8' }), aPosOrder({ key: '9' })) }));
    const { code, err } = await run('pos', 'retry', 'shop', '7');
    assert.deepEqual([code, /^2 orders have the number 7/.test(err)], [1, true]);
  });

  it('retry an order, and say whether it helped', async () => {
    api.on('GET /api/pos/shop/orders', () => ({ body: page(aPosOrder({ key: '639:REFUND' })) }));
    const path = `POST /api/pos/shop/orders/${encodeURIComponent('639:REFUND')}/retry`;
    api.on(path, () => ({ body: aPosOrderDetail({ key: '639:REFUND', state: 'paid', attention: null }) }));
    const done = await run('pos', 'retry', 'shop', '639:REFUND');
    assert.deepEqual([done.code, /^retry: done/.test(done.out)], [0, true], done.err);
    api.on(path, () => ({ body: aPosOrderDetail({ key: '639:REFUND' }) }));
    const inVain = await run('pos', 'retry', 'shop', '639:REFUND');
    assert.deepEqual([inVain.code, /in vain/.test(inVain.out)], [1, true]);
    api.on(path, () => ({ status: 202, body: aPosOrderDetail() }));
    const accepted = await run('pos', 'retry', 'shop', '639:REFUND', '--wait', '0');
    assert.deepEqual([accepted.code, /accepted for 639:REFUND/.test(accepted.out)], [0, true]);
  });

  it('skip an order with a reason', async () => {
    api.on('GET /api/pos/shop/orders', () => ({ body: page(aPosOrder()) }));
    api.on('POST /api/pos/shop/orders/639/skip', () => ({
      body: aPosOrderDetail({ state: 'skipped', attention: null }),
    }));
    assert.equal((await run('pos', 'skip', 'shop', '639', '--reason', 'a test sale')).code, 0);
    assert.deepEqual(api.calls.at(-1)?.body, { reason: 'a test sale' });
  });
});
