import assert from 'node:assert/strict';
import { z } from 'zod';
import { connectTo, failureOf, startFakeOdoo } from '../fake-odoo.ts';
import type { FakeAnswer, FakeCall, FakeOdoo } from '../fake-odoo.ts';
import { aNewLine, aNewOrder } from './a-pos-order.ts';

const order = (number: number) =>
  aNewOrder(number, {
    sessionId: 3,
    companyId: 1,
    lines: [aNewLine({ productId: 7, taxIds: [1, 2] })],
    payments: [{ methodId: 5, amount: '115', isChange: false }],
  });

const externalIds = (call: FakeCall): readonly string[] =>
  z
    .array(z.array(z.unknown()))
    .parse(call.params['data'])
    .flatMap(([first]) => (typeof first === 'string' && first !== '' ? [first] : []));

const loaded = (call: FakeCall): FakeAnswer => ({
  result: { ids: externalIds(call).map((_, index) => 100 + index), messages: [], nextrow: 0 },
});

const refused = (message: string, record?: number): FakeAnswer => ({
  result: {
    ids: false,
    messages: [{ type: 'error', message, ...(record === undefined ? {} : { record }) }],
    nextrow: 0,
  },
});

const drafted = { state: 'draft', company_id: 1, amount_total: 115, amount_paid: 115 };

/** An Odoo whose orders are paid by what `check` answers; `paid` says which are. */
const startPaying = (check: (order: number, tries: number) => FakeAnswer, paid: Set<number>): Promise<FakeOdoo> => {
  const tries = new Map<number, number>();
  return startFakeOdoo({
    version: 17,
    answer: ({ model, method, ids, context }) => {
      if (model === 'pos.order' && method === 'read') {
        return { result: ids.map((id) => ({ id, ...drafted, state: paid.has(id) ? 'paid' : 'draft' })) };
      }
      if (method === 'create') return { result: [50] };
      const id = z.number().parse(context['active_id']);
      tries.set(id, (tries.get(id) ?? 0) + 1);
      return check(id, tries.get(id) ?? 0);
    },
  });
};

const closed: FakeAnswer = { result: { type: 'ir.actions.act_window_close' } };

const pay = async (fake: FakeOdoo, ids: readonly number[]): Promise<readonly (string | null)[]> => {
  const { odoo } = await connectTo(fake.url);
  try {
    return await odoo.pos.payOrders(ids.map((id) => ({ id, methodId: 5 })));
  } finally {
    await fake.close();
  }
};

describe('troubles while POS orders are made', () => {
  it('does not know what became of them when the answer is lost', async () => {
    const fake = await startFakeOdoo({ version: 17, answer: () => 'drop' });
    const { odoo } = await connectTo(fake.url);
    const failure = await failureOf(odoo.pos.createOrdersOnce([order(1), order(2)]));
    await fake.close();
    assert.equal(failure.type, 'OutcomeUnknown');
    assert.match(failure.message, /POS order Garage 1 and 1 more/);
  });

  it('sends them again after a lost race', async () => {
    let calls = 0;
    const fake = await startFakeOdoo({
      answer: (call) => {
        calls += 1;
        return calls === 1 ? refused('could not obtain lock on row in relation "ir_sequence"') : loaded(call);
      },
    });
    const { odoo } = await connectTo(fake.url);
    assert.deepEqual(await odoo.pos.createOrdersOnce([order(1)]), [{ id: 100 }]);
    await fake.close();
  });

  it('finds the one that spoils a call which blames none', async () => {
    const fake = await startFakeOdoo({
      answer: (call) =>
        externalIds(call).includes('conveyor.garage_pos_2')
          ? { exception: 'builtins.ValueError', message: 'a strange thing' }
          : loaded(call),
    });
    const { odoo } = await connectTo(fake.url);
    const made = await odoo.pos.createOrdersOnce([order(1), order(2), order(3)]);
    await fake.close();
    assert.deepEqual(
      made.map((one) => ('id' in one ? 'made' : one.refused)),
      ['made', 'Odoo refused POS order Garage 2: a strange thing', 'made'],
    );
  });

  it('sends orders of hundreds of lines in several calls', async () => {
    const fake = await startFakeOdoo({ answer: loaded });
    const { odoo } = await connectTo(fake.url);
    const lines = Array.from({ length: 800 }, () => aNewLine({ productId: 7, taxIds: [1] }));
    await odoo.pos.createOrdersOnce([1, 2, 3].map((number) => ({ ...order(number), lines })));
    await fake.close();
    assert.deepEqual(fake.of('pos.order.load').map(externalIds), [
      ['conveyor.garage_pos_1'],
      ['conveyor.garage_pos_2'],
      ['conveyor.garage_pos_3'],
    ]);
  });

  it('writes each order as rows, numbers digit by digit', async () => {
    const fake = await startFakeOdoo({ version: 17, answer: loaded });
    const { odoo, exchanges } = await connectTo(fake.url);
    const [line] = order(1).lines;
    assert.ok(line);
    const lines = [{ ...line, unitPrice: '12.34567891', lots: ['A', 'B'] }, line];
    await odoo.pos.createOrdersOnce([{ ...order(1), partnerId: 9, lines }]);
    await fake.close();
    const [call] = fake.of('pos.order.load');
    assert.deepEqual(call?.context, { tz: 'UTC', allowed_company_ids: [1], mode: 'update', noupdate: true });
    const head = ['conveyor.garage_pos_1', 3, 1, 'Garage 1', '2026-11-21 09:30:00', 9, '115', '15', '115', '0'];
    const cells = (unitPrice: string): readonly unknown[] => [
      7,
      'قهوة ☕',
      'قهوة ☕',
      '1',
      unitPrice,
      '0',
      '100',
      '115',
      '1,2',
      '',
    ];
    const blank = (count: number): readonly string[] => Array.from({ length: count }, () => '');
    assert.deepEqual(call.params['data'], [
      [...head, ...cells('12.34567891'), 'A', 5, '115', '2026-11-21 09:30:00', '0'],
      [...blank(20), 'B', ...blank(4)],
      [...blank(10), ...cells('100'), '', ...blank(4)],
    ]);
    assert.deepEqual(exchanges.at(-1)?.externalIds, ['conveyor.garage_pos_1', 'Garage 1']);
  });
});

describe('troubles while POS orders are paid', () => {
  it('takes an order for paid that is paid, whatever the answer was', async () => {
    const answers: readonly FakeAnswer[] = [
      'drop',
      { exception: 'odoo.exceptions.UserError', message: 'already done' },
      { result: { type: 'ir.actions.act_window', name: 'Payment' } },
      { exception: 'psycopg2.errors.SerializationFailure', message: 'something else' },
    ];
    const paid = new Set<number>();
    const fake = await startPaying((id) => {
      paid.add(id);
      return answers[id - 1] ?? closed;
    }, paid);
    assert.deepEqual(await pay(fake, [1, 2, 3, 4]), [null, null, null, null]);
  });

  it('asks nothing of orders that are paid already', async () => {
    const fake = await startPaying(() => closed, new Set([1, 2]));
    assert.deepEqual(await pay(fake, [1, 2]), [null, null]);
    assert.deepEqual(
      fake.calls.map(({ method }) => method),
      ['read'],
    );
  });

  it('does not know of an order whose answer is lost while it is a draft, and has paid the others', async () => {
    const paid = new Set<number>();
    const fake = await startPaying((id) => {
      if (id === 2) return 'drop';
      paid.add(id);
      return closed;
    }, paid);
    const failure = await failureOf(pay(fake, [1, 2, 3]));
    assert.equal(failure.type, 'OutcomeUnknown');
    assert.deepEqual([...paid].sort(), [1, 3]);
  });

  it('tries again where Odoo rolled one of two back', async () => {
    const paid = new Set<number>();
    const fake = await startPaying((id, tries) => {
      if (tries < 3)
        return { exception: 'psycopg2.errors.SerializationFailure', message: 'could not serialize access' };
      paid.add(id);
      return closed;
    }, paid);
    assert.deepEqual(await pay(fake, [1]), [null]);
  });

  it('tells each refusal in the words of Odoo', async () => {
    const paid = new Set<number>();
    const fake = await startPaying((id) => {
      if (id === 2) return { exception: 'odoo.exceptions.UserError', message: 'Customer is required for X' };
      paid.add(id);
      return closed;
    }, paid);
    assert.deepEqual(await pay(fake, [1, 2]), [
      null,
      'Odoo refused the payment of POS order 2: Customer is required for X',
    ]);
  });

  it('does not believe an answer that the order does not bear out', async () => {
    const fake = await startPaying(() => closed, new Set());
    const [words] = await pay(fake, [1]);
    assert.match(words ?? '', /does not take POS order 1 for paid: its total is 115\.00, its payments make 115\.00/);
  });

  it('makes one wizard for all', async () => {
    const paid = new Set<number>();
    const fake = await startPaying((id) => {
      paid.add(id);
      return closed;
    }, paid);
    await pay(fake, [1, 2, 3, 4]);
    assert.equal(fake.of('pos.make.payment.create').length, 1);
    assert.equal(fake.of('pos.make.payment.check').length, 4);
    assert.deepEqual(fake.of('pos.make.payment.check')[0]?.ids, [50]);
  });
});
