import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { flag, num, round, text, toIds } from '../values.ts';
import { STOCK } from './groups.ts';
import { isOpen, setMoveState } from './moves.ts';
import { cancelMoves, confirmPicking } from './picking-steps.ts';
import { refreshPicking } from './picking-state.ts';
import { isStorable } from './product-values.ts';
import { addStock, bypassesReservation, lotTracking, reserveStock, spotOf } from './quants.ts';
import { assignMove, setMoveQuantity } from './reservation.ts';
import { refreshDelivered } from './delivery-status.ts';

const movesOf = (env: Env, picking: number): Row[] => env.lookup('stock.move', 'picking_id', picking);
const linesOf = (env: Env, move: Row): Row[] => env.lookup('stock.move.line', 'move_id', num(move, 'id'));

/** `button_validate`: true when done, or the action that opens the backorder wizard. */
export const validatePickings = (env: Env, ids: readonly number[]): unknown => {
  // From 19 on a transfer that is done already is left out, and the answer is true.
  const todo = env.major === 19 ? ids.filter((id) => text(env.get('stock.picking', id), 'state') !== 'done') : ids;
  for (const id of todo) if (text(env.get('stock.picking', id), 'state') === 'draft') confirmDraft(env, id);
  for (const id of todo) checkSanity(env, id);
  for (const id of todo) pickAllIfNone(env, id);
  if (env.context['skip_backorder'] !== true) {
    const short = todo.filter((id) =>
      movesOf(env, id).some((move) => text(move, 'state') !== 'cancel' && isShort(env, move)),
    );
    if (short.length > 0) return backorderAction(env, short, ids);
  }
  const dropped = new Set(toIds(env.context['picking_ids_not_to_backorder']));
  for (const id of todo) finish(env, id, dropped.has(id));
  return true;
};

const confirmDraft = (env: Env, id: number): void => {
  confirmPicking(env, id);
  for (const move of movesOf(env, id))
    if (num(move, 'quantity') === 0 && num(move, 'product_uom_qty') > 0)
      setMoveQuantity(env, num(move, 'id'), num(move, 'product_uom_qty'));
};

const checkSanity = (env: Env, id: number): void => {
  const moves = movesOf(env, id);
  if (moves.length === 0 && env.lookup('stock.move.line', 'picking_id', id).length === 0) {
    throw userError(
      env.major === 17
        ? 'Please add some items to move.'
        : 'You can’t validate an empty transfer. Please add some products to move before proceeding.',
    );
  }
  // A done transfer has no open moves, which counts as nothing reserved.
  if (moves.filter(isOpen).every((move) => num(move, 'quantity') === 0)) {
    throw userError(
      env.major === 19
        ? "Transfer trouble alert! Validating a zero quantity transfer? You're not moving invisible goods around are you?\nSet some quantities and let's get moving!"
        : 'You cannot validate a transfer if no quantities are reserved. To force the transfer, encode quantities.',
    );
  }
  checkLots(env, moves);
};

const checkLots = (env: Env, moves: readonly Row[]): void => {
  const lines = moves
    .filter(isOpen)
    .flatMap((move) => linesOf(env, move))
    .filter((line) => num(line, 'quantity') > 0);
  const picked = lines.filter((line) => flag(line, 'picked'));
  const without = (picked.length > 0 ? picked : lines).filter(
    (line) =>
      num(line, 'lot_id') === 0 &&
      text(line, 'lot_name') === '' &&
      lotTracking(env, num(line, 'product_id')) !== 'none',
  );
  if (without.length === 0) return;
  const names = [...new Set(without.map((line) => num(line, 'product_id')))].map((product) =>
    env.displayName('product.product', env.get('product.product', product)),
  );
  throw userError(`You need to supply a Lot/Serial number for products ${names.join(', ')}.`);
};

/** Nobody ticked anything: what is reserved is what goes. */
const pickAllIfNone = (env: Env, id: number): void => {
  const moves = movesOf(env, id).filter(isOpen);
  if (moves.some((move) => flag(move, 'picked'))) return;
  for (const move of moves) {
    env.patch('stock.move', num(move, 'id'), { picked: true });
    for (const line of linesOf(env, move)) env.patch('stock.move.line', num(line, 'id'), { picked: true });
  }
};

const pickedQuantity = (env: Env, move: Row): number =>
  linesOf(env, move).reduce((sum, line) => sum + (flag(line, 'picked') ? num(line, 'quantity') : 0), 0);

const isShort = (env: Env, move: Row): boolean =>
  (num(move, 'product_uom_qty') > 0 && !flag(move, 'picked')) ||
  round(pickedQuantity(env, move) - num(move, 'product_uom_qty'), 5) < 0;

const VIEW: Readonly<Record<Major, number>> = { 17: 848, 18: 898, 19: 942 };

const backorderAction = (env: Env, short: readonly number[], ids: readonly number[]): Record<string, unknown> => ({
  name: 'Create Backorder?',
  type: 'ir.actions.act_window',
  view_mode: 'form',
  res_model: 'stock.backorder.confirmation',
  views: [[VIEW[env.major], 'form']],
  view_id: VIEW[env.major],
  target: 'new',
  context: {
    ...env.context,
    button_validate_picking_ids: ids,
    default_show_transfers: false,
    default_pick_ids: short.map((id) => [4, id]),
  },
});

/** Moves what is picked; the rest goes into a backorder or is cancelled. */
const finish = (env: Env, id: number, dropRest: boolean): void => {
  const rest: number[] = [];
  for (const move of movesOf(env, id).filter(isOpen)) {
    const picked = round(pickedQuantity(env, move), 5);
    if (picked > 0) {
      const missing = round(num(move, 'product_uom_qty') - picked, 5);
      if (missing > 0) rest.push(split(env, move, missing));
      finishMove(env, num(move, 'id'), picked);
    } else if (num(move, 'product_uom_qty') === 0) cancelMoves(env, [move]);
    else rest.push(num(move, 'id'));
  }
  env.patch('stock.picking', id, { date_done: env.now });
  if (dropRest) cancelMoves(env, env.rows('stock.move', rest));
  else if (rest.length > 0) backorder(env, id, rest);
  refreshPicking(env, id);
};

/** Takes a part of a move's demand into a new move. */
const split = (env: Env, move: Row, quantity: number): number => {
  const copied = [
    'name',
    'product_id',
    'product_uom',
    'location_id',
    'location_dest_id',
    'picking_id',
    'partner_id',
    'origin',
    'sale_line_id',
    'rule_id',
    'group_id',
    'reference_ids',
    'warehouse_id',
    'date',
    'date_deadline',
    'sequence',
  ];
  const vals = Object.fromEntries(copied.filter((name) => name in move).map((name) => [name, move[name]]));
  env.patch('stock.move', num(move, 'id'), { product_uom_qty: round(num(move, 'product_uom_qty') - quantity, 5) });
  return env.create('stock.move', { ...vals, product_uom_qty: quantity, state: 'confirmed' });
};

const finishMove = (env: Env, id: number, quantity: number): void => {
  const move = env.get('stock.move', id);
  const isCounted = isStorable(env, env.get('product.product', num(move, 'product_id')));
  for (const line of linesOf(env, move)) {
    if (!flag(line, 'picked') || num(line, 'quantity') === 0) {
      env.unlink('stock.move.line', [num(line, 'id')]);
      continue;
    }
    const lot = lotOf(env, line);
    if (isCounted) transfer(env, line, lot);
    env.patch('stock.move.line', num(line, 'id'), { state: 'done', date: env.now, lot_id: lot || false });
  }
  setMoveState(env, id, 'done', { quantity, picked: true, date: env.now });
  if (num(move, 'sale_line_id') > 0) refreshDelivered(env, num(move, 'sale_line_id'));
};

/** A lot given by name is looked up, or made. */
const lotOf = (env: Env, line: Row): number => {
  const name = text(line, 'lot_name');
  if (num(line, 'lot_id') > 0 || name === '') return num(line, 'lot_id');
  const known = env.lookup('stock.lot', 'name', name).find((lot) => lot['product_id'] === line['product_id']);
  return (
    num(known, 'id') ||
    env.create('stock.lot', { name, product_id: num(line, 'product_id'), company_id: env.companyId() })
  );
};

const transfer = (env: Env, line: Row, lot: number): void => {
  const quantity = num(line, 'quantity');
  const spot = spotOf(line);
  if (!bypassesReservation(env, spot.location)) reserveStock(env, spot, -quantity);
  addStock(env, { ...spot, lot }, -quantity);
  const target = { location: num(line, 'location_dest_id'), package: num(line, 'result_package_id') };
  addStock(env, { ...spot, lot, ...target }, quantity);
};

const backorder = (env: Env, id: number, moves: readonly number[]): void => {
  const picking = env.get('stock.picking', id);
  const copied = [
    'picking_type_id',
    'partner_id',
    'location_id',
    'location_dest_id',
    'origin',
    'scheduled_date',
    'date_deadline',
    'move_type',
    'sale_id',
    'company_id',
    ...(env.major < 19 ? ['group_id'] : []),
  ];
  const next = env.create('stock.picking', {
    ...Object.fromEntries(copied.map((name) => [name, picking[name]])),
    backorder_id: id,
  });
  for (const move of moves) {
    env.patch('stock.move', move, {
      picking_id: next,
      reference: text(env.get('stock.picking', next), 'name'),
      picked: false,
    });
    for (const line of env.lookup('stock.move.line', 'move_id', move))
      env.patch('stock.move.line', num(line, 'id'), { picking_id: next, picked: false });
    assignMove(env, move);
  }
  refreshPicking(env, next);
};

export const wizardModels = (): Model[] => [
  defineModel({
    name: 'stock.backorder.confirmation',
    description: 'Backorder Confirmation',
    access: STOCK,
    displayName: (_env, row) => `stock.backorder.confirmation,${num(row, 'id')}`,
    fields: {
      pick_ids: f.many2many('Pick', 'stock.picking'),
      show_transfers: f.boolean('Show Transfers'),
      backorder_confirmation_line_ids: f.one2many(
        'Backorder Confirmation Lines',
        'stock.backorder.confirmation.line',
        'backorder_confirmation_id',
      ),
    },
    methods: {
      process: { on: 'record', params: [], run: process },
      process_cancel_backorder: { on: 'record', params: [], run: processWithoutBackorder },
    },
  }),
  defineModel({
    name: 'stock.backorder.confirmation.line',
    description: 'Backorder Confirmation Line',
    access: STOCK,
    displayName: (_env, row) => `stock.backorder.confirmation.line,${num(row, 'id')}`,
    fields: {
      backorder_confirmation_id: f.many2one('Immediate Transfer', 'stock.backorder.confirmation', { required: true }),
      picking_id: f.many2one('Transfer', 'stock.picking'),
      to_backorder: f.boolean('To Backorder'),
    },
  }),
];

/** Lines that say no drop their rest; the pickings come from the context the action gave. */
function process({ env, ids }: Call): unknown {
  const dropped = ids.flatMap((id) =>
    env
      .lookup('stock.backorder.confirmation.line', 'backorder_confirmation_id', id)
      .filter((line) => !flag(line, 'to_backorder'))
      .map((line) => num(line, 'picking_id')),
  );
  const pickings = toIds(env.context['button_validate_picking_ids']);
  return pickings.length === 0
    ? true
    : validatePickings(env.with({ skip_backorder: true, picking_ids_not_to_backorder: dropped }), pickings);
}

function processWithoutBackorder({ env, ids }: Call): unknown {
  const pickings = toIds(env.context['button_validate_picking_ids']);
  const dropped = ids.flatMap((id) => toIds(env.get('stock.backorder.confirmation', id)['pick_ids']));
  return pickings.length === 0
    ? true
    : validatePickings(env.with({ skip_backorder: true, picking_ids_not_to_backorder: dropped }), pickings);
}
