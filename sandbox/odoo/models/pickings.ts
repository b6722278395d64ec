import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Vals } from '../values.ts';
import { num, text } from '../values.ts';
import { carrierFields } from './carrier-fields.ts';
import { PICKINGS } from './groups.ts';
import { threadFields, threadMethods } from './mail.ts';
import { isOpen } from './moves.ts';
import { cancelMoves, cancelPicking, confirmPicking } from './picking-steps.ts';
import { refreshPicking } from './picking-state.ts';
import { pickingLinkFields } from './procurement.ts';
import { assignMove, releaseMove } from './reservation.ts';
import { validatePickings } from './validation.ts';

const STATES = {
  draft: 'Draft',
  waiting: 'Waiting Another Operation',
  confirmed: 'Waiting',
  assigned: 'Ready',
  done: 'Done',
  cancel: 'Cancelled',
};

export const pickingModels = (major: Major): Model[] => [
  defineModel({
    name: 'stock.picking',
    description: 'Transfer',
    order: 'priority desc, scheduled_date asc, id desc',
    access: PICKINGS,
    thread: true,
    fields: {
      name: f.char('Reference', { index: true, default: '/' }),
      state: f.selection('Status', STATES, { readonly: true, default: 'draft' }),
      origin: f.char('Source Document', { index: true }),
      priority: f.selection('Priority', { '0': 'Normal', '1': 'Urgent' }, { default: '0' }),
      move_type: f.selection(
        'Shipping Policy',
        { direct: 'As soon as possible', one: 'When all products are ready' },
        { required: true, default: 'direct' },
      ),
      picking_type_id: f.many2one('Operation Type', 'stock.picking.type', { required: true, index: true }),
      picking_type_code: f.selection(
        'Type of Operation',
        { incoming: 'Receipt', outgoing: 'Delivery', internal: 'Internal Transfer' },
        { related: 'picking_type_id.code' },
      ),
      partner_id: f.many2one('Contact', 'res.partner', { forgets: true }),
      location_id: f.many2one('Source Location', 'stock.location', { required: true }),
      location_dest_id: f.many2one('Destination Location', 'stock.location', { required: true }),
      scheduled_date: f.datetime('Scheduled Date', { default: (env) => env.now }),
      date_deadline: f.datetime('Deadline'),
      date_done: f.datetime('Date of Transfer', { readonly: true }),
      date: major < 19 && f.datetime('Creation Date', { default: (env) => env.now }),
      backorder_id: f.many2one('Back Order of', 'stock.picking', { index: true }),
      backorder_ids: f.one2many('Back Orders', 'stock.picking', 'backorder_id'),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
      sale_id: f.many2one('Sales Order', 'sale.order', { index: true, forgets: true }),
      pos_session_id: f.many2one('Pos Session', 'pos.session', { index: true }),
      pos_order_id: f.many2one('Pos Order', 'pos.order', { index: true }),
      user_id: f.many2one('Responsible', 'res.users', { default: (env) => env.uid }),
      note: f.html('Notes'),
      move_ids: f.one2many('Stock Moves', 'stock.move', 'picking_id'),
      move_line_ids: f.one2many('Operations', 'stock.move.line', 'picking_id'),
      move_ids_without_package: major < 19 && f.one2many('Stock move', 'stock.move', 'picking_id'),
      move_line_ids_without_package:
        major < 19 && f.one2many('Operations without package', 'stock.move.line', 'picking_id'),
      ...pickingLinkFields(major),
      ...carrierFields(major),
      ...threadFields('stock.picking'),
    },
    beforeCreate: fillFromType,
    afterCreate: (env, id) => refreshPicking(env, id),
    afterWrite: (env, ids, vals) => {
      if ('move_ids' in vals || 'move_line_ids' in vals || 'move_type' in vals)
        for (const id of ids) refreshPicking(env, id);
    },
    beforeUnlink: (env, ids) => {
      for (const id of ids) {
        const moves = env.lookup('stock.move', 'picking_id', id);
        if (moves.some((move) => text(move, 'state') === 'done'))
          throw userError('You can only delete draft or cancelled moves.');
        cancelMoves(env, moves);
        env.unlink(
          'stock.move',
          moves.map((move) => num(move, 'id')),
        );
      }
    },
    methods: {
      ...threadMethods('stock.picking', major),
      action_confirm: {
        on: 'record',
        params: [],
        needs: 'write',
        run: ({ env, ids }) => run(ids, (id) => confirmPicking(env, id)),
      },
      action_assign: { on: 'record', params: [], needs: 'write', run: assign },
      do_unreserve: {
        on: 'record',
        params: [],
        needs: 'write',
        run: ({ env, ids }) => void run(ids, (id) => unreserve(env, id)),
      },
      action_cancel: {
        on: 'record',
        params: [],
        needs: 'write',
        run: ({ env, ids }) => run(ids, (id) => cancelPicking(env, id)),
      },
      button_validate: { on: 'record', params: [], needs: 'write', run: ({ env, ids }) => validatePickings(env, ids) },
    },
  }),
];

const run = (ids: readonly number[], step: (id: number) => void): true => {
  ids.forEach(step);
  return true;
};

function fillFromType(env: Env, vals: Vals): Vals {
  const type = env.find('stock.picking.type', Number(vals['picking_type_id'] || 0));
  if (!type) return vals;
  const warehouse = env.find('stock.warehouse', num(type, 'warehouse_id'));
  const isNamed = typeof vals['name'] === 'string' && vals['name'] !== '/';
  const prefix = `${text(warehouse, 'code')}/${text(type, 'sequence_code')}/`;
  const group = env.find('procurement.group', Number(vals['group_id'] || 0));
  return {
    ...(group && { sale_id: group['sale_id'] }),
    location_id: type['default_location_src_id'],
    location_dest_id: type['default_location_dest_id'],
    ...vals,
    ...(!isNamed && { name: env.sequence(`picking-type-${num(type, 'id')}`, prefix) }),
  };
}

/** Reserves; a draft is confirmed first. Lines without a quantity stay beside the real ones until the transfer is validated. */
function assign({ env, ids }: Call): true {
  for (const id of ids) {
    if (text(env.get('stock.picking', id), 'state') === 'draft') confirmPicking(env, id);
    const moves = env.lookup('stock.move', 'picking_id', id).filter(isOpen);
    if (moves.length === 0) throw userError('Nothing to check the availability for.');
    for (const move of moves) assignMove(env, num(move, 'id'));
    refreshPicking(env, id);
  }
  return true;
}

const unreserve = (env: Env, id: number): void => {
  for (const move of env.lookup('stock.move', 'picking_id', id).filter(isOpen)) releaseMove(env, num(move, 'id'));
  refreshPicking(env, id);
};
