import assert from 'node:assert/strict';
import type { TransferRow } from '../../../../src/connectors/odoo/fulfilment/order-rows.ts';
import { reservedLots } from '../../../../src/connectors/odoo/fulfilment/reserved-lots.ts';
import type { LineDemand } from '../../../../src/connectors/odoo/fulfilment/reserved-lots.ts';

interface MoveParts {
  readonly id: number;
  readonly line?: number;
  readonly leadsTo?: readonly number[];
  readonly product?: number;
  /** What is reserved of each lot. */
  readonly lots?: Readonly<Record<string, number>>;
}

const aTransfer = (id: number, type: string, state: string, moves: readonly MoveParts[]): TransferRow => ({
  ...{ id, name: `T${id}`, state, picking_type_code: type, return_id: null, backorder_id: null },
  move_ids: moves.map((move) => ({
    ...{ id: move.id, product_id: move.product ?? 7, sale_line_id: move.line ?? null, rule_id: 1 },
    move_dest_ids: [...(move.leadsTo ?? [])],
  })),
  move_line_ids: moves.flatMap((move) =>
    Object.entries(move.lots ?? {}).map(([name, quantity], index) => ({
      ...{ id: move.id * 10 + index, move_id: move.id, product_id: move.product ?? 7, lot_name: null },
      ...{ lot_id: { id: 1, name }, quantity_product_uom: quantity },
    })),
  ),
});

const one: readonly LineDemand[] = [{ id: 1, productId: 7, quantity: '2' }];

const shown = (lines: readonly LineDemand[], transfers: readonly TransferRow[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    [...reservedLots(lines, transfers)].map(([id, lots]) => [
      id,
      [...lots].map(([name, quantity]) => `${name} ${quantity.toFixed()}`),
    ]),
  );

describe('lots that are reserved for a line', () => {
  it('stand in the step inside the warehouse until it is done: the moves of 17 lead to the line', () => {
    const pick = (state: string) => aTransfer(1, 'internal', state, [{ id: 1, leadsTo: [2], lots: { A: 1, B: 1 } }]);
    const waiting = aTransfer(2, 'outgoing', 'waiting', [{ id: 2, line: 1 }]);
    const ready = aTransfer(2, 'outgoing', 'assigned', [{ id: 2, line: 1, lots: { A: 1, B: 1 } }]);
    assert.deepEqual(shown(one, [pick('assigned'), waiting]), { 1: ['A 1', 'B 1'] });
    assert.deepEqual(shown(one, [pick('done'), ready]), { 1: ['A 1', 'B 1'] });
  });

  it('are found over three steps', () => {
    const transfers = [
      aTransfer(1, 'internal', 'assigned', [{ id: 1, leadsTo: [2], lots: { A: 2 } }]),
      aTransfer(2, 'internal', 'waiting', [{ id: 2, leadsTo: [3] }]),
      aTransfer(3, 'outgoing', 'waiting', [{ id: 3, line: 1 }]),
    ];
    assert.deepEqual(shown(one, transfers), { 1: ['A 2'] });
  });

  it('add up where a part has moved on and the rest has not, and are not counted twice', () => {
    const transfers = [
      aTransfer(1, 'internal', 'done', [{ id: 1, line: 1, leadsTo: [3], lots: { A: 1 } }]),
      aTransfer(2, 'internal', 'assigned', [{ id: 2, line: 1, lots: { A: 1 } }]),
      aTransfer(3, 'outgoing', 'assigned', [{ id: 3, line: 1, lots: { A: 1 } }]),
    ];
    assert.deepEqual(shown(one, transfers), { 1: ['A 2'] });
  });

  it('are shared by the lines whose goods a step holds together, in turn', () => {
    const lines = [...one, { id: 2, productId: 7, quantity: '3' }];
    const transfers = [
      aTransfer(1, 'internal', 'assigned', [{ id: 1, leadsTo: [2, 3], lots: { A: 4, B: 1 } }]),
      aTransfer(2, 'outgoing', 'waiting', [
        { id: 2, line: 1 },
        { id: 3, line: 2 },
      ]),
    ];
    assert.deepEqual(shown(lines, transfers), { 1: ['A 2'], 2: ['A 2', 'B 1'] });
  });

  it('are none of cancelled transfers, of returns, of components, and of moves of no line', () => {
    const back = { ...aTransfer(2, 'incoming', 'assigned', [{ id: 2, line: 1, lots: { B: 1 } }]), return_id: 9 };
    const transfers = [
      aTransfer(1, 'outgoing', 'cancel', [{ id: 1, line: 1, lots: { A: 1 } }]),
      back,
      aTransfer(3, 'outgoing', 'assigned', [
        { id: 3, line: 1, product: 8, lots: { C: 1 } },
        { id: 4, lots: { D: 1 } },
        { id: 5, line: 1, lots: { E: 0 } },
      ]),
    ];
    assert.deepEqual(shown(one, transfers), {});
  });
});
