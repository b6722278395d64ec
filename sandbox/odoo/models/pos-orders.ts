import { randomUUID } from 'node:crypto';
import type { Env } from '../env.ts';
import { keyError, userError } from '../errors.ts';
import * as f from '../fields.ts';
import { missingValue } from '../orm/constraints.ts';
import { readRecords } from '../orm/read.ts';
import type { Call, Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { num, text } from '../values.ts';
import { POS } from './groups.ts';
import { threadFields, threadMethods } from './mail.ts';
import { amountField } from './pos-amounts.ts';
import { nextName, orderName, originalsOf, referenceOf } from './pos-names.ts';
import { refundedQuantity } from './pos-order-lines.ts';
import { refreshPaid } from './pos-paying.ts';
import { refund } from './pos-refunds.ts';
import { createFromUi, syncFromUi } from './pos-sync.ts';

const statesOf = (major: Major): Record<string, string> => ({
  draft: 'New',
  cancel: 'Cancelled',
  paid: 'Paid',
  done: 'Posted',
  ...(major < 19 && { invoiced: 'Invoiced' }),
});

const linesOf = (env: Env, order: Row): Row[] => env.lookup('pos.order.line', 'order_id', num(order, 'id'));

/** Orders have messages from 18 on, but no activities. */
const withoutActivities = <T>(parts: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(parts).filter(([name]) => !name.startsWith('activity_')));

export const posOrderModels = (major: Major): Model[] => [
  defineModel({
    name: 'pos.order',
    description: 'Point of Sale Orders',
    order: 'date_order desc, name desc, id desc',
    access: POS,
    thread: false,
    uniques: major === 19 ? [{ fields: ['uuid'], message: () => 'An order with this uuid already exists' }] : [],
    fields: {
      name: f.char('Order Ref', { required: true, readonly: true, index: true, default: '/' }),
      state: f.selection('Status', statesOf(major), { readonly: true, default: 'draft' }),
      pos_reference: f.char('Receipt Number', { readonly: true, index: true }),
      date_order: f.datetime('Date', { readonly: true, default: (env) => env.now }),
      user_id: f.many2one(major === 19 ? 'Employee' : 'Responsible', 'res.users', { default: (env) => env.uid }),
      partner_id: f.many2one('Customer', 'res.partner', { index: true }),
      company_id: f.many2one('Company', 'res.company', { required: true, readonly: true }),
      session_id: f.many2one('Session', 'pos.session', { required: major < 19, index: true }),
      config_id: f.many2one('Point of Sale', 'pos.config', { index: true }),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'config_id.currency_id' }),
      currency_rate: f.float('Currency Rate', { compute: () => 1 }),
      pricelist_id: f.many2one('Pricelist', 'product.pricelist'),
      fiscal_position_id: f.many2one('Fiscal Position', 'account.fiscal.position'),
      sequence_number: f.integer('Sequence Number', { default: 1 }),
      tracking_number:
        major === 17
          ? f.char('Order Number', { compute: (_env, row) => trackingNumber(row) })
          : f.char('Order Number', { readonly: true }),
      uuid: major > 17 && f.char('Uuid', { readonly: true, index: true, default: () => randomUUID() }),
      amount_tax: amountField(major)('Taxes', { required: true, readonly: true }),
      amount_total: amountField(major)('Total', { required: true, readonly: true }),
      amount_paid: amountField(major)('Paid', { required: true }),
      amount_return: amountField(major)('Returned', { required: true, readonly: true }),
      amount_difference: major === 19 && f.monetary('Difference', { readonly: true }),
      lines: f.one2many('Order Lines', 'pos.order.line', 'order_id'),
      payment_ids: f.one2many('Payments', 'pos.payment', 'pos_order_id'),
      picking_ids: f.one2many('Picking', 'stock.picking', 'pos_order_id'),
      picking_count: f.integer('Picking Count', {
        compute: (env, row) => env.table('stock.picking').count('pos_order_id', num(row, 'id')),
      }),
      failed_pickings: f.boolean('Failed Pickings', {
        compute: (env, row) =>
          env
            .lookup('stock.picking', 'pos_order_id', num(row, 'id'))
            .some((picking) => text(picking, 'state') !== 'done'),
      }),
      picking_type_id: f.many2one('Operation Type', 'stock.picking.type', {
        related: 'session_id.config_id.picking_type_id',
      }),
      sale_journal: f.many2one('Sales Journal', 'account.journal', { related: 'session_id.config_id.journal_id' }),
      account_move: f.many2one('Invoice', 'account.move', { readonly: true }),
      session_move_id: f.many2one('Session Journal Entry', 'account.move', { related: 'session_id.move_id' }),
      to_invoice: f.boolean('To invoice'),
      is_invoiced: f.boolean('Is Invoiced', { compute: (_env, row) => num(row, 'account_move') > 0 }),
      shipping_date: f.date('Shipping Date'),
      nb_print: f.integer('Number of Print', { readonly: true }),
      is_tipped: f.boolean('Is this already tipped?', { readonly: true }),
      tip_amount: amountField(major)('Tip Amount', { readonly: true }),
      ticket_code: f.char('Ticket Code'),
      note: major === 17 && f.textField('Internal Notes'),
      general_customer_note: major === 19 && f.textField('General Customer Note'),
      internal_note: major === 19 && f.textField('Internal Note'),
      floating_order_name: major > 17 && f.char('Order Name'),
      is_refund: major === 19 && f.boolean('Is Refund', { readonly: true }),
      source: major === 19 && f.selection('Origin', { pos: 'Point of Sale' }, { default: 'pos' }),
      has_refundable_lines: f.boolean('Has Refundable Lines', {
        compute: (env, row) => linesOf(env, row).some((line) => num(line, 'qty') > refundedQuantity(env, line)),
      }),
      refund_orders_count: f.integer('Number of Refund Orders', { compute: refundOrders }),
      is_refunded: major === 17 && f.boolean('Is Refunded', { compute: (env, row) => refundOrders(env, row) > 0 }),
      refunded_order_ids: major === 17 && f.many2many('Refunded Order', 'pos.order', { compute: originalsOf }),
      refunded_orders_count:
        major === 17 && f.integer('Refunded Orders Count', { compute: (env, row) => originalsOf(env, row).length }),
      refunded_order_id:
        major > 17 &&
        f.many2one('Refunded Order', 'pos.order', { compute: (env, row) => originalsOf(env, row)[0] ?? false }),
      ...(major > 17 && withoutActivities(threadFields('pos.order'))),
    },
    beforeCreate: (env, vals) => fillOrder(env, vals, major),
    beforeWrite: (env, ids, vals) => beforeOrderWrite(env, ids, vals, major),
    afterWrite: (env, ids, vals) => {
      if ('session_id' in vals) for (const id of ids) followSession(env, id);
      if (major > 17 && 'payment_ids' in vals) for (const id of ids) refuseUnderpaid(env, id);
    },
    beforeUnlink: (env, ids) => {
      if (env.rows('pos.order', ids).some((row) => !['draft', 'cancel'].includes(text(row, 'state'))))
        throw userError('In order to delete a sale, it must be new or cancelled.');
    },
    methods: {
      ...(major > 17 && withoutActivities(threadMethods('pos.order', major))),
      refund: { on: 'record', params: [], needs: 'write', run: refund },
      action_pos_order_cancel: { on: 'record', params: [], needs: 'write', run: cancelOrders },
      ...(major === 17
        ? {
            create_from_ui: {
              on: 'model' as const,
              params: ['orders', 'draft?'],
              needs: 'create' as const,
              run: createFromUi,
            },
          }
        : { sync_from_ui: { on: 'model' as const, params: ['orders'], needs: 'create' as const, run: syncFromUi } }),
    },
  }),
];

const trackingNumber = (row: Row): string =>
  String((num(row, 'session_id') % 10) * 100 + (num(row, 'sequence_number') % 100)).padStart(3, '0');

function refundOrders(env: Env, order: Row): number {
  const refunds = linesOf(env, order).flatMap((line) =>
    env.lookup('pos.order.line', 'refunded_orderline_id', num(line, 'id')).map((other) => num(other, 'order_id')),
  );
  return new Set(refunds).size;
}

const AMOUNTS = ['amount_tax', 'amount_total', 'amount_paid', 'amount_return'];

/** Company and prices of the till; 19 also numbers the receipt where no number is given. */
function fillOrder(env: Env, vals: Vals, major: Major): Vals {
  if (!('session_id' in vals)) throw keyError('session_id');
  const session = env.find('pos.session', Number(vals['session_id'] || 0));
  const config = env.find('pos.config', num(session, 'config_id'));
  const model = env.model('pos.order');
  for (const name of AMOUNTS)
    if (vals[name] === undefined) throw missingValue(env, model, name, model.fields.get(name)?.string ?? name);
  return {
    company_id: num(config, 'company_id') || false,
    pricelist_id: config?.['pricelist_id'] ?? false,
    fiscal_position_id: config?.['default_fiscal_position_id'] ?? false,
    ...vals,
    config_id: num(config, 'id') || false,
    ...(major === 19 && config && referenceOf(env, config, vals)),
    ...(vals['state'] === 'paid' && major === 18 && config && !vals['name'] && { name: nextName(env, config) }),
  };
}

/** An order is named when it becomes paid; from 19 on it never goes back. */
function beforeOrderWrite(env: Env, ids: readonly number[], vals: Vals, major: Major): Vals {
  if (major === 19 && typeof vals['state'] === 'string' && !['paid', 'done'].includes(vals['state'])) {
    if (env.rows('pos.order', ids).some((row) => ['paid', 'done'].includes(text(row, 'state'))))
      throw userError('This order has already been paid. You cannot set it back to draft or edit it.');
  }
  const [id] = ids;
  if (vals['state'] !== 'paid' || id === undefined) return vals;
  const row = env.get('pos.order', id);
  return text(row, 'name') === '/' ? { ...vals, name: orderName(env, row) } : vals;
}

/** 17 cancels whatever it is given, later versions drafts alone. */
function cancelOrders({ env, ids }: Call): unknown {
  const drafts = ids.filter((id) => text(env.get('pos.order', id), 'state') === 'draft');
  env.write('pos.order', env.major === 17 ? ids : drafts, { state: 'cancel' });
  if (env.major === 17) return true;
  return {
    'pos.order': readRecords(env, 'pos.order', drafts, ['name', 'state', 'session_id', 'uuid', 'write_date'], false),
  };
}

/** The till of an order and the session of its payments are those of its session. */
const followSession = (env: Env, id: number): void => {
  const session = num(env.get('pos.order', id), 'session_id');
  env.patch('pos.order', id, { config_id: num(env.find('pos.session', session), 'config_id') || false });
  for (const payment of env.table('pos.payment').lookup('pos_order_id', id))
    env.patch('pos.payment', payment, { session_id: session || false });
};

/** Payments of an order that is paid may be changed as long as they still cover it. */
const refuseUnderpaid = (env: Env, id: number): void => {
  refreshPaid(env, id);
  const row = env.get('pos.order', id);
  if (num(row, 'amount_paid') < num(row, 'amount_total') && ['paid', 'done'].includes(text(row, 'state')))
    throw userError('The paid amount is different from the total amount of the order.');
};
