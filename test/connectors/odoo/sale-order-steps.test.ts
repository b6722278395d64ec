import assert from 'node:assert/strict';
import type { Odoo } from '../../../src/connectors/odoo/client.ts';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';
import type { FakeAnswer, FakeCall, FakeOdoo } from './fake-odoo.ts';
import { recordedOf } from './recorded.ts';

type States = Readonly<Record<number, string>>;

const startOrders = (states: States, act: (call: FakeCall) => FakeAnswer): Promise<FakeOdoo> =>
  startFakeOdoo({
    answer: (call) =>
      call.method === 'read'
        ? { result: call.ids.flatMap((id) => (states[id] === undefined ? [] : [{ id, state: states[id] }])) }
        : act(call),
  });

const refusal: FakeAnswer = {
  exception: 'odoo.exceptions.UserError',
  message: 'Not in a state requiring confirmation',
};

const settle = async (
  fake: FakeOdoo,
  work: (odoo: Odoo) => readonly Promise<unknown>[],
): Promise<readonly string[]> => {
  const { odoo } = await connectTo(fake.url);
  const settled = await Promise.allSettled(work(odoo));
  await fake.close();
  return settled.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as Error).name));
};

describe('confirming sale orders', () => {
  it('goes in one call', async () => {
    const fake = await startOrders({}, () => ({ result: true }));
    assert.deepEqual(await settle(fake, (odoo) => [1, 2].map((id) => odoo.confirmSaleOrder(id))), ['done', 'done']);
    assert.deepEqual(
      fake.calls.map((call) => call.ids),
      [[1, 2]],
    );
  });

  it('counts what is confirmed, refuses what is cancelled or gone, and confirms the rest, each for itself', async () => {
    const fake = await startOrders({ 1: 'sale', 2: 'draft', 3: 'cancel' }, ({ ids }) =>
      ids.join() === '2' ? { result: true } : refusal,
    );
    const outcomes = await settle(fake, (odoo) => [1, 2, 3, 4].map((id) => odoo.confirmSaleOrder(id)));
    assert.deepEqual(outcomes, ['done', 'done', 'Rejected', 'NotFound']);
  });

  for (const recorded of recordedOf('so-confirm-twice')) {
    it(`counts an order ${recorded.version} says is confirmed already`, async () => {
      const fake = await startOrders({ 1: 'sale' }, () => ({ status: recorded.status, body: recorded.text }));
      assert.deepEqual(await settle(fake, (odoo) => [odoo.confirmSaleOrder(1)]), ['done']);
    });
  }

  it('repeats nothing when the answer is lost', async () => {
    const fake = await startOrders({ 1: 'draft' }, () => 'drop');
    assert.deepEqual(await settle(fake, (odoo) => [odoo.confirmSaleOrder(1)]), ['OutcomeUnknown']);
    assert.equal(fake.calls.length, 1);
  });
});

describe('cancelling a sale order', () => {
  it('asks Odoo not to answer with a dialog', async () => {
    const fake = await startOrders({}, () => ({ result: true }));
    assert.deepEqual(await settle(fake, (odoo) => [odoo.cancelSaleOrder(1)]), ['done']);
    assert.deepEqual(fake.calls[0]?.context, { tz: 'UTC', disable_cancel_warning: true });
  });

  const table: readonly (readonly [state: string | undefined, outcome: string])[] = [
    ['cancel', 'done'],
    ['sale', 'Rejected'],
    [undefined, 'NotFound'],
  ];
  for (const [state, outcome] of table) {
    it(`is ${outcome} when Odoo refuses and the order is ${state ?? 'gone'}`, async () => {
      const fake = await startOrders(state === undefined ? {} : { 1: state }, () => refusal);
      assert.deepEqual(await settle(fake, (odoo) => [odoo.cancelSaleOrder(1)]), [outcome]);
    });
  }

  for (const recorded of recordedOf('so-cancel').filter((one) => one.version !== 19)) {
    it(`does not take the dialog of ${recorded.version} for a cancellation`, async () => {
      const fake = await startOrders({ 1: 'sale' }, () => ({ status: recorded.status, body: recorded.text }));
      assert.deepEqual(await settle(fake, (odoo) => [odoo.cancelSaleOrder(1)]), ['Rejected']);
    });
  }
});

describe('replacing the lines of a sale order', () => {
  const line = { productId: 9, quantity: '2', unitPrice: '1.50', description: 'Soap' };

  it('is one absolute write', async () => {
    const fake = await startOrders({ 1: 'sent' }, () => ({ result: true }));
    const outcomes = await settle(fake, (odoo) => [odoo.replaceSaleOrderLines(1, [line], 'none')]);
    assert.deepEqual(outcomes, ['done']);
    const values = { product_id: 9, product_uom_qty: 2, price_unit: 1.5, name: 'Soap', tax_id: [[6, 0, []]] };
    assert.deepEqual(fake.of('sale.order.write')[0]?.params, {
      vals: {
        order_line: [
          [5, 0, 0],
          [0, 0, values],
        ],
      },
    });
  });

  it('leaves an order that is no quotation alone', async () => {
    const fake = await startOrders({ 1: 'sale' }, () => ({ result: true }));
    const { odoo } = await connectTo(fake.url);
    const failure = await failureOf(odoo.replaceSaleOrderLines(1, [line], 'odoo'));
    await fake.close();
    assert.equal(failure.type, 'Rejected');
    assert.equal(fake.of('sale.order.write').length, 0);
  });
});
