import type { Env } from '../env.ts';
import { userError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { asText, flag, num, text } from '../values.ts';
import { POS_SESSIONS } from './groups.ts';
import { threadFields, threadMethods } from './mail.ts';
import { bookCashDifference, expectedCash, noteDifference, paidInSession } from './pos-cash.ts';
import {
  closeByWizard,
  closeFromUi,
  closingControl,
  closingData,
  noteClosing,
  takeCountedCash,
} from './pos-closing.ts';
import { cashMethod, hasCash, sessionsOf } from './pos-configs.ts';

const STATES = {
  opening_control: 'Opening Control',
  opened: 'In Progress',
  closing_control: 'Closing Control',
  closed: 'Closed & Posted',
};

export const posSessionModels = (major: Major): Model[] => [
  defineModel({
    name: 'pos.session',
    description: 'Point of Sale Session',
    order: 'id desc',
    access: POS_SESSIONS,
    thread: true,
    fields: {
      name: f.char('Session ID', { index: true, required: major < 19, default: '/' }),
      config_id: f.many2one('Point of Sale', 'pos.config', { required: true, index: true }),
      company_id: f.many2one('Company', 'res.company', { related: 'config_id.company_id' }),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'config_id.currency_id' }),
      user_id: f.many2one('Opened By', 'res.users', { required: true, default: (env) => env.uid }),
      state: f.selection('Status', STATES, { required: true, readonly: true, index: true, default: 'opening_control' }),
      start_at: f.datetime('Opening Date', { readonly: true }),
      stop_at: f.datetime('Closing Date', { readonly: true }),
      opening_notes: f.textField('Opening Notes'),
      closing_notes: f.textField('Closing Notes'),
      sequence_number: major < 19 && f.integer('Order Sequence Number', { default: 1 }),
      login_number: major < 19 && f.integer('Login Sequence Number'),
      rescue: f.boolean('Recovery Session', { readonly: true }),
      update_stock_at_closing: f.boolean('Stock should be updated at closing'),
      cash_control: f.boolean('Has Cash Control', { compute: (env, row) => hasCash(env, configOf(env, row)) }),
      cash_journal_id: f.many2one('Cash Journal', 'account.journal', {
        compute: (env, row) => num(cashMethod(env, configOf(env, row)), 'journal_id') || false,
      }),
      cash_register_balance_start: f.monetary('Starting Balance', { readonly: true }),
      cash_register_balance_end_real: f.monetary('Ending Balance', { readonly: true }),
      cash_register_balance_end: f.monetary('Theoretical Closing Balance', { compute: expectedCash }),
      cash_register_difference: f.monetary('Before Closing Difference', {
        compute: (env, row) => num(row, 'cash_register_balance_end_real') - expectedCash(env, row),
      }),
      cash_real_transaction: f.monetary('Transaction', { readonly: true }),
      total_payments_amount: f.float('Total Payments Amount', { compute: paidInSession }),
      payment_method_ids: f.many2many('Payment Methods', 'pos.payment.method', {
        related: 'config_id.payment_method_ids',
      }),
      order_ids: f.one2many('Orders', 'pos.order', 'session_id'),
      order_count: f.integer('Order Count', {
        compute: (env, row) => env.table('pos.order').count('session_id', num(row, 'id')),
      }),
      picking_ids: f.one2many('Picking', 'stock.picking', 'pos_session_id'),
      picking_count: f.integer('Picking Count', {
        compute: (env, row) => env.table('stock.picking').count('pos_session_id', num(row, 'id')),
      }),
      statement_line_ids: f.one2many('Cash Lines', 'account.bank.statement.line', 'pos_session_id'),
      bank_payment_ids: f.one2many('Bank Payments', 'account.payment', 'pos_session_id'),
      move_id: f.many2one('Journal Entry', 'account.move', { index: true }),
      ...threadFields('pos.session'),
    },
    beforeCreate: (env, vals) => fillSession(env, vals, major),
    afterCreate: (env, id) => refuseSecond(env, id),
    methods: {
      ...threadMethods('pos.session', major),
      ...(major === 17
        ? {
            set_cashbox_pos: {
              on: 'record' as const,
              params: ['cashbox_value', 'notes'],
              needs: 'write' as const,
              run: setCashbox,
            },
          }
        : {
            set_opening_control: {
              on: 'record' as const,
              params: ['cashbox_value', 'notes'],
              needs: 'write' as const,
              run: setOpeningControl,
            },
          }),
      get_closing_control_data: { on: 'record', params: [], needs: 'read', run: closingData },
      post_closing_cash_details: { on: 'record', params: ['counted_cash'], needs: 'write', run: takeCountedCash },
      update_closing_control_state_session: { on: 'record', params: ['notes'], needs: 'write', run: noteClosing },
      close_session_from_ui: {
        on: 'record',
        params: ['bank_payment_method_diff_pairs?'],
        needs: 'write',
        run: closeFromUi,
      },
      action_pos_session_closing_control: {
        on: 'record',
        params: ['balancing_account?', 'amount_to_balance?', 'bank_payment_method_diffs?'],
        needs: 'write',
        run: closingControl,
      },
    },
  }),
  defineModel({
    name: 'pos.close.session.wizard',
    description: 'Close Session Wizard',
    access: POS_SESSIONS,
    displayName: (_env, row) => `pos.close.session.wizard,${num(row, 'id')}`,
    fields: {
      amount_to_balance: f.float('Amount to balance'),
      account_id: f.many2one('Destination account', 'account.account'),
      account_readonly: f.boolean('Destination account is readonly'),
      message: f.textField('Information message'),
    },
    methods: { close_session: { on: 'record', params: [], run: closeByWizard } },
  }),
];

const configOf = (env: Env, session: Row): Row => env.get('pos.config', num(session, 'config_id'));

/** Number, opening balance and, where nothing is to be counted, the open state. 19 numbers a session when it is opened. */
function fillSession(env: Env, vals: Vals, major: Major): Vals {
  const id = Number(vals['config_id'] || env.context['default_config_id'] || 0);
  if (id === 0) throw userError('You should assign a Point of Sale to your session.');
  const config = env.get('pos.config', id);
  const company = env.find('res.company', num(config, 'company_id'));
  const isCounted = hasCash(env, config) && vals['rescue'] !== true;
  const given = asText(vals['name']);
  const name = major === 19 ? {} : { name: numberSession(env, config, major) + (given === '' ? '' : ` ${given}`) };
  return {
    ...vals,
    config_id: id,
    ...name,
    ...(major < 19 && { start_at: env.now }),
    ...(!isCounted && major < 19 && { state: 'opened' }),
    ...(isCounted && {
      cash_register_balance_start: num(sessionsOf(env, config)[0], 'cash_register_balance_end_real'),
    }),
    update_stock_at_closing: text(company, 'point_of_sale_update_stock_quantities') === 'closing',
  };
}

/** 17 counts sessions alone; from 18 on the name of the till stands before the number. */
const numberSession = (env: Env, config: Row, major: Major): string =>
  env.sequence('pos.session', major === 17 ? 'POS/' : `${text(config, 'name')}/`);

const refuseSecond = (env: Env, id: number): void => {
  const others = sessionsOf(env, configOf(env, env.get('pos.session', id))).filter(
    (session) => text(session, 'state') !== 'closed' && !flag(session, 'rescue'),
  );
  if (others.length > 1) throw validationError('Another session is already opened for this point of sale.');
};

/** 17: what was counted at opening; the difference to the last closing becomes a line of the cash statement. */
function setCashbox({ env, ids, args }: Call): undefined {
  const [id = 0] = ids;
  const session = env.get('pos.session', id);
  const counted = Number(args['cashbox_value']);
  const difference = counted - num(session, 'cash_register_balance_start');
  env.write('pos.session', [id], {
    state: 'opened',
    opening_notes: args['notes'],
    cash_register_balance_start: counted,
  });
  bookCashDifference(env, session, difference, 'opening');
  noteDifference(env, id, 'Opening', difference, asText(args['notes']));
}

/** 19 leaves alone what is open or closed already; 18 does as it is told. */
function setOpeningControl({ env, ids, args }: Call): undefined {
  const [id = 0] = ids;
  const session = env.get('pos.session', id);
  if (env.major === 19 && text(session, 'state') !== 'opening_control') return;
  const counted = Number(args['cashbox_value']);
  env.write('pos.session', [id], {
    state: 'opened',
    start_at: env.now,
    opening_notes: args['notes'],
    cash_register_balance_start: counted,
    ...(env.major === 19 && { name: numberSession(env, configOf(env, session), 19) }),
  });
  noteDifference(env, id, 'Opening cash', counted - num(session, 'cash_register_balance_start'), asText(args['notes']));
}
