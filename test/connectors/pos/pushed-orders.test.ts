import assert from 'node:assert/strict';
import { provePush } from '../../../src/connectors/pos/prove-push.ts';
import { readPushedOrders } from '../../../src/connectors/pos/read-pushed-orders.ts';
import { isFailure } from '../../../src/domain/failure.ts';
import { aPayload, keyOf, orderOf } from './a-source.ts';

const settings = { timeZone: 'UTC' };
const read = (body: unknown) => readPushedOrders(body, settings);

describe('orders that are pushed', () => {
  const two = [aPayload({ OrderID: 1 }), aPayload({ OrderID: 2, OrderStatus: 106 })];

  for (const [what, body] of [
    ['a list', two],
    ['an object with a list', { orders: two }],
    ['an object with a list under data', { data: two }],
  ] as const) {
    it(`may come as ${what}`, () => {
      const { orders, posConfigId } = read(body);
      assert.deepEqual([orders.map(keyOf), posConfigId], [['1', '2:REFUND'], null]);
    });
  }

  it('may be one', () => {
    assert.deepEqual(read(two[0]).orders.map(keyOf), ['1']);
  });

  it('may be none', () => {
    for (const body of [[], {}, null, { orders: [] }]) assert.deepEqual(read(body).orders, []);
  });

  it('may come in bulk, whose customer is that of the orders that name none', () => {
    const { orders, posConfigId } = read({
      pos_config_id: '3',
      partner_id: 12,
      customer_ref: 'C-1',
      orders: [two[0], aPayload({ OrderID: 3, customer_ref: 'C-2' })],
    });
    assert.equal(posConfigId, 3);
    assert.deepEqual(
      orders.map((each) => orderOf(each).customer),
      [
        { partnerId: 12, ref: 'C-1' },
        { partnerId: null, ref: 'C-2' },
      ],
    );
  });

  it('keep the customer of the bulk when their payload is read again', () => {
    const [reading] = read({ partner_id: 12, orders: [two[0]] }).orders;
    assert.deepEqual(orderOf(read(reading?.raw).orders[0]).customer, { partnerId: 12, ref: null });
  });

  it('are told one by one when they cannot be read', () => {
    const { orders } = read([two[0], 5, aPayload({ OrderID: 4, OrderItems: [] })]);
    assert.deepEqual(
      orders.map((each) => 'order' in each),
      [true, false, false],
    );
  });

  for (const [what, body, path] of [
    ['a text', 'x', 'orders'],
    ['an object of another kind', { hello: 1 }, 'orders'],
    ['a configuration that is no id', { pos_config_id: 'Shop', orders: [] }, 'pos_config_id'],
  ] as const) {
    it(`are not ${what}`, () => {
      assert.throws(
        () => read(body),
        (error) => isFailure(error) && error.type === 'InvalidInput' && error.data.path === path,
      );
    });
  }
});

describe('who pushes orders', () => {
  const secrets = { pushKey: 'push-key' };
  const proofs: readonly (readonly [string, Record<string, string>, boolean])[] = [
    ['X-API-Key', { 'x-api-key': 'push-key' }, true],
    ['bearer', { authorization: 'Bearer push-key' }, true],
    ['both, one of them wrong', { 'x-api-key': 'other', authorization: 'Bearer push-key' }, true],
    ['another key', { 'x-api-key': 'push-key2' }, false],
    ['the key without Bearer', { authorization: 'push-key' }, false],
    ['nothing', {}, false],
  ];
  for (const [what, headers, isProven] of proofs) {
    it(`is ${isProven ? '' : 'not '}proven by ${what}`, () => {
      assert.equal(provePush(headers, secrets), isProven);
    });
  }

  it('is proven by nothing where the connection has no key', () => {
    assert.equal(provePush({ 'x-api-key': '' }, {}), false);
  });
});
