import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { flag, num, text } from '../values.ts';
import { STOCK } from './groups.ts';
import { moveLinkFields } from './procurement.ts';
import { setMoveQuantity } from './reservation.ts';
import { refreshMove } from './move-state.ts';
import { refreshPicking } from './picking-state.ts';
import { refreshDelivered } from './delivery-status.ts';

export const MOVE_STATES = {
  draft: 'New',
  waiting: 'Waiting Another Move',
  confirmed: 'Waiting Availability',
  partially_available: 'Partially Available',
  assigned: 'Available',
  done: 'Done',
  cancel: 'Cancelled',
};

const OPEN_STATES = new Set(['waiting', 'confirmed', 'assigned', 'partially_available']);

export const moveModels = (major: Major): Model[] => [
  defineModel({
    name: 'stock.move',
    description: 'Stock Move',
    order: 'sequence, id',
    access: STOCK,
    displayName: (env, row) => moveName(env, row, major),
    indexes: { open_product: (row) => (OPEN_STATES.has(text(row, 'state')) ? num(row, 'product_id') : undefined) },
    fields: {
      name: major < 19 && f.char('Description', { required: true }),
      sequence: f.integer('Sequence', { default: 10 }),
      product_id: f.many2one('Product', 'product.product', { required: true, index: true }),
      product_uom_qty: f.float('Demand', { digits: 2 }),
      product_qty: f.float('Real Quantity', { compute: (_env, row) => num(row, 'product_uom_qty') }),
      quantity: f.float('Quantity', { digits: 2 }),
      picked: f.boolean('Picked'),
      product_uom: f.many2one('UoM', 'uom.uom', {
        required: true,
        default: (env) => env.xmlId('uom.product_uom_unit') || false,
      }),
      state: f.selection('Status', MOVE_STATES, { default: 'draft' }),
      picking_id: f.many2one('Transfer', 'stock.picking', { index: true }),
      picking_type_id: f.many2one('Operation Type', 'stock.picking.type'),
      location_id: f.many2one('Source Location', 'stock.location', { required: true }),
      location_dest_id: f.many2one('Destination Location', 'stock.location', { required: true }),
      partner_id: f.many2one('Destination Address', 'res.partner'),
      date: f.datetime('Date Scheduled', { default: (env) => env.now }),
      date_deadline: f.datetime('Deadline'),
      origin: f.char('Source Document'),
      reference: f.char('Reference', { readonly: true }),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
      warehouse_id: f.many2one('Warehouse', 'stock.warehouse'),
      sale_line_id: f.many2one('Sale Line', 'sale.order.line', { index: true }),
      move_line_ids: f.one2many('Move Lines', 'stock.move.line', 'move_id'),
      lot_ids: f.many2many('Serial Numbers', 'stock.lot', { compute: (env, row) => lotsOf(env, row) }),
      has_tracking: f.selection(
        'Product with Tracking',
        { serial: 'By Unique Serial Number', lot: 'By Lots', none: 'By Quantity' },
        { related: 'product_id.tracking' },
      ),
      is_inventory: f.boolean('Inventory'),
      procure_method: f.selection(
        'Supply Method',
        { make_to_stock: 'Default: Take From Stock', make_to_order: 'Advanced: Apply Procurement Rules' },
        { default: 'make_to_stock' },
      ),
      scrapped: major < 19 && f.boolean('Scrapped'),
      ...moveLinkFields(major),
    },
    beforeCreate: fillFromPicking,
    beforeWrite: (env, ids, vals) => takeQuantity(env, ids, vals),
    afterCreate: (env, id, vals) => {
      const row = env.get('stock.move', id);
      if (
        typeof vals['quantity'] === 'number' &&
        vals['quantity'] > 0 &&
        text(row, 'state') !== 'done' &&
        num(row, 'picking_id') > 0 &&
        vals['move_line_ids'] === undefined
      )
        setMoveQuantity(env, id, vals['quantity']);
      linkPicking(env, row);
      if (num(row, 'picking_id') > 0) refreshPicking(env, num(row, 'picking_id'));
    },
    afterWrite: (env, ids, vals, before) => afterMoveWrite(env, ids, vals, before),
    beforeUnlink: (env, ids) => {
      for (const row of env.rows('stock.move', ids)) {
        if (!['draft', 'cancel'].includes(text(row, 'state')))
          throw userError('You can only delete draft or cancelled moves.');
        env.unlink('stock.move.line', env.table('stock.move.line').lookup('move_id', num(row, 'id')));
      }
    },
    afterUnlink: (env, rows) => {
      for (const row of rows)
        if (env.find('stock.picking', num(row, 'picking_id'))) refreshPicking(env, num(row, 'picking_id'));
    },
  }),
];

/** Until 18 a move shows its product, from 19 on only where it comes from and goes to. */
const moveName = (env: Env, row: Row, major: Major): string => {
  const place = (field: string): string => text(env.find('stock.location', num(row, field)), 'name');
  const picking = env.find('stock.picking', num(row, 'picking_id'));
  const origin = text(picking, 'origin') === '' ? '' : `${text(picking, 'origin')}/`;
  const code = text(env.find('product.product', num(row, 'product_id')), 'default_code');
  return `${origin}${major < 19 && code !== '' ? `${code}: ` : ''}${place('location_id')}>${place('location_dest_id')}`;
};

const lotsOf = (env: Env, row: Row): number[] => {
  const lots = env.lookup('stock.move.line', 'move_id', num(row, 'id')).map((line) => num(line, 'lot_id'));
  return [...new Set(lots.filter((lot) => lot > 0))];
};

/** From 19 on a transfer belongs to the order of its moves' sale lines; before, to that of its group. */
const linkPicking = (env: Env, move: Row): void => {
  const picking = env.find('stock.picking', num(move, 'picking_id'));
  const line = env.find('sale.order.line', num(move, 'sale_line_id'));
  if (env.major < 19 || !picking || !line || num(picking, 'sale_id') > 0) return;
  env.patch('stock.picking', num(picking, 'id'), { sale_id: num(line, 'order_id') });
};

function fillFromPicking(env: Env, vals: Vals): Vals {
  const picking = env.find('stock.picking', Number(vals['picking_id'] || 0));
  if (!picking) return vals;
  const product = env.find('product.product', Number(vals['product_id'] || 0));
  return {
    location_id: picking['location_id'],
    location_dest_id: picking['location_dest_id'],
    picking_type_id: picking['picking_type_id'],
    partner_id: picking['partner_id'],
    origin: picking['origin'],
    date: picking['scheduled_date'],
    company_id: picking['company_id'],
    reference: picking['name'],
    ...(env.major < 19 && { group_id: picking['group_id'] }),
    ...(product && { product_uom: num(env.find('product.template', num(product, 'product_tmpl_id')), 'uom_id') }),
    ...vals,
  };
}

/** `quantity` and `picked` of a move live in its lines. */
function takeQuantity(env: Env, ids: readonly number[], vals: Vals): Vals {
  const { quantity, picked, ...rest } = vals;
  for (const id of ids) {
    if (quantity !== undefined && text(env.get('stock.move', id), 'state') !== 'done')
      setMoveQuantity(env, id, Number(quantity));
    if (picked === undefined) continue;
    for (const line of env.table('stock.move.line').lookup('move_id', id))
      env.patch('stock.move.line', line, { picked: picked === true });
    env.patch('stock.move', id, { picked: picked === true });
  }
  return rest;
}

const afterMoveWrite = (env: Env, ids: readonly number[], vals: Vals, before: readonly Row[]): void => {
  for (const [at, id] of ids.entries()) {
    const row = env.find('stock.move', id);
    if (!row) continue;
    if ('move_line_ids' in vals || 'product_uom_qty' in vals) refreshMove(env, id);
    if (num(row, 'picking_id') > 0) refreshPicking(env, num(row, 'picking_id'));
    if ('state' in vals && text(before[at], 'state') !== text(row, 'state') && num(row, 'sale_line_id') > 0)
      refreshDelivered(env, num(row, 'sale_line_id'));
  }
};

/** The state of a move with its consequences for the delivery and the order. */
export const setMoveState = (
  env: Env,
  id: number,
  state: string,
  values: Readonly<Record<string, string | number | boolean>> = {},
): void => {
  env.patch('stock.move', id, { state, ...values });
  for (const line of env.lookup('stock.move.line', 'move_id', id))
    env.patch('stock.move.line', num(line, 'id'), { state });
};

export const isOpen = (row: Row): boolean => !['done', 'cancel'].includes(text(row, 'state'));

export const isPicked = (row: Row): boolean => flag(row, 'picked');
