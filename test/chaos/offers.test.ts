import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { patience } from '../support/chaos-orders.ts';
import {
  changeProducts,
  listGoods,
  runOf,
  seen,
  setPrice,
  toldOf,
  untilOffersRest,
  untilTold,
} from '../support/offer-shop.ts';
import type { ListedGoods } from '../support/offer-shop.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

/** A lost answer is told again after this and three seconds more. */
const timeoutMs = 1_000;

describe('offers, when something goes wrong', function () {
  const service = useService({
    settings: { timeoutMs, requestsPerSecond: 1_000, offers: { enabled: true, batchSize: 20 } },
  });
  afterEach(() => service().sandbox.faults.clear());

  const prices = ({ externalId }: ListedGoods) => toldOf(service().shop, externalId).map(({ price }) => price);
  const fault = (rule: Omit<FaultRuleInput, 'system'>) =>
    service().sandbox.faults.add({ system: 'cartona', path: 'bulk-update', ...rule });
  const rest = () => untilOffersRest(service(), service().shop, 60_000);

  /** `told`: how often each listing may have been told the same, the least and the most. */
  const cases: readonly { trouble: string; rule: Omit<FaultRuleInput, 'system'>; most: number }[] = [
    { trouble: 'a lost answer', rule: { effect: { type: 'drop-answer' } }, most: 3 },
    { trouble: 'a call that never arrived', rule: { effect: { type: 'refuse-connection' } }, most: 2 },
    {
      trouble: '429 with Retry-After',
      rule: { effect: { type: 'status', status: 429, headers: { 'Retry-After': '1' } } },
      most: 1,
    },
    { trouble: '500 for one batch', rule: { effect: { type: 'status', status: 500 } }, most: 1 },
    { trouble: 'an answer that comes too late', rule: { effect: { type: 'late-answer', ms: 2_000 } }, most: 3 },
    { trouble: 'HTML in place of an answer', rule: { effect: { type: 'html-body' } }, most: 2 },
  ];
  for (const { trouble, rule, most } of cases) {
    it(`with ${trouble}: all are there in the end, the newest value last`, async () => {
      const goods = await listGoods(service(), 50, { stock: 2 });
      const active = fault(rule);
      await changeProducts(service(), goods, { list_price: 15 });
      for (const { externalId } of goods) await untilTold(service().shop, externalId, { price: 15, stock: 2 });
      await rest();
      assert.equal(active.hits, 1);
      for (const one of goods) {
        const told = prices(one);
        assert.ok(told.length <= most && told.every((price) => price === 15), `${one.externalId}: ${told.join()}`);
      }
      assert.deepEqual(await pendingAttention(), []);
    });
  }

  const pendingAttention = async () =>
    (
      await service()
        .store.db.selectFrom('attention')
        .select(['target_id', 'kind'])
        .where('target_type', '=', 'listing')
        .where('resolved_at', 'is', null)
        .execute()
    ).map(({ target_id: id, kind }) => `${kind} ${id}`);

  it('with a newer value after a lost answer: the old one is not what stays', async () => {
    const [goods] = await listGoods(service(), 1);
    assert.ok(goods);
    fault({ effect: { type: 'hang', ms: 700 } });
    await setPrice(service(), goods, 15);
    await waitFor(
      'the call under way',
      () => service().sandbox.log.counts()['cartona']?.inFlight,
      (inFlight) => inFlight === 1,
    );
    await setPrice(service(), goods, 16);
    await untilTold(service().shop, goods.externalId, { price: 16 });
    await rest();
    assert.deepEqual(prices(goods), [15, 16]);
  });

  for (const badOffers of ['refuse-batch', 'report-item'] as const) {
    it(`with one listing that the marketplace does not know (${badOffers}): it is singled out, the others are pushed`, async () => {
      const { shop, store } = service();
      const goods = await listGoods(service(), 20);
      shop.cartona.changeSettings({ badOffers });
      const [bad] = goods;
      assert.ok(bad);
      const unknown = `${bad.externalId}0`;
      await store.db
        .updateTable('listings')
        .set({ external_id: unknown })
        .where('external_id', '=', bad.externalId)
        .execute();
      await changeProducts(service(), goods, { list_price: 15 });
      for (const { externalId } of goods.slice(1)) await untilTold(shop, externalId, { price: 15 });
      await rest();
      assert.deepEqual(await pendingAttention(), [`offer-refused ${unknown}`]);
      await store.db
        .updateTable('listings')
        .set({ external_id: bad.externalId })
        .where('external_id', '=', unknown)
        .execute();
      await store.db
        .updateTable('attention')
        .set({ resolved_at: new Date() })
        .where('target_id', '=', unknown)
        .execute();
      shop.cartona.changeSettings({ badOffers: 'refuse-batch' });
    });
  }

  it('with the marketplace away while hundreds change, again and again: each is pushed once, with its last value', async () => {
    const goods = await listGoods(service(), 300);
    const outage = service().sandbox.faults.add({ system: 'cartona', effect: { type: 'outage', as: 'unavailable' } });
    for (const price of [31, 32, 33]) {
      await changeProducts(service(), goods, { list_price: price });
      await seen(service());
    }
    await waitFor(
      'a failed call',
      () => outage.hits,
      (hits) => hits >= 2,
    );
    service().sandbox.faults.remove(outage.id);
    for (const { externalId } of goods) await untilTold(service().shop, externalId, { price: 33 });
    await rest();
    for (const one of goods) assert.deepEqual(prices(one), [33]);
    const run = await runOf(service(), service().shop);
    assert.ok(run !== undefined && run.historyLength < 40, `${run?.historyLength} events`);
  });

  it('with Odoo restarted in the middle: all are there in the end', async () => {
    const goods = await listGoods(service(), 300);
    const outage = service().sandbox.faults.add({
      system: 'odoo',
      rpc: { model: 'product.product' },
      skip: 1,
      effect: { type: 'outage', ms: 1_500 },
    });
    await changeProducts(service(), goods, { list_price: 44 });
    for (const { externalId } of goods) await untilTold(service().shop, externalId, { price: 44 });
    assert.ok(outage.hits > 0);
    await rest();
    for (const one of goods) assert.deepEqual(prices(one), [44]);
  });

  it('with a transaction in Odoo that takes ten seconds to commit: it is seen when it commits', async () => {
    const [slow, quick] = await listGoods(service(), 2);
    assert.ok(slow && quick);
    service().sandbox.odoo().simulator.delayNext(10_000, { model: 'product.template', method: 'write' });
    const written = setPrice(service(), slow, 51);
    await written;
    const committedAt = Date.now();
    const { at } = await untilTold(service().shop, slow.externalId, { price: 51 });
    // Soon after thousands of changes, as the tests before may have made, the looks reach less far back for a while.
    assert.ok(at.getTime() - committedAt < 8_000, `${at.getTime() - committedAt} ms after the commit`);
  });

  it('with two workers, and prices that change faster than they are pushed: the newest value is the last', async () => {
    const goods = await listGoods(service(), 100);
    const second = await service().startWorker();
    for (let price = 70; price <= 80; price += 1) await changeProducts(service(), goods, { list_price: price });
    for (const { externalId } of goods) await untilTold(service().shop, externalId, { price: 80 });
    await rest();
    for (const one of goods) assert.deepEqual(prices(one).toSorted(), prices(one), 'an older value after a newer one');
    await second.stop();
  });

  it('with the worker killed in the middle of thousands: each is there, and the newest value is the last', async () => {
    const { workers, shop } = service();
    const goods = await listGoods(service(), 2_000);
    await changeProducts(service(), goods, { list_price: 61 });
    const pushed = () => goods.filter(({ externalId }) => toldOf(shop, externalId).length > 0).length;
    await waitFor('some of them', pushed, (count) => count >= 100, patience);
    await Promise.all(workers.filter(({ isRunning }) => isRunning).map((worker) => worker.kill()));
    const before = pushed();
    assert.ok(before < goods.length, 'the worker was faster');
    await changeProducts(service(), goods.slice(0, 50), { list_price: 62 });
    await service().startWorker();
    await waitFor('all of them', pushed, (count) => count === goods.length, patience);
    for (const { externalId } of goods.slice(0, 50)) await untilTold(shop, externalId, { price: 62 });
    await rest();
    for (const one of goods.slice(50)) assert.equal(prices(one).at(-1), 61);
  });
});
