import assert from 'node:assert/strict';
import { anOrder, page, problem } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';

describe('conveyor orders', () => {
  let api: FakeApi;
  const run = (...args: string[]) => runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, 'orders', ...args);
  const lastCall = () => api.calls.at(-1);

  beforeEach(async () => {
    api = await startFakeApi();
    api.on('GET /api/orders', () => ({ body: page(anOrder()) }));
  });
  afterEach(() => api.close());

  it('lists what is asked for', async () => {
    const result = await run('list', '--attention', '--stage', 'held', '--since', '2026-01-17T10:00:00+02:00');
    assert.equal(result.code, 0, result.err);
    const asked = new URL(lastCall()?.path ?? '', api.url).searchParams;
    assert.deepEqual(Object.fromEntries(asked), {
      attention: 'true',
      stage: 'held',
      since: '2026-01-17T08:00:00.000Z',
      limit: '50',
    });
    assert.match(result.out, /C-10021 .*held .*3040\.00 EGP .*unknown-product/);
  });

  it('follows the pages of a long list up to the limit', async () => {
    api.on('GET /api/orders', ({ path }) => {
      const cursor = Number(new URL(path, api.url).searchParams.get('cursor') ?? '0');
      return { body: { items: [anOrder({ externalId: `x${cursor}` })], next: String(cursor + 1) } };
    });
    const result = await run('list', '--limit', '3', '--json');
    const { items } = JSON.parse(result.out) as { items: { externalId: string }[] };
    assert.deepEqual(
      items.map((item) => item.externalId),
      ['x0', 'x1', 'x2'],
    );
  });

  it('shows one order with its lines and what happened', async () => {
    api.on('GET /api/orders/cartona/GMNvpbLM', () => ({ body: anOrder() }));
    const result = await run('show', 'C-10021');
    assert.equal(result.code, 0, result.err);
    for (const words of [/unknown-product: Nobody knows/, /11973734/, /Pulled from Cartona Egypt/, /Corner Shop/])
      assert.match(result.out, words);
  });

  const actions: readonly { args: readonly string[]; path: string; body: unknown }[] = [
    { args: ['retry', 'C-10021'], path: 'retry?wait=10', body: {} },
    { args: ['skip', 'C-10021', '--reason', 'test order'], path: 'skip?wait=10', body: { reason: 'test order' } },
    {
      args: ['cancel', 'C-10021', '--wait', '0'],
      path: 'cancel?wait=0',
      body: { reason: 'asked for on the command line' },
    },
    { args: ['otp', 'C-10021', '0042'], path: 'otp?wait=10', body: { otp: '0042' } },
  ];
  for (const { args, path, body } of actions)
    it(`finds the order by its number and asks for: ${args.join(' ')}`, async () => {
      const route = `POST /api/orders/cartona/GMNvpbLM/${args[0] ?? ''}`;
      api.on(route, () => ({ body: anOrder({ stage: 'acknowledged', attention: null }) }));
      const result = await run(...args);
      assert.equal(result.code, 0, result.err);
      assert.equal(lastCall()?.path, `/api/orders/cartona/GMNvpbLM/${path}`);
      assert.deepEqual(lastCall()?.body, body);
      assert.match(result.out, /acknowledged/);
    });

  it('says that the outcome is not there yet when the action was only accepted', async () => {
    api.on('POST /api/orders/cartona/GMNvpbLM/retry', () => ({ status: 202, body: anOrder() }));
    const result = await run('retry', 'GMNvpbLM');
    assert.equal(result.code, 0, result.err);
    assert.match(result.out, /accepted for C-10021/);
  });

  it('ends with 1 when the same thing stands in the way after a retry', async () => {
    api.on('POST /api/orders/cartona/GMNvpbLM/retry', () => ({ body: anOrder() }));
    const result = await run('retry', 'C-10021');
    assert.equal(result.code, 1);
    assert.match(result.out, /in vain[^]*Nobody knows the product 110774/);
  });

  it('ends with 1 when the action is refused', async () => {
    api.on('POST /api/orders/cartona/GMNvpbLM/cancel', () => problem(409, 'The goods of C-10021 have left the house.'));
    const result = await run('cancel', 'C-10021');
    assert.deepEqual(result, { code: 1, out: '', err: 'The goods of C-10021 have left the house.' });
  });

  it('lists the orders and does nothing when more than one has that number', async () => {
    api.on('GET /api/orders', () => ({
      body: page(anOrder(), anOrder({ connection: 'cartona-b', externalId: 'other' })),
    }));
    const result = await run('retry', 'C-10021');
    assert.equal(result.code, 1);
    assert.match(result.err, /2 orders have the number C-10021/);
    assert.match(result.err, /cartona-b/);
    assert.equal(api.calls.length, 1);
  });

  it('takes the order that has exactly this number before those that resemble it', async () => {
    api.on('GET /api/orders', () => ({ body: page(anOrder({ externalId: 'other', number: 'C-100210' }), anOrder()) }));
    api.on('GET /api/orders/cartona/GMNvpbLM', () => ({ body: anOrder() }));
    assert.equal((await run('show', 'C-10021')).code, 0);
  });

  it('never acts on an order that only has the number of a line or a customer', async () => {
    api.on('GET /api/orders', () => ({ body: page(anOrder()) }));
    const result = await run('cancel', '11973734');
    assert.equal(result.code, 1);
    assert.match(result.err, /No order has the number 11973734\. These have it elsewhere:[^]*C-10021/);
    assert.equal(api.calls.length, 1);
  });

  it('ends with 1 when no order has that number', async () => {
    api.on('GET /api/orders', () => ({ body: page() }));
    const result = await run('show', 'C-0');
    assert.equal(result.code, 1);
    assert.match(result.err, /No order has the number C-0/);
  });
});
