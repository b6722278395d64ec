import assert from 'node:assert/strict';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';
import type { FakeAnswer, FakeCall, FakeOdoo } from './fake-odoo.ts';
import { recordedOf } from './recorded.ts';

interface Transfer {
  /** States as they are read, one after another. */
  readonly states: readonly string[];
  /** [reserved, demanded, picked] of each move, before and after the reservation. */
  readonly moves: readonly (readonly (readonly [number, number, boolean])[])[];
  readonly validate?: (call: FakeCall) => FakeAnswer;
}

const startTransfer = ({ states, moves, validate }: Transfer): Promise<FakeOdoo> => {
  let stateReads = 0;
  let moveReads = 0;
  return startFakeOdoo({
    answer: (call) => {
      switch (`${call.model}.${call.method}`) {
        case 'stock.picking.read':
          return { result: [{ id: 5, name: 'WH/OUT/5', state: states[Math.min(stateReads++, states.length - 1)] }] };
        case 'stock.move.search_read':
          return {
            result: (moves[Math.min(moveReads++, moves.length - 1)] ?? []).map(
              ([quantity, demanded, picked], index) => ({
                id: index + 1,
                picking_id: [5, 'WH/OUT/5'],
                product_id: [9, 'Soap'],
                product_uom_qty: demanded,
                quantity,
                picked,
              }),
            ),
          };
        case 'stock.picking.button_validate':
          return validate?.(call) ?? { result: true };
        default:
          return { result: true };
      }
    },
  });
};

const validationOf = async (transfer: Transfer): Promise<{ result: unknown; methods: readonly string[] }> => {
  const fake = await startTransfer(transfer);
  const { odoo } = await connectTo(fake.url);
  const result = await odoo.validatePicking(5);
  await fake.close();
  const methods = fake.calls
    .map((call) => call.method)
    .filter((method) => method !== 'read' && method !== 'search_read');
  return { result, methods };
};

const wizard = (res_model: string, name: string): FakeAnswer => ({
  result: { type: 'ir.actions.act_window', name, res_model, context: {} },
});

describe('validating a transfer', () => {
  it('validates what is reserved in full', async () => {
    const { result, methods } = await validationOf({
      states: ['assigned'],
      moves: [
        [
          [3, 3, false],
          [0.3, 0.1 + 0.2, false],
        ],
      ],
    });
    assert.deepEqual([result, methods], [{ done: true }, ['button_validate']]);
  });

  it('reserves first where something is missing', async () => {
    const { result, methods } = await validationOf({
      states: ['confirmed'],
      moves: [[[0, 3, false]], [[3, 3, false]]],
    });
    assert.deepEqual([result, methods], [{ done: true }, ['action_assign', 'button_validate']]);
  });

  it('reserves a draft first, which Odoo would validate without stock', async () => {
    const { methods } = await validationOf({ states: ['draft'], moves: [[[3, 3, false]]] });
    assert.deepEqual(methods, ['action_assign', 'button_validate']);
  });

  it('leaves what is short alone and says what is missing', async () => {
    const { result, methods } = await validationOf({
      states: ['confirmed'],
      moves: [
        [
          [1, 3, false],
          [2, 2, false],
        ],
      ],
    });
    const reason = 'Transfer WH/OUT/5 cannot be validated in full: 1 of 3 Soap reserved';
    assert.deepEqual([result, methods], [{ done: false, reason }, ['action_assign']]);
  });

  it('leaves what is half picked alone', async () => {
    const { result } = await validationOf({
      states: ['assigned'],
      moves: [
        [
          [3, 3, true],
          [2, 2, false],
        ],
      ],
    });
    const reason = 'Transfer WH/OUT/5 cannot be validated in full: only 1 of its 2 lines are marked as picked';
    assert.deepEqual(result, { done: false, reason });
  });

  it('counts a transfer that is done already', async () => {
    const { result, methods } = await validationOf({ states: ['done'], moves: [] });
    assert.deepEqual([result, methods], [{ done: true }, []]);
  });

  it('says that a transfer is cancelled', async () => {
    const { result } = await validationOf({ states: ['cancel'], moves: [] });
    assert.deepEqual(result, { done: false, reason: 'Transfer WH/OUT/5 is cancelled' });
  });

  it('counts a transfer somebody else validated meanwhile', async () => {
    const refusal = { exception: 'odoo.exceptions.ValidationError', message: 'A partner cannot follow twice' };
    const { result } = await validationOf({
      states: ['assigned', 'done'],
      moves: [[[3, 3, false]]],
      validate: () => refusal,
    });
    assert.deepEqual(result, { done: true });
  });

  it('counts a transfer whose moves were gone when it came to them, since somebody else validated it', async () => {
    const { result } = await validationOf({ states: ['assigned', 'done'], moves: [[]] });
    assert.deepEqual(result, { done: true });
  });

  it('counts a transfer that is done and followed by a report to print', async () => {
    const report = { result: { type: 'ir.actions.client', tag: 'do_multi_print', params: {} } };
    const { result } = await validationOf({
      states: ['assigned', 'done'],
      moves: [[[3, 3, false]]],
      validate: () => report,
    });
    assert.deepEqual(result, { done: true });
  });

  it('moves the goods without a text message where the company has not said whether it wants any', async () => {
    const { result, methods } = await validationOf({
      states: ['assigned'],
      moves: [[[3, 3, false]]],
      validate: ({ context }) => (context['skip_sms'] === true ? { result: true } : wizard('confirm.stock.sms', 'SMS')),
    });
    assert.deepEqual([result, methods], [{ done: true }, ['button_validate', 'button_validate']]);
  });

  it('leaves other questions of Odoo to a person', async () => {
    const question = wizard('expiry.picking.confirmation', 'Confirmation');
    const { result } = await validationOf({ states: ['assigned'], moves: [[[3, 3, false]]], validate: () => question });
    const reason = 'Odoo refused validation of transfer WH/OUT/5: it asks "Confirmation" first';
    assert.deepEqual(result, { done: false, reason });
  });

  for (const recorded of recordedOf('err-lot-required')) {
    it(`gives the words of ${recorded.version} for a missing lot`, async () => {
      const refusal = { status: recorded.status, body: recorded.text };
      const { result } = await validationOf({
        states: ['assigned'],
        moves: [[[3, 3, false]]],
        validate: () => refusal,
      });
      assert.match(
        JSON.stringify(result),
        /"done":false,"reason":"Odoo refused validation of transfer WH\/OUT\/5: .*Lot/,
      );
    });
  }

  it('validates several in one call, and one by one where Odoo refuses them together', async () => {
    const isDone = new Set<number>();
    const fake = await startFakeOdoo({
      answer: ({ model, method, ids }) => {
        const move = (id: number): object => ({ id, picking_id: [id, 'P'], product_id: [9, 'Soap'], picked: false });
        if (model === 'stock.move') {
          return { result: [1, 2, 3].map((id) => ({ ...move(id), quantity: id === 3 ? 0 : 1, product_uom_qty: 1 })) };
        }
        if (method === 'read') {
          return { result: ids.map((id) => ({ id, name: `P${id}`, state: isDone.has(id) ? 'done' : 'assigned' })) };
        }
        if (method === 'action_assign') return { result: true };
        if (ids.includes(2)) return { exception: 'odoo.exceptions.UserError', message: 'You need to supply a Lot' };
        for (const id of ids) isDone.add(id);
        return { result: true };
      },
    });
    const { odoo } = await connectTo(fake.url);
    const validations = await Promise.all([1, 2, 3].map((id) => odoo.validatePicking(id)));
    await fake.close();
    assert.deepEqual(
      validations.map((one) => (one.done ? 'done' : one.reason)),
      [
        'done',
        'Odoo refused validation of transfer P2: You need to supply a Lot',
        'Transfer P3 cannot be validated in full: 0 of 1 Soap reserved',
      ],
    );
    assert.deepEqual(
      fake.of('stock.picking.button_validate').map((call) => call.ids),
      [[1, 2], [1], [2]],
    );
  });

  it('is OutcomeUnknown when the answer is lost', async () => {
    const fake = await startTransfer({ states: ['assigned'], moves: [[[3, 3, false]]], validate: () => 'drop' });
    const { odoo } = await connectTo(fake.url);
    assert.equal((await failureOf(odoo.validatePicking(5))).type, 'OutcomeUnknown');
    await fake.close();
  });

  it('is NotFound when the transfer is gone', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [] }) });
    const { odoo } = await connectTo(fake.url);
    assert.equal((await failureOf(odoo.validatePicking(5))).type, 'NotFound');
    await fake.close();
  });
});
