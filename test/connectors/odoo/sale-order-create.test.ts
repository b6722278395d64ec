import assert from 'node:assert/strict';
import { z } from 'zod';
import type { SaleOrderDraft } from '../../../src/connectors/odoo/client.ts';
import { aCustomer, aSaleOrder } from './builders.ts';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';
import type { FakeAnswer, FakeCall } from './fake-odoo.ts';
import { recordedOf } from './recorded.ts';

const rowsOf = (call: FakeCall | undefined): unknown[][] => z.array(z.array(z.unknown())).parse(call?.params['data']);

/** External ids of the records of a `load`. */
const recordsOf = (call: FakeCall): string[] =>
  rowsOf(call).flatMap(([first]) => (first === '' ? [] : [String(first)]));

const created = (call: FakeCall): FakeAnswer => ({
  result: { ids: recordsOf(call).map((_, index) => 100 + index), messages: [], nextrow: 0 },
});

const refused = (...messages: readonly { record?: number; message: string; field?: string }[]): FakeAnswer => ({
  result: { ids: false, messages: messages.map((message) => ({ type: 'error', ...message })), nextrow: 0 },
});

const externalIds = (count: number): string[] => Array.from({ length: count }, (_, index) => `conveyor.o${index}`);

describe('creating sale orders once', () => {
  const tables: readonly (readonly [version: 17 | 18 | 19, tax: string])[] = [
    [17, 'order_line/tax_id/.id'],
    [18, 'order_line/tax_id/.id'],
    [19, 'order_line/tax_ids/.id'],
  ];
  for (const [version, tax] of tables) {
    it(`sends the columns ${version} knows, with the create-once context`, async () => {
      const fake = await startFakeOdoo({ version, answer: created });
      const { odoo } = await connectTo(fake.url);
      const order = aSaleOrder({ taxes: 'none', note: 'a < b\nc', userId: 3, fields: { x_cartona_id: 'GMNvpbLM' } });
      const id = await odoo.createSaleOrderOnce('conveyor.cartona_order_GMNvpbLM', order);
      await fake.close();
      const [call] = fake.of('sale.order.load');
      assert.equal(id, 100);
      assert.deepEqual(call?.context, { tz: 'UTC', mode: 'update', noupdate: true });
      assert.deepEqual(call.params['fields'], [
        ...['id', 'partner_id/.id', 'client_order_ref', 'origin', 'note', 'user_id/.id', 'x_cartona_id'],
        ...['order_line/product_id/.id', 'order_line/product_uom_qty', 'order_line/price_unit', 'order_line/name', tax],
      ]);
      const head = [
        'conveyor.cartona_order_GMNvpbLM',
        7,
        'C-10021',
        'Cartona Egypt GMNvpbLM',
        'a &lt; b<br/>c',
        3,
        'GMNvpbLM',
      ];
      assert.deepEqual(rowsOf(call), [
        [...head, 904, 10, 200, 'Soap', ''],
        ['', '', '', '', '', '', '', 905, 2.5, '0', '-', ''],
      ]);
    });
  }

  it('sends orders of one shape in one call, and others in calls of their own', async () => {
    const fake = await startFakeOdoo({ answer: created });
    const { odoo } = await connectTo(fake.url);
    const shapes: readonly Partial<SaleOrderDraft>[] = [{}, {}, { userId: 4 }, { taxes: 'none' }, {}];
    await Promise.all(shapes.map((over, index) => odoo.createSaleOrderOnce(`conveyor.o${index}`, aSaleOrder(over))));
    await fake.close();
    assert.deepEqual(fake.calls.map(recordsOf).sort(), [
      ['conveyor.o0', 'conveyor.o1', 'conveyor.o4'],
      ['conveyor.o2'],
      ['conveyor.o3'],
    ]);
  });

  it('sends the group again without the record Odoo names', async () => {
    const fake = await startFakeOdoo({
      answer: (call) => {
        const bad = recordsOf(call).indexOf('conveyor.o2');
        return bad < 0 ? created(call) : refused({ record: bad, message: 'No such customer', field: 'partner_id' });
      },
    });
    const { odoo } = await connectTo(fake.url);
    const settled = await Promise.allSettled(externalIds(5).map((id) => odoo.createSaleOrderOnce(id, aSaleOrder())));
    await fake.close();
    assert.deepEqual(
      settled.map((one) => one.status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    assert.deepEqual(
      fake.calls.map((call) => recordsOf(call).length),
      [5, 4],
    );
    const failure = await failureOf(Promise.reject((settled[2] as PromiseRejectedResult).reason as Error));
    assert.deepEqual([failure.type, failure.data], ['Rejected', { path: 'partner_id' }]);
    assert.match(failure.message, /sale order conveyor\.o2: No such customer/);
  });

  it('does not blame the first record for the refusal of the whole group', async () => {
    const fake = await startFakeOdoo({
      answer: (call) => {
        const bad = recordsOf(call).indexOf('conveyor.o2');
        if (bad < 0) return created(call);
        return refused({ record: 0, message: 'Barcode twice' }, { record: bad, message: 'Barcode twice' });
      },
    });
    const { odoo } = await connectTo(fake.url);
    const settled = await Promise.allSettled(externalIds(3).map((id) => odoo.createSaleOrderOnce(id, aSaleOrder())));
    await fake.close();
    assert.deepEqual(
      settled.map((one) => one.status),
      ['fulfilled', 'fulfilled', 'rejected'],
    );
  });

  it('blames the first record when it is the only one named', async () => {
    const fake = await startFakeOdoo({
      answer: (call) => (recordsOf(call)[0] === 'conveyor.o0' ? refused({ record: 0, message: 'Bad' }) : created(call)),
    });
    const { odoo } = await connectTo(fake.url);
    const settled = await Promise.allSettled(externalIds(3).map((id) => odoo.createSaleOrderOnce(id, aSaleOrder())));
    await fake.close();
    assert.deepEqual(
      settled.map((one) => one.status),
      ['rejected', 'fulfilled', 'fulfilled'],
    );
  });

  it('goes through a group one by one when the refusal names nobody', async () => {
    const fake = await startFakeOdoo({
      answer: (call) =>
        recordsOf(call).includes('conveyor.o1') ? refused({ message: 'Something is wrong' }) : created(call),
    });
    const { odoo } = await connectTo(fake.url);
    const settled = await Promise.allSettled(externalIds(3).map((id) => odoo.createSaleOrderOnce(id, aSaleOrder())));
    await fake.close();
    assert.deepEqual(
      settled.map((one) => one.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(
      fake.calls.map((call) => recordsOf(call).length),
      [3, 1, 1, 1],
    );
  });

  it('goes through a group one by one when the call itself is refused', async () => {
    const fake = await startFakeOdoo({
      answer: (call) =>
        recordsOf(call).includes('conveyor.o1') ? { exception: 'builtins.ValueError' } : created(call),
    });
    const { odoo } = await connectTo(fake.url);
    const settled = await Promise.allSettled(externalIds(3).map((id) => odoo.createSaleOrderOnce(id, aSaleOrder())));
    await fake.close();
    assert.deepEqual(
      settled.map((one) => one.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  for (const recorded of recordedOf('load-lost-race')) {
    it(`repeats a lost race of ${recorded.version} and takes what the winner made`, async () => {
      let isLost = true;
      const fake = await startFakeOdoo({
        version: recorded.version,
        answer: (call) => {
          if (!isLost) return created(call);
          isLost = false;
          return { status: recorded.status, body: recorded.text };
        },
      });
      const { odoo } = await connectTo(fake.url);
      assert.equal(await odoo.createSaleOrderOnce('conveyor.o', aSaleOrder()), 100);
      await fake.close();
    });
  }

  it('is Unavailable when the race is lost again and again', async () => {
    const fake = await startFakeOdoo({ answer: () => refused({ record: 0, message: 'deadlock detected' }) });
    const { odoo } = await connectTo(fake.url);
    assert.equal((await failureOf(odoo.createSaleOrderOnce('conveyor.o', aSaleOrder()))).type, 'Unavailable');
    await fake.close();
  });

  for (const recorded of [...recordedOf('load-sale-order'), ...recordedOf('json2-load-sale-order')]) {
    it(`takes the id from the answer of ${recorded.version} over ${recorded.protocol}`, async () => {
      const answer = { status: recorded.status, body: recorded.text };
      const fake = await startFakeOdoo({ version: recorded.version, answer: () => answer });
      const password = recorded.protocol === 'json-2' ? 'a'.repeat(40) : 'secret';
      const { odoo } = await connectTo(fake.url, { password });
      const id = await odoo.createSaleOrderOnce('conveyor.o', aSaleOrder());
      await fake.close();
      assert.match(recorded.text, new RegExp(`"ids":\\[${id}\\]`));
    });
  }

  for (const recorded of recordedOf('load-bad')) {
    it(`is Rejected with the words and the field of ${recorded.version}`, async () => {
      const answer = { status: recorded.status, body: recorded.text };
      const fake = await startFakeOdoo({ version: recorded.version, answer: () => answer });
      const { odoo } = await connectTo(fake.url);
      const failure = await failureOf(odoo.createSaleOrderOnce('conveyor.o', aSaleOrder()));
      await fake.close();
      assert.deepEqual([failure.type, failure.data], ['Rejected', { path: 'partner_id' }]);
      assert.match(failure.message, /No matching record found for database id '99999999'/);
    });
  }

  it('is OutcomeUnknown for every member when the answer is lost', async () => {
    const fake = await startFakeOdoo({ answer: () => 'drop' });
    const { odoo } = await connectTo(fake.url);
    const types = externalIds(3).map(async (id) => (await failureOf(odoo.createSaleOrderOnce(id, aSaleOrder()))).type);
    assert.deepEqual(await Promise.all(types), ['OutcomeUnknown', 'OutcomeUnknown', 'OutcomeUnknown']);
    assert.equal(fake.calls.length, 1);
    await fake.close();
  });

  it('gives two callers of one external id the one order', async () => {
    const fake = await startFakeOdoo({ answer: created });
    const { odoo } = await connectTo(fake.url);
    const make = (): Promise<number> => odoo.createSaleOrderOnce('conveyor.same', aSaleOrder());
    assert.deepEqual(await Promise.all([make(), make()]), [100, 100]);
    await fake.close();
    assert.deepEqual(fake.calls.map(recordsOf), [['conveyor.same']]);
  });

  const wrong: readonly (readonly [what: string, externalId: string, order: SaleOrderDraft])[] = [
    ['an external id with a space', 'conveyor.a b', aSaleOrder()],
    ['an external id without a module', 'a', aSaleOrder()],
    ['no lines', 'conveyor.a', aSaleOrder({ lines: [] })],
    [
      'a quantity that is no decimal',
      'conveyor.a',
      aSaleOrder({ lines: [{ productId: 1, quantity: '1,000', unitPrice: '1', description: '' }] }),
    ],
    [
      'a price a float would round',
      'conveyor.a',
      aSaleOrder({ lines: [{ productId: 1, quantity: '1', unitPrice: '12345678901234.567', description: '' }] }),
    ],
  ];
  for (const [what, externalId, order] of wrong) {
    it(`refuses ${what} without asking Odoo`, async () => {
      const { odoo } = await connectTo('http://127.0.0.1:9');
      assert.equal((await failureOf(odoo.createSaleOrderOnce(externalId, order))).type, 'InvalidInput');
    });
  }
});

describe('creating customers once', () => {
  const phones: readonly (readonly [version: 17 | 18 | 19, column: string, cell: string])[] = [
    [17, 'mobile', '0111'],
    [18, 'mobile', '0111'],
    [19, 'comment', 'Ring twice<br/>Second phone: 0111'],
  ];
  for (const [version, column, cell] of phones) {
    it(`puts the second phone into ${column} on ${version}`, async () => {
      const fake = await startFakeOdoo({ version, answer: created });
      const { odoo } = await connectTo(fake.url);
      await odoo.createCustomerOnce('conveyor.c', aCustomer({ phone2: '0111', comment: 'Ring twice' }));
      await fake.close();
      const [call] = fake.calls;
      const columns = z.array(z.string()).parse(call?.params['fields']);
      assert.equal(rowsOf(call)[0]?.[columns.indexOf(column)], cell);
      assert.ok(!columns.includes('phone2'));
    });
  }
});
