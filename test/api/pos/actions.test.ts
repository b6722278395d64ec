import assert from 'node:assert/strict';
import { raiseAttention } from '../../../src/store/attention.ts';
import { raisePosAttention } from '../../../src/store/pos/attention.ts';
import { startApiWithTemporal } from '../actions/api-with-temporal.ts';
import { withWorker } from '../actions/stand-in-worker.ts';
import { first } from '../answer-body.ts';
import { aConnection } from '../rows.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { posReading } from '../../support/pos-readings.ts';
import { pulled } from '../../store/pos/pos-rows.ts';
import type { TestNamespace } from '../../support/namespace.ts';
import { aShop } from './a-shop.ts';

describe('what a person asks of a point of sale over REST', function () {
  let temporal: TestNamespace;
  let api: ApiUnderTest;
  before(async () => {
    ({ api, temporal } = await startApiWithTemporal());
    await aShop(api);
    await aConnection(api);
    await pulled(api.store.db, [posReading('1'), posReading('2'), posReading('paid')]);
    const keys = ['1', '2', 'paid'];
    await raisePosAttention(
      api.store.db,
      'shop',
      keys.map((key) => ({ key, kind: 'unknown-product', reason: 'Nobody knows it', step: 'import' })),
    );
  });
  after(async () => {
    await api.close();
    await temporal.close();
  });

  const withAWorker = (work: () => Promise<void>) => withWorker(temporal.address, temporal.name, work);
  const sync = (body: object, id = 'shop') => api.call('POST', `/api/connections/${id}/sync`, body);

  it('runs the sync now, and joins the one there is', async () => {
    const since = '2026-01-01T00:00:00Z';
    const [one, two] = [await sync({ process: 'pos', since }), await sync({ process: 'pos' })];
    assert.equal(one.status, 202, one.text);
    assert.equal(one.body.workflowId, 'pos-import:shop:now');
    assert.equal(two.body.runId, one.body.runId);
    const handle = temporal.client.workflow.getHandle(one.body.workflowId);
    await handle.signal('poke');
    await withAWorker(async () =>
      assert.deepEqual(await handle.result(), { pokes: 1, since: '2026-01-01T00:00:00.000Z' }),
    );
  });

  it('refuses in words a process that the kind does not have', async () => {
    const pull = await sync({ process: 'pull' });
    assert.deepEqual([pull.status, /shop is a point of sale.*no process pull/.test(pull.body.detail)], [409, true]);
    const pos = await sync({ process: 'pos' }, 'cartona');
    assert.deepEqual([pos.status, /cartona is a marketplace.*no process pos/.test(pos.body.detail)], [409, true]);
  });

  it('retries and skips an order through its run', async () => {
    await withAWorker(async () => {
      const retried = await api.call('POST', '/api/pos/shop/orders/1/retry');
      assert.deepEqual([retried.status, retried.body.key], [200, '1'], retried.text);
      const skipped = await api.call('POST', '/api/pos/shop/orders/1/skip', { reason: 'test sale' });
      assert.equal(skipped.status, 200);
      assert.equal((await api.call('POST', '/api/pos/shop/orders/1/skip', {})).status, 400);
      const refused = await api.call('POST', '/api/pos/shop/orders/paid/retry');
      assert.deepEqual([refused.status, refused.body.detail], [409, 'Order paid is paid; nothing is left to retry.']);
    });
    const run = await temporal.client.workflow.getHandle('pos:shop:1').describe();
    assert.equal(run.type, 'posOrder');
  });

  it('retries by its attention, alone or all that match', async () => {
    const { body } = await api.call('GET', '/api/attention?connection=shop');
    const attention = body.items.find(({ target }) => (target as { externalId: string }).externalId === '2');
    await withAWorker(async () => {
      const one = await api.call('POST', `/api/attention/${attention?.id}/retry`);
      assert.equal(one.status, 200, one.text);
      const all = await api.call('POST', '/api/attention/retry', { filter: { kind: 'unknown-product' } });
      assert.deepEqual([all.status, all.body.retried], [200, 3]);
    });
    const cancel = await api.call('POST', `/api/attention/${attention?.id}/cancel`, { reason: 'no' });
    assert.equal(cancel.status, 409);
  });

  it('wakes the import that waits for a session', async () => {
    await raiseAttention(
      api.store.db,
      { connection: 'shop', type: 'connection', id: 'shop' },
      { kind: 'no-pos-session', step: 'import', reason: 'No session is open', actions: ['retry'] },
    );
    const { body } = await api.call('GET', '/api/attention?kind=no-pos-session');
    const answer = await api.call('POST', `/api/attention/${first(body.items).id}/retry`);
    assert.equal(answer.status, 202, answer.text);
    await withAWorker(async () => {
      const result: unknown = await temporal.client.workflow.getHandle('pos-import:shop').result();
      assert.deepEqual(result, { pokes: 1 });
    });
  });

  it('maps an item of it by name', async () => {
    const id = encodeURIComponent('name:قهوة ☕️ / كبيرة');
    const put = await api.call('PUT', `/api/listings/shop/${id}`, { productId: 904 });
    assert.equal(put.status, 200, put.text);
    const got = await api.call('GET', `/api/listings/shop/${id}`);
    assert.deepEqual([got.body.externalId, got.body.productId], ['name:قهوة ☕️ / كبيرة', 904]);
    assert.equal((await api.call('DELETE', `/api/listings/shop/${id}`)).status, 200);
    assert.equal((await api.call('GET', `/api/listings/shop/${id}`)).status, 404);
  });
});
