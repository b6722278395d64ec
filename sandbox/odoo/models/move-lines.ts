import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { num, text } from '../values.ts';
import { STOCK } from './groups.ts';
import { refreshMove } from './move-state.ts';
import { MOVE_STATES } from './moves.ts';
import { refreshPicking } from './picking-state.ts';
import { isStorable } from './product-values.ts';
import { bypassesReservation, reserveStock, spotOf } from './quants.ts';

export const moveLineModels = (major: Major): Model[] => [
  defineModel({
    name: 'stock.move.line',
    description: 'Product Moves (Stock Move Line)',
    order: 'id',
    access: STOCK,
    displayName: (_env, row) => `stock.move.line,${num(row, 'id')}`,
    fields: {
      picking_id: f.many2one('Transfer', 'stock.picking', { index: true }),
      move_id: f.many2one('Stock Operation', 'stock.move', { index: true }),
      product_id: f.many2one('Product', 'product.product', { required: true }),
      product_uom_id: f.many2one('Unit of Measure', 'uom.uom', {
        required: true,
        default: (env) => env.xmlId('uom.product_uom_unit') || false,
      }),
      quantity: f.float('Quantity', { digits: 2 }),
      quantity_product_uom: f.float('Quantity in Product UoM', { compute: (_env, row) => num(row, 'quantity') }),
      picked: f.boolean('Picked'),
      lot_id: f.many2one('Lot/Serial Number', 'stock.lot', { forgets: true }),
      lot_name: f.char('Lot/Serial Number Name'),
      package_id: f.many2one('Source Package', major === 19 ? 'stock.package' : 'stock.quant.package'),
      result_package_id: f.many2one('Destination Package', major === 19 ? 'stock.package' : 'stock.quant.package'),
      owner_id: f.many2one('From Owner', 'res.partner', { forgets: true }),
      location_id: f.many2one('From', 'stock.location', { required: true }),
      location_dest_id: f.many2one('To', 'stock.location', { required: true }),
      state: f.selection('Status', MOVE_STATES, { readonly: true }),
      date: f.datetime('Date', { default: (env) => env.now }),
      reference: f.char('Reference', { related: 'move_id.reference' }),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
    },
    beforeCreate: attachToMove,
    afterCreate: (env, id) => {
      const row = env.get('stock.move.line', id);
      if (text(row, 'state') === 'done') return;
      reserve(env, row, 1);
      refresh(env, row);
    },
    beforeWrite: (env, ids, vals) => {
      const isMoved = MOVED.some((name) => name in vals);
      for (const row of isMoved ? env.rows('stock.move.line', ids) : [])
        if (text(row, 'state') !== 'done') reserve(env, row, -1);
      return vals;
    },
    afterWrite: (env, ids, vals) => {
      const isMoved = MOVED.some((name) => name in vals);
      for (const row of env.rows('stock.move.line', ids)) {
        if (text(row, 'state') === 'done') continue;
        if (isMoved) reserve(env, row, 1);
        refresh(env, row);
      }
    },
    beforeUnlink: (env, ids) => {
      for (const row of env.rows('stock.move.line', ids)) {
        if (text(row, 'state') === 'done')
          throw userError(
            'You can not delete product moves if the picking is done. You can only correct the done quantities.',
          );
        reserve(env, row, -1);
      }
    },
    afterUnlink: (env, rows) => rows.forEach((row) => refresh(env, row)),
  }),
];

/** What a line reserves hangs on these. */
const MOVED = ['quantity', 'lot_id', 'package_id', 'owner_id', 'location_id', 'product_id'];

/** A line with a quantity reserves at once, whatever the state of its move. */
const reserve = (env: Env, line: Row, sign: 1 | -1): void => {
  const quantity = num(line, 'quantity');
  if (quantity === 0 || bypassesReservation(env, num(line, 'location_id'))) return;
  if (isStorable(env, env.get('product.product', num(line, 'product_id'))))
    reserveStock(env, spotOf(line), sign * quantity);
};

const refresh = (env: Env, line: Row): void => {
  refreshMove(env, num(line, 'move_id'));
  const picking = num(env.find('stock.move', num(line, 'move_id')), 'picking_id');
  if (picking > 0) refreshPicking(env, picking);
};

/** A line put directly on a picking joins the move of its product, or makes one with demand 0. */
function attachToMove(env: Env, vals: Vals): Vals {
  const move = env.find('stock.move', Number(vals['move_id'] || 0));
  if (move) {
    return {
      location_id: move['location_id'],
      location_dest_id: move['location_dest_id'],
      product_uom_id: move['product_uom'],
      product_id: move['product_id'],
      state: move['state'],
      ...vals,
    };
  }
  const picking = env.find('stock.picking', Number(vals['picking_id'] || 0));
  if (!picking) return vals;
  const product = Number(vals['product_id'] || 0);
  const twin = env
    .lookup('stock.move', 'picking_id', num(picking, 'id'))
    .find((other) => num(other, 'product_id') === product);
  const moveId =
    num(twin, 'id') ||
    env.create('stock.move', {
      ...(env.major < 19 && { name: env.displayName('product.product', env.get('product.product', product)) }),
      picking_id: num(picking, 'id'),
      product_id: product,
      product_uom_qty: 0,
      location_id: vals['location_id'] ?? picking['location_id'],
      location_dest_id: vals['location_dest_id'] ?? picking['location_dest_id'],
    });
  return {
    location_id: picking['location_id'],
    location_dest_id: picking['location_dest_id'],
    ...vals,
    move_id: moveId,
    state: text(env.get('stock.move', moveId), 'state'),
  };
}
