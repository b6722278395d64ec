import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import type { CartonaControl } from '../../../sandbox/cartona/control.ts';
import type { NewOrders } from '../../../sandbox/cartona/new-orders.ts';
import { orderStatuses } from '../../../sandbox/cartona/order-states.ts';
import type { OrderStatus } from '../../../sandbox/cartona/order-states.ts';

describe('a status written to the simulated Cartona', () => {
  let running: RunningSandbox;
  let control: CartonaControl;
  before(async () => {
    running = await aSandbox();
    ({ control } = running.sandbox.cartona);
  });
  after(() => running.sandbox.close());

  const anOrder = (template: NewOrders['template'] = {}): string =>
    control.createOrders({ template: { lines: 1, ...template } })[0]?.hashed_id ?? '';
  const write = (id: string, status: string, more: object = {}) =>
    running.cartona('POST', `order/update-order-status/${id}`, { hashed_id: id, status, ...more });

  const allowed: Readonly<Record<OrderStatus, readonly string[]>> = {
    pending: ['approved', 'cancelled_by_supplier'],
    editing: [],
    approved: ['assigned_to_salesman', 'cancelled_by_supplier'],
    assigned_to_salesman: ['delivered', 'cancelled_by_supplier'],
    delivered: [],
    returned: [],
    cancelled_by_retailer: [],
    cancelled_by_supplier: [],
  };
  const sent = ['pending', 'approved', 'assigned_to_salesman', 'delivered', 'cancelled_by_supplier'] as const;
  const reason = { cancellation_reason: 'out_of_stock' };

  for (const from of orderStatuses) {
    for (const to of sent) {
      const isAllowed = allowed[from].includes(to);
      it(`${from} → ${to}: ${isAllowed ? 'done, with an empty object' : 'refused in words'}`, async () => {
        const id = anOrder({ status: from });
        const answer = await write(id, to, reason);
        if (isAllowed) assert.deepEqual([answer.status, answer.json], [200, {}]);
        else assert.match(`${answer.status} ${answer.text}`, new RegExp(`^422 .*order ${id} `));
        assert.equal(control.order(id).status, isAllowed ? to : from);
      });
    }
  }

  it('says so when the status is already there', async () => {
    const id = anOrder();
    await write(id, 'approved');
    const answer = await write(id, 'approved');
    assert.deepEqual([answer.status, answer.json], [422, { error: `order ${id} is already approved` }]);
  });

  for (const status of ['returned', 'cancelled_by_retailer', 'cancelled', 'editing']) {
    it(`may not be ${status}, which is not the supplier's to send`, async () => {
      const answer = await write(anOrder({ status: 'assigned_to_salesman' }), status);
      assert.equal(answer.status, 422);
      assert.match(answer.text, /a supplier may send/);
    });
  }

  it('is refused while the retailer is editing, acknowledgement included', async () => {
    const id = anOrder();
    control.setEditing(id, true);
    for (const status of ['synced', 'approved']) {
      const answer = await write(id, status);
      assert.deepEqual([answer.status, /being edited/.test(answer.text)], [422, true]);
    }
    control.setEditing(id, false);
    assert.equal((await write(id, 'approved')).status, 200);
  });

  it('needs a reason that is known to cancel, and keeps it', async () => {
    const id = anOrder();
    assert.match((await write(id, 'cancelled_by_supplier')).text, /cancellation_reason is needed/);
    const unknown = await write(id, 'cancelled_by_supplier', { cancellation_reason: 'bored' });
    assert.match(unknown.text, /\\"bored\\" is unknown/);
    assert.equal((await write(id, 'cancelled_by_supplier', reason)).status, 200);
    assert.equal(control.order(id).cancellation_reason, 'out_of_stock');
  });

  for (const sums of [{ installment_cost: 50 }, { wallet_top_up: 100 }]) {
    it(`needs the retailer's one-time password to be delivered with ${Object.keys(sums).join()}`, async () => {
      const id = anOrder({ ...sums, status: 'assigned_to_salesman' });
      const otp = control.order(id).retailer_otp ?? '';
      assert.match((await write(id, 'delivered')).text, /needs retailer_otp/);
      assert.match((await write(id, 'delivered', { retailer_otp: 'x' })).text, /retailer_otp is wrong/);
      assert.equal((await write(id, 'delivered', { retailer_otp: otp })).status, 200);
      assert.equal(control.order(id).status, 'delivered');
    });
  }

  it('may only cancel what Cartona delivers', async () => {
    const id = anOrder({ delivered_by: 'delivered_by_cartona' });
    assert.match((await write(id, 'approved')).text, /the supplier may only cancel it/);
    assert.equal((await write(id, 'synced')).status, 200);
    assert.equal((await write(id, 'cancelled_by_supplier', reason)).status, 200);
  });

  it('keeps delivery days', async () => {
    const id = anOrder();
    await write(id, 'approved', { delivery_day: '2026-12-01', estimated_delivery_day: '2026-12-02' });
    const { delivery_day: day, estimated_delivery_day: estimated } = control.order(id);
    assert.deepEqual([day, estimated], ['2026-12-01', '2026-12-02']);
  });

  it('is 404 for an order that is not known, 400 and 422 for a body that cannot be read', async () => {
    assert.equal((await write('nobody', 'synced')).status, 404);
    const id = anOrder();
    assert.equal((await running.cartona('POST', `order/update-order-status/${id}`)).status, 400);
    assert.equal((await running.cartona('POST', `order/update-order-status/${id}`, { state: 'x' })).status, 422);
    assert.match((await write(id, 'synced', { hashed_id: 'other' })).text, /the body names order other/);
  });

  it('leaves its trace in the history, refused ones too', async () => {
    const id = anOrder();
    await write(id, 'synced');
    await write(id, 'delivered');
    const writes = control.order(id).history.filter((entry) => entry.by === 'supplier');
    assert.deepEqual(
      writes.map(({ status, accepted }) => [status, accepted]),
      [
        ['synced', true],
        ['delivered', false],
      ],
    );
    assert.match(writes[1]?.text ?? '', /cannot go from pending to delivered/);
  });

  describe('in the bulk form', () => {
    it('never fails for one record', async () => {
      const [good, bad] = [anOrder(), anOrder({ status: 'delivered' })];
      const answer = await running.cartona('POST', 'order/update-order-status', [
        { hashed_id: good, status: 'approved' },
        { hashed_id: bad, status: 'approved' },
        { hashed_id: 'nobody', status: 'approved' },
      ]);
      assert.deepEqual([answer.status, answer.json], [200, {}]);
      assert.deepEqual([control.order(good).status, control.order(bad).status], ['approved', 'delivered']);
    });
  });
});
