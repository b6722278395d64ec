import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import type { CartonaControl, OrderView } from '../../../sandbox/cartona/control.ts';
import { orderStatuses } from '../../../sandbox/cartona/order-states.ts';
import type { OrderStatus } from '../../../sandbox/cartona/order-states.ts';

describe('lines of an order at the simulated Cartona', () => {
  let running: RunningSandbox;
  let control: CartonaControl;
  before(async () => {
    running = await aSandbox();
    ({ control } = running.sandbox.cartona);
  });
  after(() => running.sandbox.close());

  const anOrder = (status: OrderStatus = 'pending'): OrderView => {
    const line = { supplier_product_id: '110701', amount: 4, selling_price: 10 };
    const [order] = control.createOrders({
      template: { status, lines: [line, { ...line, amount: 6, selling_price: 12 }] },
    });
    assert.ok(order);
    return order;
  };
  const write = (order: OrderView, ...details: object[]) =>
    running.cartona('POST', 'order/update-order-details', [{ hashed_id: order.hashed_id, order_details: details }]);
  const linesOf = (order: OrderView): [number, number][] =>
    control.order(order.hashed_id).order_details.map((line) => [line.amount, line.selling_price]);

  it('keep the same product on two lines apart by their ids', async () => {
    const order = anOrder();
    const answer = await write(order, { id: order.order_details[1]?.id, amount: 5, price: '11.5', comment: 'short' });
    assert.deepEqual([answer.status, answer.json], [200, {}]);
    assert.deepEqual(linesOf(order), [
      [4, 10],
      [5, 11.5],
    ]);
    assert.equal(control.order(order.hashed_id).total_price, 97.5);
  });

  it('can be cancelled and added, added ones twice when sent twice', async () => {
    const order = anOrder();
    await write(order, { id: order.order_details[0]?.id, cancelled: true });
    const added = { internal_product_id: '12', amount: 1 };
    await write(order, added);
    await write(order, added);
    assert.deepEqual(linesOf(order), [
      [6, 12],
      [1, 35.5],
      [1, 35.5],
    ]);
  });

  it('are refused as a whole when one is bad', async () => {
    const order = anOrder();
    const answer = await write(order, { id: order.order_details[0]?.id, amount: 9 }, { id: 1, amount: 9 });
    assert.deepEqual([answer.status, answer.json], [422, { error: `order ${order.hashed_id} has no line 1` }]);
    assert.deepEqual(linesOf(order)[0], [4, 10]);
    assert.match((await write(order, { supplier_product_id: 'none', amount: 1 })).text, /product none is not known/);
  });

  for (const status of orderStatuses) {
    const isOpen = ['pending', 'approved', 'assigned_to_salesman'].includes(status);
    it(`${isOpen ? 'can' : 'cannot'} be written while the order is ${status}`, async () => {
      const order = anOrder(status);
      const answer = await write(order, { id: order.order_details[0]?.id, amount: 9 });
      assert.equal(answer.status, isOpen ? 200 : 422);
    });
  }
});
