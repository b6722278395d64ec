import assert from 'node:assert/strict';
import { raiseAttention } from '../../../src/store/attention.ts';
import { aConnection, anOrder } from '../rows.ts';
import type { Answered, ApiUnderTest } from '../running-api.ts';
import type { TestNamespace } from '../../support/namespace.ts';
import { startApiWithTemporal } from './api-with-temporal.ts';
import { withWorker } from './stand-in-worker.ts';

describe('what a person asks of a run over REST', function () {
  let temporal: TestNamespace;
  let api: ApiUnderTest;
  before(async () => {
    ({ api, temporal } = await startApiWithTemporal());
    await aConnection(api);
  });
  after(async () => {
    await api.close();
    await temporal.close();
  });

  const act = (externalId: string, action: string, body?: object, wait = 10): Promise<Answered> =>
    api.call('POST', `/api/orders/cartona/${externalId}/${action}?wait=${wait}`, body);
  const withAWorker = (work: () => Promise<void>) => withWorker(temporal.address, temporal.name, work);

  it('is 503 while no worker is there to accept it, and the API is not ready', async () => {
    await anOrder(api.store, 'waiting');
    const answer = await act('waiting', 'retry');
    assert.equal(answer.status, 503);
    assert.match(answer.body.detail, /worker/);
    const ready = await fetch(`${api.url}/ready`);
    assert.equal(ready.status, 503);
    assert.match(await ready.text(), /no worker polls the task queue workflows/);
  });

  it('is done within the wait: 200 with the order', async () => {
    await anOrder(api.store, 'A');
    await withAWorker(async () => {
      const { status, body, text } = await act('A', 'retry');
      assert.equal(status, 200, text);
      assert.deepEqual([body.externalId, body.workflowId], ['A', 'order:cartona:A']);
      assert.equal((await fetch(`${api.url}/ready`)).status, 200);
    });
  });

  it('starts the run where there is none, with what it is found by', async () => {
    await anOrder(api.store, 'B');
    await withAWorker(async () => {
      await act('B', 'skip', { reason: 'ordered twice' });
      const run = await temporal.client.workflow.getHandle('order:cartona:B').describe();
      assert.deepEqual([run.type, run.taskQueue], ['marketplaceOrder', 'workflows']);
      const values = new Map(run.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
      assert.deepEqual([values.get('Connection'), values.get('ExternalId')], ['cartona', 'B']);
    });
  });

  it('is accepted and not done in time: 202 with the order', async () => {
    await anOrder(api.store, 'slow');
    await withAWorker(async () => {
      assert.equal((await act('slow', 'retry', undefined, 1)).status, 202);
      assert.equal((await act('slow', 'retry', undefined, 0)).status, 202);
    });
  });

  it('is refused in the words of the run: 409', async () => {
    await anOrder(api.store, 'C');
    await withAWorker(async () => {
      const cancelled = await act('C', 'cancel', { reason: 'a mistake' });
      assert.equal(cancelled.status, 409);
      assert.equal(cancelled.body.detail, 'Order C has left the house: a mistake comes too late');
      const otp = await act('C', 'otp', { otp: '000000' });
      assert.deepEqual([otp.status, otp.body.detail], [409, 'The one-time password was refused']);
      assert.equal((await act('C', 'otp', { otp: '123456' })).status, 200);
    });
  });

  it('asked twice before anything happened is one request, and another one after', async () => {
    await anOrder(api.store, 'D');
    await withAWorker(async () => {
      await Promise.all([act('D', 'retry'), act('D', 'retry'), act('D', 'retry')]);
      const handle = temporal.client.workflow.getHandle('order:cartona:D');
      assert.equal(await handle.executeUpdate('retry', { updateId: 'retry:0' }), 1);
      await api.store.db.updateTable('orders').set({ revision: 1 }).where('external_id', '=', 'D').execute();
      await act('D', 'retry');
      assert.equal(await handle.executeUpdate('retry', { updateId: 'retry:1' }), 2);
    });
  });

  it('about attention reaches the run of its order, one by one or all that match', async () => {
    const raise = (id: string) =>
      raiseAttention(
        api.store.db,
        { connection: 'cartona', type: 'order', id },
        { kind: 'unknown-product', reason: 'r', actions: ['retry'], number: `C-${id}` },
      );
    for (const id of ['E', 'F']) await anOrder(api.store, id);
    const { id } = await raise('E');
    await raise('F');
    await withAWorker(async () => {
      const one = await api.call('POST', `/api/attention/${id}/retry`);
      assert.equal(one.status, 200, one.text);
      const { body } = await api.call('POST', '/api/attention/retry', { filter: { kind: 'unknown-product' } });
      assert.deepEqual(body, { retried: 2, refused: [], more: false });
    });
  });

  it('to pull now starts one run and joins it after', async () => {
    const sync = () =>
      api.call('POST', '/api/connections/cartona/sync', { process: 'pull', since: '2026-01-01T00:00:00Z' });
    const [first, second] = [await sync(), await sync()];
    assert.equal(first.status, 202, first.text);
    assert.equal(first.body.workflowId, 'pull-orders:cartona:now');
    assert.equal(second.body.runId, first.body.runId);
    assert.ok(first.body.url.endsWith(`/workflows/pull-orders%3Acartona%3Anow/${first.body.runId}`));
  });
});
