import assert from 'node:assert/strict';
import { raiseAttention } from '../../../src/store/attention.ts';
import { aShipment, bookedAs } from '../../support/shipment-rows.ts';
import type { TestNamespace } from '../../support/namespace.ts';
import { startApiWithTemporal } from '../actions/api-with-temporal.ts';
import { withWorker } from '../actions/stand-in-worker.ts';
import { first } from '../answer-body.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aCourier } from './a-courier.ts';

describe("what a person asks of couriers' shipments over REST", function () {
  let temporal: TestNamespace;
  let api: ApiUnderTest;
  before(async () => {
    ({ api, temporal } = await startApiWithTemporal());
    await aCourier(api);
    await aShipment(api.store.db, 1);
    await aShipment(api.store.db, 7, { ...bookedAs('OCU-7'), state: 'shipped' });
    await aShipment(api.store.db, 8, {
      ...bookedAs('OCU-8'),
      cancel_answer: 'OPAL says: Auftrag wurde bereits abgeholt',
    });
    await aShipment(api.store.db, 9, bookedAs('OCU-9'));
  });
  after(async () => {
    await api.close();
    await temporal.close();
  });

  const withAWorker = (work: () => Promise<void>) => withWorker(temporal.address, temporal.name, work);
  const act = (id: number | string, action: string, body?: object) =>
    api.call('POST', `/api/delivery/shipments/${id}/${action}`, body);

  it('retries, skips, cancels and checks through its run, which is started where there is none', async () => {
    const { shipment_id: id } = (await api.call('GET', '/api/delivery/shipments/1')).body;
    await withAWorker(async () => {
      for (const [action, body] of [
        ['retry', undefined],
        ['check', undefined],
        ['skip', { reason: 'a test order' }],
        ['cancel', { reason: 'a test order' }],
        ['cancel', undefined],
      ] as const) {
        const answer = await act(action === 'retry' ? 1 : id, action, body);
        assert.deepEqual([answer.status, answer.body.picking_id], [200, 1], answer.text);
      }
    });
    assert.equal((await temporal.client.workflow.getHandle('delivery:1:1').describe()).type, 'deliverPicking');
  });

  it('refuses in the words of the run, and to skip without a reason', async () => {
    await withAWorker(async () => {
      const { status, body } = await act(7, 'cancel', { reason: 'this' });
      const words = 'The shipment of WH/OUT/00007 was collected: this comes too late';
      assert.deepEqual([status, body.detail], [409, words]);
    });
    assert.equal((await act(1, 'skip', {})).status, 400);
    assert.equal((await act(99, 'retry')).status, 404);
  });

  it('refuses to cancel in the words of the courier', async () => {
    await withAWorker(async () => {
      const { status, body } = await act(8, 'cancel');
      assert.deepEqual([status, body.detail], [409, 'OPAL says: Auftrag wurde bereits abgeholt']);
    });
  });

  it('is answered 503 when nothing accepts it in time', async () => {
    const answer = await act(9, 'retry');
    assert.deepEqual([answer.status, /No worker accepted this/.test(answer.body.detail)], [503, true]);
  });

  it('acts by its attention, alone or on all that match', async () => {
    await raiseAttention(
      api.store.db,
      { connection: 'opal', type: 'delivery', id: '9:1' },
      { kind: 'rejected', step: 'book', reason: 'OPAL says no', actions: ['retry', 'skip'], number: 'WH/OUT/00009' },
    );
    const { id } = first((await api.call('GET', '/api/attention?connection=opal')).body.items);
    await withAWorker(async () => {
      assert.equal((await api.call('POST', `/api/attention/${id}/retry`)).status, 200);
      const all = await api.call('POST', '/api/attention/retry', { filter: { kind: 'rejected' } });
      assert.deepEqual([all.status, all.body.retried], [200, 1]);
    });
    assert.equal((await api.call('POST', `/api/attention/${id}/cancel`, { reason: 'no' })).status, 409);
  });

  it('has a courier asked after its shipments now, but take up no orders', async () => {
    const sync = (body: object) => api.call('POST', '/api/connections/opal/sync', body);
    const { status, body } = await sync({ process: 'shipments' });
    assert.deepEqual([status, body.workflowId], [202, 'follow-shipments:opal:now']);
    const since = await sync({ process: 'shipments', since: '2026-01-01' });
    assert.deepEqual([since.status, first(since.body.errors).path], [400, 'since']);
    const pull = await sync({ process: 'pull' });
    assert.deepEqual([pull.status, /opal is a courier: it has no process pull/.test(pull.body.detail)], [409, true]);
  });
});
