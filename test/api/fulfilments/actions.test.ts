import assert from 'node:assert/strict';
import { defaultPayloadConverter } from '@temporalio/common';
import { raiseAttention } from '../../../src/store/attention.ts';
import { fulfilmentTarget } from '../../../src/store/fulfilments/rows.ts';
import { aFulfilment, sentAs } from '../../support/fulfilment-rows.ts';
import type { TestNamespace } from '../../support/namespace.ts';
import { startApiWithTemporal } from '../actions/api-with-temporal.ts';
import { withWorker } from '../actions/stand-in-worker.ts';
import { first } from '../answer-body.ts';
import { aConnection } from '../rows.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aPrepCentre } from './a-prep-centre.ts';

describe('what a person asks of shipments over REST', function () {
  let temporal: TestNamespace;
  let api: ApiUnderTest;
  before(async () => {
    ({ api, temporal } = await startApiWithTemporal());
    await aPrepCentre(api);
    await aConnection(api);
    await aFulfilment(api.store.db, 1);
    await aFulfilment(api.store.db, 7, sentAs('4711'));
    await aFulfilment(api.store.db, 9, { ...sentAs('4712'), stage: 'delivered', closed_at: new Date() });
    await aFulfilment(api.store.db, 8, { stage: 'skipped', closed_at: new Date() });
  });
  after(async () => {
    await api.close();
    await temporal.close();
  });

  const withAWorker = (work: () => Promise<void>) => withWorker(temporal.address, temporal.name, work);
  const sync = (body: object, id = 'ysell') => api.call('POST', `/api/connections/${id}/sync`, body);
  const runOf = ({ workflowId, runId }: { workflowId: string; runId: string }, query = '') =>
    api.call('GET', `/api/runs/${encodeURIComponent(workflowId)}/${runId}${query}`);

  /** What the worker of the connection would tell of its round. */
  const beatOnce = async (details: unknown): Promise<void> => {
    const { workflowService: service, options } = temporal.client;
    const { namespace } = options;
    const poll = () => service.pollActivityTaskQueue({ namespace, taskQueue: { name: 'connection-ysell' } });
    const { taskToken } = await temporal.client.withDeadline(Date.now() + 15_000, poll);
    const payloads = [defaultPayloadConverter.toPayload(details)];
    await service.recordActivityTaskHeartbeat({ namespace, taskToken, details: { payloads } });
  };

  it('runs a round now, joins the one there is, and tells how far it is', async () => {
    const since = '2026-01-01T00:00:00Z';
    const [one, two] = [await sync({ process: 'shipments', since }), await sync({ process: 'shipments' })];
    assert.equal(one.status, 202, one.text);
    assert.equal(one.body.workflowId, 'follow-shipments:ysell:now');
    assert.equal(two.body.runId, one.body.runId);
    await withAWorker(async () => {
      const progress = async () => (await runOf(one.body, '?progress=true')).body.progress;
      assert.deepEqual(await progress(), { state: { asked: 5, changed: 1 }, activity: null });
      await beatOnce({ counts: { asked: 3 } });
      assert.deepEqual(await progress(), { state: { asked: 5, changed: 1 }, activity: { counts: { asked: 3 } } });
      assert.equal((await runOf(one.body)).body.progress, null);
      const handle = temporal.client.workflow.getHandle(one.body.workflowId);
      await handle.signal('poke');
      assert.deepEqual(await handle.result(), { asked: 12, since: '2026-01-01T00:00:00.000Z' });
    });
  });

  it('refuses in words a process that the kind does not have', async () => {
    const pull = await sync({ process: 'pull' });
    assert.deepEqual([pull.status, /ysell is a prep centre.*no process pull/.test(pull.body.detail)], [409, true]);
    const shipments = await sync({ process: 'shipments' }, 'cartona');
    assert.deepEqual([shipments.status, /no process shipments/.test(shipments.body.detail)], [409, true]);
  });

  it('retries, skips, cancels and checks through its run, which is started where there is none', async () => {
    await withAWorker(async () => {
      for (const [action, body] of [
        ['retry', undefined],
        ['check', undefined],
        ['skip', { reason: 'a test order' }],
        ['cancel', { reason: 'a test order' }],
      ] as const) {
        const answer = await api.call('POST', `/api/fulfilments/ysell/1/${action}`, body);
        assert.deepEqual([answer.status, answer.body.saleOrderId], [200, 1], answer.text);
      }
      assert.equal((await api.call('POST', '/api/fulfilments/ysell/8/retry')).status, 200);
    });
    for (const id of ['ysell:ysell:1', 'ysell:ysell:8']) {
      assert.equal((await temporal.client.workflow.getHandle(id).describe()).type, 'shipWithYsell');
    }
  });

  it('refuses in the words of the run, and what has no reason', async () => {
    await withAWorker(async () => {
      const refused = await api.call('POST', '/api/fulfilments/ysell/7/cancel', { reason: 'this' });
      assert.deepEqual(
        [refused.status, refused.body.detail],
        [409, 'Shipment S00007 stands at the prep centre as 4711: this comes too late'],
      );
    });
    assert.equal((await api.call('POST', '/api/fulfilments/ysell/1/skip', {})).status, 400);
  });

  it('is answered 503 when nothing accepts it in time', async () => {
    const answer = await api.call('POST', '/api/fulfilments/ysell/7/retry?wait=0');
    assert.deepEqual([answer.status, /No worker accepted this/.test(answer.body.detail)], [503, true]);
  });

  it('acts by its attention, alone or on all that match', async () => {
    await raiseAttention(api.store.db, fulfilmentTarget({ connection: 'ysell', saleOrderId: 7 }), {
      kind: 'rejected',
      step: 'status',
      reason: 'Address not found',
      actions: ['retry', 'skip'],
      number: 'S00007',
    });
    const { body } = await api.call('GET', '/api/attention?connection=ysell');
    const { id } = first(body.items);
    await withAWorker(async () => {
      assert.equal((await api.call('POST', `/api/attention/${id}/retry`)).status, 200);
      const all = await api.call('POST', '/api/attention/retry', { filter: { kind: 'rejected' } });
      assert.deepEqual([all.status, all.body.retried], [200, 1]);
    });
    assert.equal((await api.call('POST', `/api/attention/${id}/cancel`, { reason: 'no' })).status, 409);
  });

  describe('one sale order sent by hand', () => {
    const send = (body: object) => api.call('POST', '/api/fulfilments', body);

    it('is started, and one that runs is joined', async () => {
      const [one, two] = [
        await send({ connection: 'ysell', saleOrderId: 42 }),
        await send({ connection: 'ysell', saleOrderId: 42 }),
      ];
      assert.deepEqual([one.status, one.body.workflowId], [202, 'ysell:ysell:42'], one.text);
      assert.equal(two.body.runId, one.body.runId);
      assert.ok(one.body.url.endsWith(`/${encodeURIComponent('ysell:ysell:42')}/${one.body.runId}`));
    });

    it('is refused for one that is closed, a connection that ships nothing, and one that rests', async () => {
      const closed = await send({ connection: 'ysell', saleOrderId: 8 });
      assert.deepEqual(
        [closed.status, /S00008 is closed as skipped: POST .*\/8\/retry/.test(closed.body.detail)],
        [409, true],
      );
      const there = await send({ connection: 'ysell', saleOrderId: 9 });
      assert.deepEqual([there.status, /at the prep centre as 4712/.test(there.body.detail)], [409, true]);
      const cartona = await send({ connection: 'cartona', saleOrderId: 1 });
      assert.deepEqual([cartona.status, /cartona is a marketplace/.test(cartona.body.detail)], [409, true]);
      await aPrepCentre(api, { id: 'resting' });
      await api.call('POST', '/api/connections/resting/pause');
      assert.equal((await send({ connection: 'resting', saleOrderId: 1 })).status, 409);
      assert.equal((await send({ connection: 'nobody', saleOrderId: 1 })).status, 404);
    });

    for (const saleOrderId of ['S00042', 0, 1.5, undefined]) {
      it(`is refused for the id ${saleOrderId}`, async () => {
        const answer = await send({ connection: 'ysell', saleOrderId });
        assert.deepEqual([answer.status, first(answer.body.errors).path], [400, 'saleOrderId']);
      });
    }
  });

  it('maps a product of it', async () => {
    const put = await api.call('PUT', '/api/listings/ysell/815', { productId: 904, factor: '12' });
    assert.equal(put.status, 200, put.text);
    const got = await api.call('GET', '/api/listings/ysell/815');
    assert.deepEqual([got.body.productId, got.body.factor], [904, '12']);
  });
});
