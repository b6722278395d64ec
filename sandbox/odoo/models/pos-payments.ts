import { randomUUID } from 'node:crypto';
import type { Env } from '../env.ts';
import { missingError, OdooError, userError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { flag, list, num, round, text } from '../values.ts';
import { POS } from './groups.ts';
import { roundPayment } from './cash-rounding.ts';
import { cashMethod, methodsOf } from './pos-configs.ts';
import { amountDue, isCovered, processOrder, refreshPaid } from './pos-paying.ts';

export const posPaymentModels = (major: Major): Model[] => [
  defineModel({
    name: 'pos.payment',
    description: 'Point of Sale Payments',
    order: 'id desc',
    access: POS,
    displayName: (env, row) => [text(row, 'name'), moneyOf(env, row)].filter((part) => part !== '').join(' '),
    uniques: major === 19 ? [{ fields: ['uuid'], message: () => 'A payment with this uuid already exists' }] : [],
    fields: {
      name: f.char('Label', { readonly: true }),
      pos_order_id: f.many2one('Order', 'pos.order', { required: true }),
      amount: f.monetary('Amount', { required: true }),
      payment_method_id: f.many2one('Payment Method', 'pos.payment.method', { required: true }),
      payment_date: f.datetime('Date', { required: true, readonly: true, default: (env) => env.now }),
      is_change: f.boolean('Is this payment change?'),
      session_id: f.many2one('Session', 'pos.session'),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'pos_order_id.currency_id' }),
      partner_id: f.many2one('Customer', 'res.partner', { related: 'pos_order_id.partner_id' }),
      company_id: f.many2one('Company', 'res.company', { related: 'pos_order_id.company_id' }),
      user_id: major === 19 && f.many2one('Employee', 'res.users', { related: 'session_id.user_id' }),
      card_type: f.char('Type of card used'),
      card_brand: major > 17 && f.char('Brand of card'),
      card_no: major > 17 && f.char('Card Number(Last 4 Digit)'),
      cardholder_name: f.char(major === 17 ? 'Cardholder Name' : 'Card Owner name'),
      transaction_id: f.char('Payment Transaction ID'),
      payment_status: f.char('Payment Status'),
      payment_ref_no: major > 17 && f.char('Payment reference number'),
      ticket: f.char('Payment Receipt Info'),
      account_move_id: f.many2one('Account Move', 'account.move'),
      uuid: major > 17 && f.char('Uuid', { readonly: true, default: () => randomUUID() }),
    },
    beforeCreate: (env, vals) => ({
      ...vals,
      session_id: num(env.find('pos.order', Number(vals['pos_order_id'] || 0)), 'session_id') || false,
    }),
    afterCreate: (env, id) => checkPayment(env, id, true),
    afterWrite: (env, ids, vals) => {
      for (const id of ids) checkPayment(env, id, 'amount' in vals);
    },
  }),
  defineModel({
    name: 'pos.make.payment',
    description: 'Point of Sale Make Payment Wizard',
    access: { ...POS, unlink: [] },
    displayName: (_env, row) => `pos.make.payment,${num(row, 'id')}`,
    fields: {
      config_id: f.many2one('Point of Sale Configuration', 'pos.config', { required: true }),
      amount: f.float('Amount', { required: true }),
      payment_method_id: f.many2one('Payment Method', 'pos.payment.method', { required: true }),
      payment_name: f.char('Payment Reference'),
      payment_date: f.datetime('Payment Date', { required: true, default: (env) => env.now }),
    },
    beforeCreate: fillWizard,
    methods: { check: { on: 'record', params: [], needs: 'write', run: check } },
  }),
];

/** `$ 15.00` with a hard space, as Odoo shows money. */
const moneyOf = (env: Env, row: Row): string => {
  const config = env.find('pos.config', num(env.find('pos.order', num(row, 'pos_order_id')), 'config_id'));
  const company = env.find('res.company', num(config, 'company_id'));
  const currency = env.find('res.currency', num(company, 'currency_id'));
  const parts = [text(currency, 'symbol'), num(row, 'amount').toFixed(2)];
  return (text(currency, 'position') === 'before' ? parts : parts.reverse()).join('\u00a0');
};

const checkPayment = (env: Env, id: number, isAmount: boolean): void => {
  const row = env.get('pos.payment', id);
  const order = env.get('pos.order', num(row, 'pos_order_id'));
  if (env.major === 19 && isAmount && (text(order, 'state') === 'done' || num(order, 'account_move') > 0))
    throw validationError('You cannot edit a payment for a posted order.');
  if (
    !list(env.find('pos.config', num(order, 'config_id')), 'payment_method_ids').includes(num(row, 'payment_method_id'))
  )
    throw validationError('The payment method selected is not allowed in the config of the POS session.');
};

const activeOrder = (env: Env): Row | undefined => {
  const id = env.context['active_id'];
  if (typeof id !== 'number' || id === 0) return undefined;
  const order = env.find('pos.order', id);
  if (!order) throw missingError('pos.order', id, env.uid);
  return order;
};

/** What the order in the context still owes, in cash where there is a drawer. */
function fillWizard(env: Env, vals: Vals): Vals {
  const order = activeOrder(env);
  const config = env.find('pos.config', num(order, 'config_id'));
  if (!order || !config) return vals;
  const method = cashMethod(env, config) ?? methodsOf(env, config)[0];
  return {
    config_id: num(config, 'id'),
    amount: round(amountDue(env, order) - num(order, 'amount_paid'), 2),
    payment_method_id: num(method, 'id') || false,
    ...vals,
  };
}

/**
 * Pays the order in the context. An amount other than 0 is added as a payment each time; an order whose payments cover
 * it becomes paid once, and everything else is answered with the wizard again.
 */
function check({ env, ids }: Call): unknown {
  const wizard = env.get('pos.make.payment', ids[0] ?? 0);
  const method = env.get('pos.payment.method', num(wizard, 'payment_method_id'));
  const order = activeOrder(env);
  if (flag(method, 'split_transactions') && num(order, 'partner_id') === 0)
    throw userError(`Customer is required for ${text(method, 'name')} payment method.`);
  if (!order) throw new OdooError('builtins.AssertionError', 'precision_rounding must be positive, got 0.0');
  const id = num(order, 'id');
  if (round(num(wizard, 'amount'), 2) !== 0) {
    env.create('pos.payment', {
      pos_order_id: id,
      amount: roundPayment(env, order, method, num(wizard, 'amount')),
      name: wizard['payment_name'],
      payment_method_id: num(method, 'id'),
    });
    refreshPaid(env, id);
  }
  const now = env.get('pos.order', id);
  if (text(now, 'state') === 'draft' && isCovered(env, now)) {
    processOrder(env, id);
    return { type: 'ir.actions.act_window_close' };
  }
  return {
    name: 'Payment',
    view_mode: 'form',
    res_model: 'pos.make.payment',
    view_id: false,
    target: 'new',
    views: false,
    type: 'ir.actions.act_window',
    context: env.context,
  };
}
