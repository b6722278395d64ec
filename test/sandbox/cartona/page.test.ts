import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';

describe('the page of the simulated Cartona', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const page = async () => (await running.call('GET', '/cartona/')).text;
  const press = (path: string, headers = {}) => running.call('POST', `/cartona/_page/${path}`, undefined, headers);

  it('shows orders with their history, and only text of retailers as text', async () => {
    const [order] = running.sandbox.cartona.control.createOrders({
      template: { retailer: { retailer_name: '<script>alert(1)</script>' } },
    });
    await running.cartona('POST', `order/update-order-status/${order?.hashed_id}`, { status: 'delivered' });
    const html = await page();
    assert.ok(html.includes(order?.receipt_id ?? '-') && html.includes('cannot go from pending to delivered'));
    assert.ok(!html.includes('<script>') && html.includes('&lt;script&gt;'));
  });

  it('places an order', async () => {
    const answer = await press('new-order');
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '../']);
    assert.equal(running.sandbox.cartona.control.orders().length, 1);
  });

  const presses = [
    { action: 'cancel-as-retailer', from: 'pending', to: 'cancelled_by_retailer', by: 'retailer' },
    { action: 'start-editing', from: 'pending', to: 'editing', by: 'retailer' },
    { action: 'stop-editing', from: 'editing', to: 'pending', by: 'retailer' },
    { action: 'approve-as-cartona', from: 'pending', to: 'approved', by: 'cartona' },
    { action: 'hand-over-as-cartona', from: 'approved', to: 'assigned_to_salesman', by: 'cartona' },
    { action: 'deliver-as-cartona', from: 'assigned_to_salesman', to: 'delivered', by: 'cartona' },
    { action: 'return-as-cartona', from: 'assigned_to_salesman', to: 'returned', by: 'cartona' },
  ] as const;
  for (const { action, from, to, by } of presses) {
    it(`offers "${action}" on an order that is ${from}, and does it`, async () => {
      const { control } = running.sandbox.cartona;
      const [order] = control.createOrders({ template: { status: from, delivered_by: 'delivered_by_cartona' } });
      const id = order?.hashed_id ?? '';
      assert.ok((await page()).includes(`_page/orders/${id}/${action}"`));
      assert.equal((await press(`orders/${id}/${action}`)).status, 303);
      assert.deepEqual([control.order(id).status, control.order(id).history.at(-1)?.by], [to, by]);
    });
  }

  it('adds a piece to the first line', async () => {
    const { control } = running.sandbox.cartona;
    const [order] = control.createOrders({ template: { lines: 1 } });
    await press(`orders/${order?.hashed_id}/add-one-piece`);
    const before = order?.order_details[0]?.amount ?? 0;
    assert.equal(control.order(order?.hashed_id ?? '').order_details[0]?.amount, before + 1);
  });

  it('knows no other button, and none pressed from another site', async () => {
    assert.equal((await press('orders/x/cancel-as-retailer')).status, 404);
    assert.equal((await press('orders/x/unheard-of')).status, 404);
    assert.equal((await press('new-order', { 'Sec-Fetch-Site': 'cross-site' })).status, 403);
  });
});
