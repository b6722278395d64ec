import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { assertOnce, bothEndsOf } from '../support/chaos-counts.ts';
import { bySupplier } from '../support/chaos-lives.ts';
import { patience, placeOrders, saleOrdersOf, untilAllClosed, untilAllTold } from '../support/chaos-orders.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const timeoutMs = 2_000;
const html = { 'Content-Type': 'text/html' };
const load = { model: 'sale.order', method: 'load' } as const;

const cases: readonly { readonly trouble: string; readonly fault: Omit<FaultRuleInput, 'system'> }[] = [
  {
    trouble: '500 and a page of HTML',
    fault: { times: 3, effect: { type: 'status', status: 500, headers: html, body: '<h1>Internal Server Error</h1>' } },
  },
  {
    trouble: '502 of a proxy',
    fault: { times: 3, effect: { type: 'status', status: 502, headers: html, body: '<p/>' } },
  },
  { trouble: 'SerializationFailure', fault: { times: 3, effect: { type: 'odoo-error', kind: 'serialization' } } },
  { trouble: 'PoolError', fault: { times: 3, effect: { type: 'odoo-error', kind: 'pool' } } },
  { trouble: 'OperationalError', fault: { times: 3, effect: { type: 'odoo-error', kind: 'operational' } } },
  {
    trouble: 'a lost race for an external id',
    fault: { rpc: load, effect: { type: 'odoo-error', kind: 'lost-race' } },
  },
  { trouble: 'silence, and no work', fault: { rpc: load, effect: { type: 'hang', ms: 60_000, execute: false } } },
  { trouble: 'silence, and work long after', fault: { rpc: load, effect: { type: 'hang', ms: timeoutMs * 2 } } },
  {
    trouble: 'an answer that comes too late',
    fault: { rpc: load, effect: { type: 'late-answer', ms: timeoutMs * 2 } },
  },
  { trouble: 'a cut answer', fault: { rpc: load, effect: { type: 'cut-body' } } },
  { trouble: 'an empty answer', fault: { rpc: load, effect: { type: 'empty-body' } } },
  { trouble: 'an answer that trickles', fault: { rpc: load, effect: { type: 'slow-body', bytesPerSecond: 20 } } },
];

describe('Odoo in trouble', function () {
  const service = useService({ env: { ODOO_TIMEOUT_MS: String(timeoutMs) } });
  afterEach(() => service().sandbox.faults.clear());

  for (const { trouble, fault } of cases) {
    it(`with ${trouble} loses and doubles nothing`, async () => {
      const { shop, sandbox } = service();
      const active = sandbox.faults.add({ system: 'odoo', ...fault });
      const ids = placeOrders(service(), 5);
      await shop.pull();
      await untilAllTold(service(), ids, 'synced');
      const told = await bySupplier(service(), ids);
      await untilAllClosed(service(), ids);
      assert.equal(active.hits, fault.times ?? 1, 'calls that were hit');
      assertOnce(bothEndsOf(sandbox), ids, { told, pickings: ['done'] });
    });
  }

  it('on a bad day, when one call in twenty goes wrong in one way or the other, loses and doubles nothing', async () => {
    const { shop, sandbox } = service();
    const bad = { system: 'odoo', times: 'unlimited', probability: 0.01 } as const;
    const effects = [
      { type: 'drop-answer' },
      { type: 'reset-before' },
      { type: 'cut-body' },
      { type: 'odoo-error', kind: 'serialization' },
      { type: 'status', status: 503 },
    ] as const;
    for (const effect of effects) sandbox.faults.add({ ...bad, effect });
    const ids = placeOrders(service(), 30);
    await shop.pull();
    await untilAllTold(service(), ids, 'synced');
    const told = await bySupplier(service(), ids);
    await untilAllClosed(service(), ids);
    assertOnce(bothEndsOf(sandbox), ids, { told, pickings: ['done'] });
  });

  it('is waited for while orders and webhooks come in', async () => {
    const { shop, sandbox } = service();
    const known = placeOrders(service(), 5);
    const delivered = placeOrders(service(), 5, { delivered_by: 'delivered_by_cartona' });
    await shop.pull();
    await untilAllTold(service(), [...known, ...delivered], 'synced');
    const outage = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const ids = placeOrders(service(), 20);
    await shop.pull();
    const gone = ids.slice(0, 5);
    for (const id of gone) assert.deepEqual((await shop.says(id, 'cancelled_by_retailer')).body, { result: 'applied' });
    for (const id of known)
      assert.deepEqual((await shop.says(id, 'cancelled_by_retailer')).body, { result: 'applied' });
    for (const id of delivered) assert.deepEqual((await shop.says(id, 'approved')).body, { result: 'applied' });
    for (const id of delivered) assert.deepEqual((await shop.says(id, 'delivered')).body, { result: 'applied' });
    await waitFor(
      'calls that failed',
      () => outage.hits,
      (hits) => hits >= 5,
      patience,
    );
    sandbox.faults.remove(outage.id);
    await untilAllClosed(service(), [...known, ...delivered, ...gone]);
    await untilAllTold(service(), ids, 'synced');
    const ends = bothEndsOf(sandbox);
    assertOnce(ends, ids.slice(5), { told: ['synced'] });
    assertOnce(ends, delivered, { told: ['synced'], pickings: ['done'] });
    assertOnce(ends, known, { told: ['synced'] });
    for (const id of await saleOrdersOf(service(), known))
      assert.equal((await service().odoo.saleOrder(id)).state, 'cancel');
    for (const id of gone) assert.deepEqual(shop.told(id), ['synced'], 'cancelled before it was imported');
  });
});
