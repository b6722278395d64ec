import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import { callYsell, requirementBody, v1Body } from './a-ysell.ts';

interface Wire {
  readonly id: number;
  readonly status: unknown;
}

describe('the simulated Ysell', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const control = () => running.sandbox.ysell.control;
  const call = (method: string, path: string, body?: unknown) => callYsell(running, method, path, body);
  const create = (changes: Readonly<Record<string, unknown>> = {}) =>
    call('POST', '/api/orders/create', requirementBody(changes));
  const createV1 = (changes: Readonly<Record<string, unknown>> = {}) => call('POST', '/api/v1/order', v1Body(changes));
  const withoutSerials = { products: [{ product_odoo_id: 904, product_id: '11973', quantity: 1 }] };

  it('lets nobody in without its key', async () => {
    for (const key of ['', 'wrong']) {
      assert.equal((await callYsell(running, 'GET', '/api/v1/order', undefined, key)).status, 401);
    }
    control().setAnswer({ key: null });
    assert.equal((await call('GET', '/api/orders/status?id=501')).status, 401);
  });

  it('takes an order in the dialect of the requirement and tells how it stands in words', async () => {
    const created = await create();
    assert.deepEqual([created.status, created.json], [200, { id: 501, status: 'In progress' }]);
    const [order] = control().orders();
    assert.deepEqual(order?.items[0]?.serials, ['SN-1', 'SN-2']);
    assert.equal(order.receiver.city, 'Berlin');
    assert.deepEqual(
      order.history.map(({ status }) => status),
      ['1', '3', '5.1'],
    );
    control().setStatus(501, { status: 'Done' });
    for (const id of ['501', 'S00042']) {
      const {
        order_id: reference,
        status,
        tracking_number: tracking,
      } = (await call('GET', `/api/orders/status?id=${id}`)).json as Record<string, unknown>;
      assert.deepEqual([reference, status, tracking], ['S00042', 'Done', 'YS00000501']);
    }
  });

  it('takes an order in the dialect of the wiki and tells its status as a number', async () => {
    assert.equal((await createV1()).status, 201);
    control().setStatus(501, { status: '7.1' });
    const answer = await call('GET', '/api/v1/order/501');
    assert.match(answer.text, /"status":7\.1,/);
    assert.match(answer.text, /"serial_num":"SN-1,SN-2"/);
    assert.match(answer.text, /"shipments":\[\{"id":501,"tracking_number":"YS00000501"\}\]/);
  });

  it('keeps an order that is not paid at 1', async () => {
    assert.equal(((await createV1({ payment_date: undefined })).json as Wire).status, 1);
    assert.equal(control().advance(501).status, '3');
  });

  it('makes two orders of one reference, unless it is told not to', async () => {
    await create(withoutSerials);
    await create(withoutSerials);
    assert.equal(control().orders({ reference: 'S00042' }).length, 2);
    assert.equal(((await call('GET', '/api/orders/status?id=S00042')).json as unknown[]).length, 2);
    control().setAnswer({ duplicates: 'refuse' });
    const third = await create(withoutSerials);
    assert.deepEqual([third.status, third.json], [422, { error: 'Order S00042 exists already with id 501' }]);
  });

  it('refuses a serial number that is out already, until that order is dead', async () => {
    await create();
    const again = await createV1({ platform_order_id: 'S00043' });
    assert.deepEqual(
      [again.status, again.json],
      [422, [{ field: 'items', message: 'Serial number SN-1 is already used in order 501' }]],
    );
    control().setStatus(501, { status: 'Cancelled' });
    assert.equal((await createV1({ platform_order_id: 'S00043' })).status, 201);
  });

  it('holds or refuses an order with a product that it does not know', async () => {
    control().setAnswer({ products: ['1'] });
    assert.deepEqual((await create()).json, { id: 501, status: 'Error' });
    assert.equal(control().order(501).status, '3.2');
    assert.match(control().order(501).words ?? '', /11973/);
    control().setAnswer({ unknownProduct: 'refuse' });
    assert.deepEqual((await create({ order_id: 'S00043', ...withoutSerials })).json, {
      error: 'There is no product with id 11973',
    });
  });

  it('names every required field that is missing', async () => {
    const answer = await create({ client_phone: undefined, client_address_city: ' ', products: [{ quantity: 0 }] });
    assert.equal(answer.status, 400);
    assert.equal(
      (answer.json as { error: string }).error,
      'client_phone cannot be blank; client_address_city cannot be blank; products[0].product_odoo_id cannot be blank; ' +
        'products[0].product_id cannot be blank; products[0].quantity must be greater than 0',
    );
    const v1 = await createV1({ purchase_date: undefined, shipping_address: { name: 'Ada' }, items: [] });
    assert.equal(v1.status, 422);
    assert.deepEqual(v1.json, [
      { field: 'purchase_date', message: 'cannot be blank' },
      { field: 'shipping_address.phone', message: 'cannot be blank' },
      { field: 'shipping_address.street', message: 'cannot be blank' },
      { field: 'shipping_address.city', message: 'cannot be blank' },
      { field: 'items', message: 'cannot be blank' },
    ]);
    for (const path of ['/api/orders/create', '/api/v1/order'])
      assert.equal((await call('POST', path, 'hello')).status, 400);
  });

  it('gives pages of 20, at most 50, the last one for any behind it', async () => {
    for (let index = 0; index < 60; index += 1) {
      await createV1({ platform_order_id: `S${index}`, items: [{ p_id: 1, quantity: 1 }] });
    }
    const idsOf = async (query: string) => {
      const answer = await call('GET', `/api/v1/order?${query}`);
      const ids = (answer.json as Wire[]).map(({ id }) => id);
      return [ids.length, ids[0], ids.at(-1), answer.headers.get('x-pagination-page-count')];
    };
    assert.deepEqual(await idsOf(''), [20, 501, 520, '3']);
    assert.deepEqual(await idsOf('sort=-id&per-page=100'), [50, 560, 511, '2']);
    assert.deepEqual(await idsOf('sort=-id&per-page=50&page=2'), [10, 510, 501, '2']);
    assert.deepEqual(await idsOf('sort=-id&per-page=50&page=9'), [10, 510, 501, '2']);
    assert.deepEqual(await idsOf('platform_order_id=S7'), [1, 508, 508, '1']);
    control().setAnswer({ lookup: false, pageCount: false });
    assert.deepEqual(await idsOf('platform_order_id=S7'), [20, 501, 520, null]);
  });

  const missing = [
    ['404', 404, '{"error":"Order 9 not found"}'],
    ['null', 200, 'null'],
    ['empty-list', 200, '{"orders":[]}'],
    ['empty-object', 200, '{}'],
    ['words', 200, '{"success":false,"error":"Order 9 not found"}'],
  ] as const;
  for (const [way, status, body] of missing) {
    it(`says that it has no such order by ${way}`, async () => {
      control().setAnswer({ missing: way });
      const answer = await call('GET', '/api/orders/status?id=9');
      assert.deepEqual([answer.status, answer.text], [status, body]);
    });
  }

  it('says which address it does not have', async () => {
    assert.equal((await call('GET', '/api/orders/unheard-of')).status, 404);
    assert.equal((await call('DELETE', '/api/v1/order')).status, 405);
    assert.equal((await call('GET', '/api/v1/order/9')).status, 404);
    assert.equal((await call('GET', '/api/orders/status')).status, 400);
  });

  it('asks to wait where there are too many calls', async () => {
    control().setAnswer({ rateLimit: { requestsPerSecond: 0.001, burst: 1, retryAfterSeconds: 7 } });
    assert.equal((await call('GET', '/api/v1/order')).status, 200);
    const refused = await call('GET', '/api/v1/order');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '7']);
  });

  it('is hit by faults as every system is, and its calls are counted', async () => {
    running.sandbox.faults.add({ system: 'ysell', method: 'POST', effect: { type: 'drop-answer' } });
    await assert.rejects(create());
    assert.equal(control().count(), 1);
    await call('GET', '/api/v1/order/501');
    assert.deepEqual(running.sandbox.log.counts()['ysell']?.byRoute, {
      'POST /api/orders/create': 1,
      'GET /api/v1/order/*': 1,
    });
  });
});
