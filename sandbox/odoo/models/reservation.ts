import type { Env } from '../env.ts';
import { descendants } from '../orm/relations.ts';
import type { Row, Vals } from '../values.ts';
import { num, round, text } from '../values.ts';
import { isStorable } from './product-values.ts';
import { bypassesReservation, lotTracking } from './quants.ts';

const newLine = (env: Env, move: Row, values: Vals): number =>
  env.create('stock.move.line', {
    move_id: num(move, 'id'),
    picking_id: move['picking_id'],
    product_id: num(move, 'product_id'),
    product_uom_id: move['product_uom'],
    location_id: move['location_id'],
    location_dest_id: move['location_dest_id'],
    ...values,
  });

/** Stock that is free below the move's source, oldest first. */
const freeQuants = (env: Env, move: Row): { quant: Row; free: number }[] => {
  const inside = descendants(env, env.model('stock.location'), [num(move, 'location_id')]);
  return env
    .lookup('stock.quant', 'product_id', num(move, 'product_id'))
    .filter((quant) => inside.has(num(quant, 'location_id')))
    .map((quant) => ({ quant, free: round(num(quant, 'quantity') - num(quant, 'reserved_quantity'), 5) }))
    .filter(({ free }) => free > 0)
    .sort((a, b) =>
      text(a.quant, 'in_date') < text(b.quant, 'in_date')
        ? -1
        : text(a.quant, 'in_date') > text(b.quant, 'in_date')
          ? 1
          : num(a.quant, 'id') - num(b.quant, 'id'),
    );
};

/** Reserves what there is for a confirmed move; goods whose stock is not counted are simply there. */
export const assignMove = (env: Env, id: number): void => {
  const move = env.get('stock.move', id);
  const missing = round(num(move, 'product_uom_qty') - num(move, 'quantity'), 5);
  if (missing <= 0 || !['confirmed', 'waiting', 'partially_available'].includes(text(move, 'state'))) return;
  if (
    bypassesReservation(env, num(move, 'location_id')) ||
    !isStorable(env, env.get('product.product', num(move, 'product_id')))
  ) {
    newLine(env, move, { quantity: missing });
    return;
  }
  takeFree(env, move, missing);
};

/** Lines for as much as is free; what could not be had. */
const takeFree = (env: Env, move: Row, wanted: number): number => {
  let missing = wanted;
  for (const { quant, free } of freeQuants(env, move)) {
    if (missing <= 0) break;
    const taken = Math.min(free, missing);
    grow(env, move, quant, taken);
    missing = round(missing - taken, 5);
  }
  return missing;
};

const spot = ['location_id', 'lot_id', 'package_id', 'owner_id'];

/** Adds to the line of the same place and lot, or makes one; serial numbers have a line each. */
const grow = (env: Env, move: Row, quant: Row, quantity: number): void => {
  const same = env
    .lookup('stock.move.line', 'move_id', num(move, 'id'))
    .find((line) => spot.every((field) => line[field] === quant[field]));
  if (same && lotTracking(env, num(move, 'product_id')) !== 'serial')
    env.write('stock.move.line', [num(same, 'id')], { quantity: num(same, 'quantity') + quantity });
  else newLine(env, move, { quantity, ...Object.fromEntries(spot.map((field) => [field, quant[field]])) });
};

/**
 * Writes the quantity of a move: less takes from its last lines, more reserves what is free and forces the rest, which
 * is how stock goes negative.
 */
export const setMoveQuantity = (env: Env, id: number, quantity: number): void => {
  const move = env.get('stock.move', id);
  const lines = env.lookup('stock.move.line', 'move_id', id);
  let excess = round(lines.reduce((sum, line) => sum + num(line, 'quantity'), 0) - quantity, 5);
  for (const line of lines.reverse()) {
    if (excess <= 0) break;
    const taken = Math.min(num(line, 'quantity'), excess);
    if (taken === num(line, 'quantity')) env.unlink('stock.move.line', [num(line, 'id')]);
    else env.write('stock.move.line', [num(line, 'id')], { quantity: num(line, 'quantity') - taken });
    excess = round(excess - taken, 5);
  }
  if (excess >= 0) return;
  const isCounted =
    isStorable(env, env.get('product.product', num(move, 'product_id'))) &&
    !bypassesReservation(env, num(move, 'location_id'));
  const forced = isCounted ? takeFree(env, move, -excess) : -excess;
  if (forced <= 0) return;
  const [line] = env.lookup('stock.move.line', 'move_id', id);
  if (line && num(line, 'lot_id') === 0)
    env.write('stock.move.line', [num(line, 'id')], { quantity: round(num(line, 'quantity') + forced, 5) });
  else newLine(env, move, { quantity: forced });
};

/** Gives back what a move has reserved. */
export const releaseMove = (env: Env, id: number): void =>
  env.unlink('stock.move.line', env.table('stock.move.line').lookup('move_id', id));
