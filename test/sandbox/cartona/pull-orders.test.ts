import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import type { CartonaControl } from '../../../sandbox/cartona/control.ts';

interface PulledOrder {
  readonly hashed_id: string;
  readonly [field: string]: unknown;
}

describe('pulling orders from the simulated Cartona', () => {
  let running: RunningSandbox;
  let control: CartonaControl;
  beforeEach(async () => {
    running = await aSandbox();
    ({ control } = running.sandbox.cartona);
  });
  afterEach(() => running.sandbox.close());

  const pull = async (query = ''): Promise<PulledOrder[]> =>
    (await running.cartona('GET', `order/pull-orders${query}`)).json as PulledOrder[];
  const idsOf = (orders: readonly PulledOrder[]): string[] => orders.map((order) => order.hashed_id);
  const synced = (id: string) => running.cartona('POST', `order/update-order-status/${id}`, { status: 'synced' });

  it('needs the raw token in the header AuthorizationToken', async () => {
    const path = '/cartona/api/v1/order/pull-orders';
    const refused = await running.call('GET', path, undefined, { Authorization: 'Bearer cartona-sandbox-token' });
    assert.deepEqual([refused.status, refused.json], [401, { error: 'Unauthorized' }]);
    assert.equal((await running.call('GET', path, undefined, { AuthorizationToken: 'wrong' })).status, 401);
    assert.equal((await running.cartona('GET', 'order/pull-orders')).status, 200);
  });

  it('answers a bare array, in pages that end with a short one', async () => {
    const ids = control.createOrders({ count: 5, seed: 1 }).map((order) => order.hashed_id);
    const pages = [];
    for (const page of [1, 2, 3]) pages.push(idsOf(await pull(`?page=${page}&per_page=2`)));
    assert.deepEqual(pages, [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    assert.deepEqual(idsOf(await pull('?limit=1')), ids.slice(0, 1));
    assert.deepEqual(await pull('?page=4&per_page=2'), []);
  });

  it('gives a hundred orders a page unless asked otherwise', async () => {
    control.createOrders({ count: 101, template: { lines: 1 } });
    assert.equal((await pull()).length, 100);
  });

  it('bounds the last change by from and to', async () => {
    const [order] = control.createOrders();
    const at = Date.parse(order?.updated_at ?? '');
    assert.equal(
      (await pull(`?from=${new Date(at - 1000).toISOString()}&to=${new Date(at + 1000).toISOString()}`)).length,
      1,
    );
    assert.deepEqual(await pull(`?from=${new Date(at + 1000).toISOString()}`), []);
    assert.deepEqual(await pull(`?to=${new Date(at - 1000).toISOString()}`), []);
  });

  it('shows the fields of the supplier API page', async () => {
    control.createOrders({
      template: {
        hashed_id: '31387392471',
        style: { fields: 'full', numbers: 'number' },
        installment_cost: 100,
        lines: [{ supplier_product_id: '110701', amount: 10, selling_price: 200 }],
      },
    });
    const [order] = await pull();
    assert.equal(order?.hashed_id, '31387392471');
    assert.deepEqual([order['status'], order['total_price'], order['installment_cost']], ['pending', 2000, 100]);
    assert.ok(
      ['retailer_name', 'retailer_code', 'retailer_number'].every((field) => field in Object(order['retailer'])),
    );
    const [line] = order['order_details'] as Record<string, unknown>[];
    assert.equal(typeof line?.['id'], 'number');
    assert.deepEqual(
      [line?.['supplier_product_id'], line?.['internal_product_id'], line?.['amount'], line?.['selling_price']],
      ['110701', '11', 10, 200],
    );
  });

  it('leaves out what the shorter example leaves out, and writes numbers as text with separators', async () => {
    control.createOrders({
      template: {
        style: { fields: 'short', numbers: 'thousands' },
        retailer: { retailer_code: null },
        lines: [{ supplier_product_id: null, internal_product_id: '12', amount: 20, selling_price: 152 }],
      },
    });
    const [order] = await pull();
    for (const field of ['delivered_by', 'pickup_date', 'pickup_otp', 'receipt_id', 'wallet_top_up']) {
      assert.equal(field in Object(order), false, field);
    }
    assert.equal('retailer_code' in Object(order?.['retailer']), false);
    assert.equal(order?.['total_price'], '3,040.00');
    const [line] = order['order_details'] as Record<string, unknown>[];
    assert.deepEqual([line?.['amount'], line?.['selling_price']], ['20', '152.00']);
    assert.equal('supplier_product_id' in Object(line), false);
  });

  it('keeps the delivery of Cartona in the shorter form too', async () => {
    control.createOrders({ template: { style: { fields: 'short' }, delivered_by: 'delivered_by_cartona' } });
    assert.equal((await pull())[0]?.['delivered_by'], 'delivered_by_cartona');
  });

  it('can be made to show broken items', async () => {
    control.createOrders({ template: { raw: { total_price: { egp: 1 } }, omit: ['retailer'] } });
    const [order] = await pull();
    assert.deepEqual(order?.['total_price'], { egp: 1 });
    assert.equal('retailer' in order, false);
  });

  it('makes the same orders for the same seed', async () => {
    const other = await aSandbox();
    const make = (from: CartonaControl) =>
      from.createOrders({ count: 3, seed: 42 }).map((order) => [order.hashed_id, order.total_price, order.retailer]);
    assert.deepEqual(make(control), make(other.sandbox.cartona.control));
    await other.sandbox.close();
  });

  describe('an acknowledged order', () => {
    let id: string;
    beforeEach(async () => {
      id = control.createOrders({ template: { lines: 2 } })[0]?.hashed_id ?? '';
      await pull();
      const answer = await synced(id);
      assert.deepEqual([answer.status, answer.json], [200, {}]);
    });

    it('leaves the pull', async () => {
      assert.deepEqual(await pull(), []);
      assert.equal(control.order(id).status, 'pending');
    });

    it('comes again when the retailer edits it', async () => {
      const [line] = control.order(id).order_details;
      await running.control('POST', `orders/${id}/edit`, { lines: [{ id: line?.id, amount: 77 }] });
      const [order] = await pull();
      const [changed] = order?.['order_details'] as Record<string, unknown>[];
      assert.equal(Number(changed?.['amount']), 77);
    });

    for (const by of ['retailer', 'cartona'] as const) {
      it(`comes again when its status is changed by ${by}`, async () => {
        await running.control('POST', `orders/${id}/status`, { by, status: 'cancelled_by_retailer' });
        assert.deepEqual(idsOf(await pull()), [id]);
      });
    }

    it('stays away when the supplier changes it', async () => {
      await running.cartona('POST', `order/update-order-status/${id}`, { status: 'approved' });
      assert.deepEqual(await pull(), []);
    });

    it('counts an acknowledgement of a change that was never pulled', async () => {
      const [line] = control.order(id).order_details;
      control.edit(id, { lines: [{ id: line?.id ?? 0, amount: 5 }] });
      await synced(id);
      assert.equal(control.order(id).acknowledgedUnseen, 1);
      assert.equal(control.summary().orders.acknowledgedUnseen, 1);
    });
  });
});
