import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import type { OrderView } from '../../../sandbox/cartona/control.ts';

describe('the control routes of the simulated Cartona', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const create = async (body: object): Promise<OrderView[]> =>
    (await running.control('POST', 'orders', body)) as OrderView[];

  it('make orders from known products, and answer all that is known of them', async () => {
    const orders = await create({ count: 3, seed: 5, template: { lines: 2, delivered_by: 'delivered_by_cartona' } });
    assert.equal(new Set(orders.map((order) => order.hashed_id)).size, 3);
    assert.equal(new Set(orders.flatMap((order) => order.order_details.map((line) => line.id))).size, 6);
    for (const order of orders) {
      assert.ok(order.order_details.every((line) => ['110701', '110702'].includes(line.supplier_product_id ?? '')));
      assert.deepEqual(
        [order.status, order.delivered_by, order.acknowledged],
        ['pending', 'delivered_by_cartona', false],
      );
    }
  });

  it('list orders by status, label and acknowledgement, with history or without', async () => {
    const [first] = await create({ template: { label: 'mine' } });
    await create({ template: { status: 'approved' } });
    const list = async (query: string) => (await running.control('GET', `orders?${query}`)) as OrderView[];
    assert.equal((await list('')).length, 2);
    assert.deepEqual([(await list('status=approved')).length, (await list('acknowledged=true')).length], [1, 0]);
    const [mine] = await list('label=mine');
    assert.deepEqual([mine?.hashed_id, mine?.history[0]?.what], [first?.hashed_id, 'created']);
    assert.equal((await list('history=no&limit=1'))[0]?.history, undefined);
    const one = (await running.control('GET', `orders/${first?.hashed_id}`)) as OrderView;
    assert.equal(one.receipt_id, first?.receipt_id);
  });

  it('set the status of many at once, and sum up', async () => {
    const ids = (await create({ count: 3 })).map((order) => order.hashed_id);
    await running.cartona('POST', `order/update-order-status/${ids[0]}`, { status: 'synced' });
    await running.cartona('POST', `order/update-order-status/${ids[0]}`, { status: 'delivered' });
    await running.control('POST', 'status', {
      hashed_ids: ids.slice(1),
      by: 'retailer',
      status: 'cancelled_by_retailer',
    });
    assert.deepEqual(await running.control('GET', 'summary'), {
      orders: {
        total: 3,
        acknowledged: 1,
        unacknowledged: 2,
        acknowledgedUnseen: 1,
        byStatus: { pending: 1, cancelled_by_retailer: 2 },
      },
      writes: { accepted: { synced: 1 }, refused: { delivered: 1 } },
      products: 2,
    });
  });

  it('edit lines and sums, and open and close the editing', async () => {
    const [order] = await create({ template: { lines: 2 } });
    const path = `orders/${order?.hashed_id}`;
    const edited = (await running.control('POST', `${path}/edit`, {
      lines: [
        { id: order?.order_details[0]?.id, cancelled: true },
        { supplier_product_id: '110702', amount: 3, price: 2 },
      ],
      wallet_top_up: 10,
    })) as OrderView;
    assert.deepEqual([edited.order_details.length, edited.wallet_top_up, edited.version], [2, 10, 2]);
    assert.equal(edited.retailer_otp?.length, 4);
    const editing = (await running.control('POST', `${path}/editing`, { editing: true })) as OrderView;
    assert.equal(editing.status, 'editing');
  });

  it('replace and revoke the token', async () => {
    const pull = (token: string) =>
      running.call('GET', '/cartona/api/v1/order/pull-orders', undefined, { AuthorizationToken: token });
    await running.control('POST', 'token', { token: 'second' });
    assert.deepEqual(
      [(await running.cartona('GET', 'order/pull-orders')).status, (await pull('second')).status],
      [401, 200],
    );
    await running.control('POST', 'token', { token: null });
    assert.equal((await pull('second')).status, 401);
  });

  it('limit the rate, answering 429 with Retry-After', async () => {
    await running.control('POST', 'settings', {
      rateLimit: { requestsPerSecond: 0.001, burst: 2, retryAfterSeconds: 3 },
    });
    const answers = [];
    for (let call = 0; call < 3; call += 1) answers.push(await running.cartona('GET', 'supplier-product'));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 429],
    );
    assert.equal(answers[2]?.headers.get('retry-after'), '3');
    await running.control('POST', 'settings', { rateLimit: null });
    assert.equal((await running.cartona('GET', 'supplier-product')).status, 200);
  });

  const refusals = [
    { name: 'an unknown route', method: 'GET', path: 'nothing', status: 404 },
    { name: 'an unknown order', method: 'GET', path: 'orders/nobody', status: 404 },
    { name: 'a bad template', method: 'POST', path: 'orders', body: { template: { lines: 'many' } }, status: 422 },
    { name: 'an unknown setting', method: 'POST', path: 'settings', body: { tokens: 1 }, status: 422 },
    {
      name: 'an id for two orders',
      method: 'POST',
      path: 'orders',
      body: { count: 2, template: { hashed_id: 'x' } },
      status: 409,
    },
  ];
  for (const { name, method, path, body, status } of refusals) {
    it(`refuse ${name}`, async () => {
      assert.equal((await running.call(method, `/cartona/_control/${path}`, body)).status, status);
    });
  }
});
