import type { Env } from '../env.ts';
import type { Row } from '../values.ts';
import { num, text } from '../values.ts';
import { refreshDeliveryStatus } from './delivery-status.ts';

/** Brings a picking's stored state in line with its moves; only a change moves its `write_date`. */
export const refreshPicking = (env: Env, id: number): void => {
  const row = env.find('stock.picking', id);
  if (!row) return;
  const state = pickingState(env.lookup('stock.move', 'picking_id', id), text(row, 'move_type') === 'one');
  const changed = env.patch('stock.picking', id, { state });
  if (changed && num(row, 'sale_id') > 0) refreshDeliveryStatus(env, num(row, 'sale_id'));
};

const pickingState = (moves: readonly Row[], allAtOnce: boolean): string => {
  const states = moves.map((move) => text(move, 'state'));
  if (states.length === 0 || states.includes('draft')) return 'draft';
  if (states.every((state) => state === 'cancel')) return 'cancel';
  if (states.every((state) => state === 'cancel' || state === 'done')) return 'done';
  return relevantState(moves, allAtOnce);
};

const WEIGHT: Readonly<Record<string, number>> = { assigned: 4, waiting: 3, partially_available: 2, confirmed: 1 };

/** As soon as something is available, unless everything must go at once. */
const relevantState = (moves: readonly Row[], allAtOnce: boolean): string => {
  const todo = moves
    .filter(
      (move) =>
        !['cancel', 'done'].includes(text(move, 'state')) &&
        !(text(move, 'state') === 'assigned' && num(move, 'product_uom_qty') === 0),
    )
    .sort(
      (a, b) =>
        (WEIGHT[text(a, 'state')] ?? 0) - (WEIGHT[text(b, 'state')] ?? 0) ||
        num(a, 'product_uom_qty') - num(b, 'product_uom_qty'),
    );
  const first = todo[0];
  const last = todo.at(-1);
  if (!first || !last) return 'assigned';
  if (allAtOnce) return text(first, 'state') === 'partially_available' ? 'confirmed' : text(first, 'state');
  const isSome =
    text(first, 'state') !== 'assigned' &&
    todo.some((move) => ['assigned', 'partially_available'].includes(text(move, 'state')));
  return isSome || text(last, 'state') === 'partially_available' ? 'assigned' : text(last, 'state');
};
