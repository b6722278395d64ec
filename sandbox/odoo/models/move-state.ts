import type { Env } from '../env.ts';
import { num, round, text } from '../values.ts';

/** Brings a move in line with its lines: its quantity, whether it is picked, and how far it is reserved. */
export const refreshMove = (env: Env, id: number): void => {
  const row = env.find('stock.move', id);
  if (!row || ['done', 'cancel'].includes(text(row, 'state'))) return;
  const lines = env.lookup('stock.move.line', 'move_id', id);
  const quantity = round(
    lines.reduce((sum, line) => sum + num(line, 'quantity'), 0),
    5,
  );
  const state = reservedState(text(row, 'state'), quantity, num(row, 'product_uom_qty'));
  env.patch('stock.move', id, { quantity, picked: lines.some((line) => line['picked'] === true), state });
  for (const line of lines) env.patch('stock.move.line', num(line, 'id'), { state });
};

/** A draft move stays draft until something is reserved for it. */
const reservedState = (state: string, quantity: number, demand: number): string => {
  if (quantity <= 0) return state === 'draft' ? 'draft' : 'confirmed';
  return quantity >= demand ? 'assigned' : 'partially_available';
};
