import assert from 'node:assert/strict';
import { openMarketplace } from '../../../../src/connectors/open-connection.ts';
import { connectionKinds } from '../../../../src/connectors/kinds.ts';
import type { Marketplace } from '../../../../src/connectors/marketplaces/port.ts';
import { failureOf } from '../../failed.ts';
import { json, startVendor, text } from '../../vendor-server.ts';
import type { VendorServer } from '../../vendor-server.ts';
import { aFullOrder } from './builders.ts';

describe('the connector of Cartona', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor();
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const open = (settings: Record<string, unknown> = {}): Marketplace => {
    const kind = connectionKinds['cartona'];
    assert.ok(kind?.category === 'marketplace');
    return openMarketplace(
      kind,
      { id: 'cartona', settings: { baseUrl: vendor.url, ...settings }, secrets: { token: 'secret-token' } },
      {
        quota: { take: () => Promise.resolve(), block: () => Promise.resolve() },
        log: () => undefined,
        userAgent: 'Conveyor/test',
      },
    );
  };
  const bodyOf = (index: number): unknown => JSON.parse(vendor.received[index]?.body ?? 'null');

  it('pulls page by page, with the raw token in its header', async () => {
    vendor.answerWith(json(200, [aFullOrder()]));
    await open().pullOrders(3);
    const [call] = vendor.received;
    assert.equal(call?.url, '/api/v1/order/pull-orders?page=3&per_page=100');
    assert.equal(call.headers['authorizationtoken'], 'secret-token');
  });

  it('sends the token in another header when the settings say so', async () => {
    vendor.answerWith(json(200, []));
    await open({ authHeader: 'Authorization' }).pullOrders(1);
    assert.equal(vendor.received[0]?.headers.authorization, 'secret-token');
  });

  for (const [what, answer] of [
    ['bare', [aFullOrder()]],
    ['under data', { data: [aFullOrder()], meta: {} }],
  ] as const) {
    it(`reads a list that comes ${what}`, async () => {
      vendor.answerWith(json(200, answer));
      const { orders } = await open().pullOrders(1);
      assert.deepEqual(
        orders.map((order) => order.externalId),
        ['GMNvpbLM'],
      );
    });
  }

  for (const [count, last] of [
    [0, true],
    [1, true],
    [2, false],
    [3, true],
  ] as const) {
    it(`takes a page of ${count} of 2 for ${last ? 'the last one' : 'one that others follow'}`, async () => {
      vendor.answerWith(
        json(
          200,
          Array.from({ length: count }, (_, index) => aFullOrder({ hashed_id: `A${index}` })),
        ),
      );
      assert.equal((await open({ pageSize: 2 }).pullOrders(1)).last, last);
    });
  }

  it('reads the neighbours of a bad order', async () => {
    vendor.answerWith(
      json(200, [
        aFullOrder({ hashed_id: 'A' }),
        5,
        aFullOrder({ hashed_id: 'B', status: 'lost' }),
        aFullOrder({ hashed_id: 'C' }),
      ]),
    );
    const { orders } = await open().pullOrders(1);
    assert.deepEqual(
      orders.map((order) => 'order' in order),
      [true, false, false, true],
    );
    assert.equal(orders[2]?.externalId, 'B');
  });

  for (const [what, answer] of [
    ['an empty body', text(200, '')],
    ['an object', json(200, { orders: [] })],
    ['null', json(200, null)],
    ['a page of HTML', text(200, '<html><title>Sign in</title></html>')],
  ] as const) {
    it(`refuses ${what} instead of a page as BadResponse`, async () => {
      vendor.answerWith(answer);
      assert.equal((await failureOf(open().pullOrders(1))).type, 'BadResponse');
    });
  }

  it('acknowledges with the single-record call', async () => {
    await open().acknowledgeOrder('GMNvpbLM');
    assert.equal(vendor.received[0]?.url, '/api/v1/order/update-order-status/GMNvpbLM');
    assert.deepEqual(bodyOf(0), { hashed_id: 'GMNvpbLM', status: 'synced' });
  });

  it('names the account when several share a token', async () => {
    await open({ internalSupplierCode: 'S7', supplierCode: '2' }).acknowledgeOrder('GMNvpbLM');
    assert.deepEqual(bodyOf(0), {
      hashed_id: 'GMNvpbLM',
      status: 'synced',
      internal_supplier_code: 'S7',
      supplier_code: '2',
    });
  });

  it('encodes ids in the path', async () => {
    await open().acknowledgeOrder('a/b?c#d é');
    assert.equal(vendor.received[0]?.url, '/api/v1/order/update-order-status/a%2Fb%3Fc%23d%20%C3%A9');
  });

  for (const id of ['.', '..']) {
    it(`never sends the id ${id}, which would change the path`, async () => {
      assert.equal((await failureOf(open().acknowledgeOrder(id))).type, 'InvalidInput');
      assert.deepEqual(vendor.received, []);
    });
  }

  it('sends a status, and a reason with a cancellation only', async () => {
    const marketplace = open();
    vendor.answerWith(text(200, ''));
    assert.equal(await marketplace.pushStatus('A', { status: 'approved', cancellationReason: 'out_of_stock' }), 'done');
    await marketplace.pushStatus('A', { status: 'cancelled_by_supplier' });
    await marketplace.pushStatus('A', { status: 'cancelled_by_supplier', cancellationReason: 'out_of_stock' });
    await marketplace.pushStatus('A', { status: 'delivered', otp: '4938' });
    assert.deepEqual([0, 1, 2, 3].map(bodyOf), [
      { hashed_id: 'A', status: 'approved' },
      { hashed_id: 'A', status: 'cancelled_by_supplier', cancellation_reason: 'cannot_deliver_the_order' },
      { hashed_id: 'A', status: 'cancelled_by_supplier', cancellation_reason: 'out_of_stock' },
      { hashed_id: 'A', status: 'delivered', retailer_otp: '4938' },
    ]);
  });

  for (const status of ['editing', 'returned', 'cancelled_by_retailer'] as const) {
    it(`never sends ${status}, which no supplier may`, async () => {
      assert.equal((await failureOf(open().pushStatus('A', { status }))).type, 'InvalidInput');
      assert.deepEqual(vendor.received, []);
    });
  }

  for (const words of [
    'order A is already delivered',
    'Order already in status "delivered"',
    'status is already delivered',
    'The order has already been delivered',
    'order already has this status',
    'status delivered already set',
    'same status',
  ]) {
    it(`takes the refusal "${words}" for done`, async () => {
      vendor.answerWith(json(422, { error: words }));
      assert.equal(await open().pushStatus('A', { status: 'delivered' }), 'already-there');
    });
  }

  for (const words of [
    'order A is already approved and cannot be delivered by you',
    'order A cannot go from pending to delivered',
    'delivered orders cannot be changed',
    'already requested, wait before delivered',
  ]) {
    it(`keeps the refusal "${words}" a refusal`, async () => {
      vendor.answerWith(json(422, { error: words }));
      const failure = await failureOf(open().pushStatus('A', { status: 'delivered' }));
      assert.equal(failure.type, 'Rejected');
      assert.equal(failure.data.code, undefined);
    });
  }

  for (const words of ['retailer_otp is wrong', 'Invalid OTP', 'needs retailer_otp', 'One-time password expired']) {
    it(`tells a refusal about the one-time password from others: "${words}"`, async () => {
      vendor.answerWith(json(422, { message: words }));
      const failure = await failureOf(open().pushStatus('otp', { status: 'delivered', otp: '1' }));
      assert.equal(failure.data.code, 'otp');
      assert.equal(failure.data.status, 422);
    });
  }

  it('does not find a password in the id of an order', async () => {
    vendor.answerWith(json(422, { message: 'no' }));
    assert.equal((await failureOf(open().pushStatus('otp', { status: 'delivered' }))).data.code, undefined);
  });

  for (const [answer, words] of [
    [
      [{ suppler_prodcut_id: '110774', product_name: 'Tea' }],
      'Cartona accepted the token and showed a product of the account "Tea" (110774).',
    ],
    [{ data: [] }, 'Cartona accepted the token; the account has no products yet.'],
  ] as const) {
    it(`says what it saw in a test: ${words}`, async () => {
      vendor.answerWith(json(200, answer));
      assert.equal(await open().test(), words);
      assert.equal(vendor.received[0]?.url, '/api/v1/supplier-product?page=1&per_page=1');
    });
  }

  it('fails a test with a wrong token as Unauthorized, without showing it', async () => {
    vendor.answerWith(json(401, { error: 'Unauthorized: secret-token' }));
    const failure = await failureOf(open().test());
    assert.equal(failure.type, 'Unauthorized');
    assert.doesNotMatch(failure.message, /secret-token/);
  });
});
