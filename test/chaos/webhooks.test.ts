import assert from 'node:assert/strict';
import { assertOnce, bothEndsOf } from '../support/chaos-counts.ts';
import { patience, placeOrders, saleOrdersOf, untilAllClosed, untilAllTold } from '../support/chaos-orders.ts';
import type { RestAnswer } from '../support/rest.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const resultsOf = (answers: readonly RestAnswer[]): string[] =>
  answers.map(({ text }) => /"result":"(\w+)"/.exec(text)?.[1] ?? text).sort();

describe('webhooks that come as they like', function () {
  const service = useService();
  const cartonaDelivers = { delivered_by: 'delivered_by_cartona' } as const;

  const received = async (count: number, given: Parameters<typeof placeOrders>[2] = cartonaDelivers) => {
    const ids = placeOrders(service(), count, given);
    await service().shop.pull();
    await untilAllTold(service(), ids, 'synced');
    return ids;
  };

  it('of ten copies at once one is applied', async () => {
    const { shop, sandbox } = service();
    const ids = await received(5);
    for (const id of ids) {
      shop.cartona.setStatus(id, { by: 'cartona', status: 'approved' });
      const copies = Array.from({ length: 10 }, () => shop.webhook({ hashed_id: id, status: 'approved' }));
      const results = resultsOf(await Promise.all(copies));
      assert.deepEqual(results, ['applied', ...Array.from({ length: 9 }, () => 'ignored')]);
    }
    await waitFor(
      'confirmed sale orders',
      async () => Promise.all((await saleOrdersOf(service(), ids)).map((id) => service().odoo.saleOrder(id))),
      (orders) => orders.every(({ state }) => state === 'sale'),
      patience,
    );
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'], pickings: ['assigned'] });
  });

  it('in the wrong order never move an order back', async () => {
    const { shop, sandbox } = service();
    const ids = await received(5);
    for (const id of ids) {
      const results: string[] = [];
      for (const status of ['delivered', 'assigned_to_salesman', 'approved'] as const) {
        results.push(...resultsOf([await shop.says(id, status)]));
      }
      assert.deepEqual(results, ['applied', 'ignored', 'ignored']);
    }
    await untilAllClosed(service(), ids);
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'], pickings: ['done'] });
  });

  it('all at once, each several times, end where the furthest of them says', async () => {
    const { shop, sandbox } = service();
    const ids = await received(10);
    const statuses = ['approved', 'assigned_to_salesman', 'delivered', 'approved', 'delivered', 'pending'];
    await Promise.all(
      ids.flatMap((id) => statuses.map(async (status) => (await shop.webhook({ hashed_id: id, status })).status)),
    );
    await untilAllClosed(service(), ids);
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'], pickings: ['done'] });
    for (const id of ids) assert.equal((await shop.order(id))?.stage, 'delivered');
  });

  it('of a cancellation while a status of ours is on its way is not forgotten', async () => {
    const { shop, sandbox } = service();
    const [id = ''] = await received(1, {});
    const slow = sandbox.faults.add({
      system: 'cartona',
      path: 'update-order-status',
      effect: { type: 'late-answer', ms: 1_000 },
    });
    for (const saleOrder of await saleOrdersOf(service(), [id])) await service().odoo.confirm(saleOrder);
    await waitFor(
      'the status on its way',
      () => slow.hits,
      (hits) => hits === 1,
      patience,
    );
    assert.deepEqual((await shop.says(id, 'cancelled_by_retailer')).body, { result: 'applied' });
    await untilAllClosed(service(), [id]);
    assert.equal((await shop.order(id))?.stage, 'cancelled');
    const [saleOrder = 0] = await saleOrdersOf(service(), [id]);
    assert.equal((await service().odoo.saleOrder(saleOrder)).state, 'cancel');
    assertOnce(bothEndsOf(sandbox), [id], { told: ['synced', 'approved'], pickings: ['cancel'] });
  });

  it('of orders nobody knows yet ask for a pull, and are applied when they come again', async () => {
    const { shop, sandbox } = service();
    const ids = placeOrders(service(), 5, cartonaDelivers);
    const answers = await Promise.all(ids.map((id) => shop.webhook({ hashed_id: id, status: 'approved' })));
    assert.ok(answers.every(({ status }) => status === 404 || status === 200));
    await untilAllTold(service(), ids, 'synced');
    for (const id of ids) assert.equal((await shop.says(id, 'delivered')).status, 200);
    await untilAllClosed(service(), ids);
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'], pickings: ['done'] });
  });
});

describe('orders that are edited to and fro', function () {
  const service = useService();

  const edit = (id: string, amount: number): void => {
    const { shop } = service();
    const [line] = shop.cartona.order(id).order_details;
    shop.cartona.edit(id, { lines: [{ id: line?.id ?? 0, amount }] });
  };
  /** Everything Cartona offers is pulled, imported and acknowledged. */
  const settled = async (ids: readonly string[]): Promise<void> => {
    await waitFor(
      'orders acknowledged as they are now',
      async () => {
        await service().shop.pull();
        return ids.filter((id) => !service().shop.cartona.order(id).acknowledged);
      },
      (open) => open.length === 0,
      patience,
    );
    for (const id of ids) await service().shop.untilAtRest(id);
  };

  it('and are A, B and A again, each pulled, end as A', async () => {
    const { shop, sandbox } = service();
    const ids = placeOrders(service(), 10);
    await settled(ids);
    for (const amount of [9, 2]) {
      for (const id of ids) edit(id, amount);
      await settled(ids);
    }
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'] });
    for (const id of ids) assert.equal((await shop.order(id))?.attention, null);
  });

  it('while they are pulled and acknowledged, end as Cartona shows them after the last edit', async () => {
    const { shop, sandbox } = service();
    const ids = placeOrders(service(), 20);
    const pullOften = async () => {
      for (let turn = 0; turn < 5; turn += 1) await shop.pull();
    };
    const pulls = underWay(pullOften());
    for (const amount of [9, 2, 7, 2]) {
      for (const id of ids) edit(id, amount);
      await shop.pull();
    }
    await pulls;
    await settled(ids);
    // An edit between the last pull and its order's acknowledgement is offered by no later pull, until the next edit.
    for (const id of ids) edit(id, 5);
    await settled(ids);
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'] });
    for (const id of ids) assert.equal((await shop.order(id))?.attention, null);
  });
});
