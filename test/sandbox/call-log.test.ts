import assert from 'node:assert/strict';
import { aSandbox } from './a-sandbox.ts';
import type { RunningSandbox } from './a-sandbox.ts';
import type { LoggedCall, SystemCounts } from '../../sandbox/call-log.ts';

describe('the call log of the sandbox', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox({ logSize: 3 });
  });
  afterEach(() => running.sandbox.close());

  const read = async (query = '') =>
    (await running.call('GET', `/_log${query}`)).json as { counts: Record<string, SystemCounts>; calls: LoggedCall[] };

  it('keeps each call with its status, time and whether it was executed', async () => {
    running.sandbox.faults.add({ id: 'lost', effect: { type: 'drop-answer' } });
    await assert.rejects(running.cartona('GET', 'supplier-product?page=1'));
    await running.cartona('GET', 'order/pull-orders');
    const [lost, answered] = (await read()).calls;
    assert.deepEqual(
      [lost?.path, lost?.status, lost?.executed, lost?.fault],
      ['/api/v1/supplier-product?page=1', null, true, 'lost'],
    );
    assert.deepEqual([answered?.method, answered?.status, answered?.fault], ['GET', 200, null]);
    assert.ok(Number(answered?.durationMs) >= 0 && !Number.isNaN(Date.parse(answered?.at ?? '')));
  });

  it('counts by route with ids left out, and by status, beyond what the ring keeps', async () => {
    const [first, second] = running.sandbox.cartona.control.createOrders({ count: 2, template: { lines: 1 } });
    for (const order of [first, second]) {
      await running.cartona('POST', `order/update-order-status/${order?.hashed_id}`, { status: 'synced' });
    }
    await running.cartona('POST', 'order/update-order-status/nobody', { status: 'synced' });
    await running.cartona('GET', 'order/pull-orders?page=1');
    const { counts, calls } = await read();
    assert.deepEqual(counts['cartona']?.byRoute, {
      'POST order/update-order-status/*': 3,
      'GET order/pull-orders': 1,
    });
    assert.deepEqual(counts['cartona'].byStatus, { 200: 3, 404: 1 });
    assert.deepEqual([counts['cartona'].total, counts['cartona'].inFlight, calls.length], [4, 0, 3]);
    assert.equal(calls.at(-1)?.method, 'GET');
  });

  it('knows how many calls were open at the same time', async () => {
    running.sandbox.faults.add({ times: 'unlimited', effect: { type: 'late-answer', ms: 50 } });
    await Promise.all([1, 2, 3].map(() => running.cartona('GET', 'order/pull-orders')));
    assert.equal((await read()).counts['cartona']?.maxInFlight, 3);
  });

  it('finds calls by system, method, path and time', async () => {
    await running.cartona('GET', 'order/pull-orders');
    await running.cartona('POST', 'supplier-product/bulk-update', []);
    assert.equal((await read('?system=cartona&method=POST')).calls.length, 1);
    assert.equal((await read('?path=pull-orders')).calls.length, 1);
    assert.equal((await read('?system=odoo')).calls.length, 0);
    assert.equal((await read('?since=2999-01-01T00:00:00Z')).calls.length, 0);
    assert.equal((await read('?limit=0')).counts['cartona']?.total, 2);
  });

  it('can be cleared', async () => {
    await running.cartona('GET', 'order/pull-orders');
    assert.equal((await running.call('DELETE', '/_log')).status, 200);
    assert.deepEqual(await read(), { counts: {}, calls: [] });
  });
});
