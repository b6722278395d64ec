import assert from 'node:assert/strict';
import { createSandbox, sandboxToken } from '../../../../sandbox/server.ts';
import type { FaultEffect } from '../../../../sandbox/fault-rules.ts';
import { cartona } from '../../../../src/connectors/marketplaces/cartona/cartona.ts';
import type { Marketplace } from '../../../../src/connectors/marketplaces/port.ts';
import type { FailureType } from '../../../../src/domain/failure.ts';
import { failureOf } from '../../failed.ts';
import { aTransport } from '../../vendor-server.ts';
import { secretsOf, settingsOf } from './builders.ts';

describe('the connector of Cartona against the sandbox', () => {
  const sandbox = createSandbox({ port: 0, stateDir: null, catalogue: false });
  before(() => sandbox.start());
  after(() => sandbox.close());
  afterEach(() => sandbox.reset());

  const open = (token = sandboxToken, timeoutMs = 5_000): Marketplace => {
    const settings = settingsOf({ baseUrl: `${sandbox.url}/cartona/api/v1/`, pageSize: 3, timeoutMs });
    const secrets = secretsOf({ token });
    const { baseUrl, headers } = cartona.endpoint({ settings, secrets });
    return cartona.create({ id: 'cartona', settings, secrets }, aTransport(baseUrl, { headers, timeoutMs }).transport);
  };

  const pullAll = async (marketplace: Marketplace): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (let page = 1; ; page += 1) {
      const { orders, last } = await marketplace.pullOrders(page);
      for (const pulled of orders) assert.ok('order' in pulled, JSON.stringify(pulled));
      ids.push(...orders.map((pulled) => pulled.externalId));
      if (last) return ids;
    }
  };

  for (const numbers of ['number', 'string', 'thousands'] as const) {
    for (const fields of ['full', 'short'] as const) {
      it(`pulls every order once over its pages (${fields} fields, amounts as ${numbers})`, async () => {
        const made = sandbox.cartona.control.createOrders({
          count: 7,
          template: {
            style: { fields, numbers },
            lines: [{ supplier_product_id: '110774', selling_price: 1234.5, amount: 2 }],
          },
        });
        assert.deepEqual([...(await pullAll(open()))].sort(), made.map((order) => order.hashed_id).sort());
      });
    }
  }

  it('sees the number, the total and the lines that the sandbox made', async () => {
    const [made] = sandbox.cartona.control.createOrders({
      template: {
        style: { numbers: 'thousands' },
        lines: [{ supplier_product_id: '110774', selling_price: 1234.5, amount: 2 }],
      },
    });
    const [pulled] = (await open().pullOrders(1)).orders;
    assert.ok(made && pulled && 'order' in pulled);
    assert.equal(pulled.order.number, made.receipt_id);
    assert.equal(pulled.order.total, '2469');
    assert.deepEqual(
      pulled.order.lines.map((line) => [line.quantity, line.unitPrice]),
      [['2', '1234.5']],
    );
  });

  it('takes an order from pull to delivery, and each step again is already there', async () => {
    const [made] = sandbox.cartona.control.createOrders({
      template: { installment_cost: 100, lines: [{ supplier_product_id: '1' }] },
    });
    assert.ok(made);
    const id = made.hashed_id;
    const marketplace = open();
    await marketplace.pullOrders(1);
    await marketplace.acknowledgeOrder(id);
    await marketplace.acknowledgeOrder(id);
    assert.deepEqual(await pullAll(marketplace), []);
    for (const status of ['approved', 'assigned_to_salesman'] as const) {
      assert.equal(await marketplace.pushStatus(id, { status }), 'done');
      assert.equal(await marketplace.pushStatus(id, { status }), 'already-there');
    }
    for (const otp of [undefined, '000']) {
      const failure = await failureOf(
        marketplace.pushStatus(id, { status: 'delivered', ...(otp === undefined ? {} : { otp }) }),
      );
      assert.deepEqual([failure.type, failure.data.code], ['Rejected', 'otp']);
    }
    const otp = sandbox.cartona.control.order(id).retailer_otp ?? '';
    assert.equal(await marketplace.pushStatus(id, { status: 'delivered', otp }), 'done');
    assert.equal(await marketplace.pushStatus(id, { status: 'delivered', otp }), 'already-there');
    assert.equal(sandbox.cartona.control.order(id).status, 'delivered');
  });

  it('cancels with a reason that Cartona knows', async () => {
    const [made] = sandbox.cartona.control.createOrders();
    assert.ok(made);
    assert.equal(await open().pushStatus(made.hashed_id, { status: 'cancelled_by_supplier' }), 'done');
    assert.equal(sandbox.cartona.control.order(made.hashed_id).status, 'cancelled_by_supplier');
  });

  it('is told that an order does not exist, and that a jump is not allowed', async () => {
    const [made] = sandbox.cartona.control.createOrders({ template: { installment_cost: 0, wallet_top_up: 0 } });
    assert.ok(made);
    assert.equal((await failureOf(open().acknowledgeOrder('nobody'))).type, 'NotFound');
    const failure = await failureOf(open().pushStatus(made.hashed_id, { status: 'delivered' }));
    assert.equal(failure.type, 'Rejected');
    assert.match(failure.message, /cannot go from pending to delivered/);
  });

  it('says what it sees in a test, and that a token is wrong', async () => {
    assert.match(await open().test(), /accepted the token/);
    assert.equal((await failureOf(open('another-token').test())).type, 'Unauthorized');
  });

  const faults: readonly (readonly [FaultEffect['type'], FaultEffect, FailureType, FailureType])[] = [
    ['drop-answer', { type: 'drop-answer' }, 'Unavailable', 'OutcomeUnknown'],
    ['refuse-connection', { type: 'refuse-connection' }, 'Unavailable', 'OutcomeUnknown'],
    ['reset-before', { type: 'reset-before' }, 'Unavailable', 'OutcomeUnknown'],
    ['hang', { type: 'hang', ms: 60_000, execute: false }, 'Unavailable', 'OutcomeUnknown'],
    ['cut-body', { type: 'cut-body' }, 'BadResponse', 'OutcomeUnknown'],
    ['html-body', { type: 'html-body' }, 'BadResponse', 'BadResponse'],
    ['huge-body', { type: 'huge-body', bytes: 11 * 1024 * 1024 }, 'BadResponse', 'BadResponse'],
    ['outage', { type: 'outage', as: 'unavailable' }, 'Unavailable', 'OutcomeUnknown'],
  ];
  for (const [name, effect, onPull, onPush] of faults) {
    it(`takes the fault ${name} for ${onPull} on a pull and ${onPush} on a push`, async () => {
      const [made] = sandbox.cartona.control.createOrders();
      assert.ok(made);
      const marketplace = open(sandboxToken, 300);
      sandbox.faults.add({ system: 'cartona', times: 2, effect });
      assert.equal((await failureOf(marketplace.pullOrders(1))).type, onPull);
      assert.equal((await failureOf(marketplace.pushStatus(made.hashed_id, { status: 'approved' }))).type, onPush);
    });
  }
});
