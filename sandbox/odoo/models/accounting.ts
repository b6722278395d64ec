import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import { checkAccess } from '../orm/access.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { asText, num, text } from '../values.ts';
import { ACCOUNTS, JOURNALS } from './groups.ts';

const ACCOUNT_TYPES = {
  asset_receivable: 'Receivable',
  asset_cash: 'Bank and Cash',
  asset_current: 'Current Assets',
  liability_current: 'Current Liabilities',
  income: 'Income',
  income_other: 'Other Income',
  expense: 'Expenses',
};

const JOURNAL_TYPES = {
  sale: 'Sales',
  purchase: 'Purchase',
  cash: 'Cash',
  bank: 'Bank',
  credit: 'Credit Card',
  general: 'Miscellaneous',
};

const PAYMENT_STATES = { draft: 'Draft', in_process: 'In Process', posted: 'Posted', paid: 'Paid' };

const company = (): f.Field =>
  f.many2one('Company', 'res.company', { required: true, default: (env) => env.companyId() });

/** Accounts, journals and entries, as far as the closing of a point of sale makes them. */
export const accountingModels = (major: Major): Model[] => [
  defineModel({
    name: 'account.account',
    description: 'Account',
    order: 'code, id',
    access: ACCOUNTS,
    displayName: (_env, row) => (major === 19 ? text(row, 'name') : `${text(row, 'code')} ${text(row, 'name')}`),
    fields: {
      name: f.char('Account Name', { required: true }),
      code: f.char('Code', { index: true }),
      account_type: f.selection('Type', ACCOUNT_TYPES, { required: true, default: 'asset_current' }),
      reconcile: f.boolean('Allow Reconciliation'),
      currency_id: f.many2one('Account Currency', 'res.currency'),
      company_id: major === 17 && company(),
      company_ids: major > 17 && f.many2many('Companies', 'res.company', { default: (env) => [env.companyId()] }),
    },
  }),
  defineModel({
    name: 'account.journal',
    description: 'Journal',
    order: 'sequence, type, code',
    access: JOURNALS,
    uniques: [{ fields: ['company_id', 'code'], message: () => 'Journal codes must be unique per company.' }],
    fields: {
      name: f.char('Journal Name', { required: true }),
      code: f.char(major === 19 ? 'Sequence Prefix' : 'Short Code', { required: true, index: true }),
      type: f.selection('Type', JOURNAL_TYPES, { required: true }),
      sequence: f.integer('Sequence', { default: 10 }),
      active: active(),
      default_account_id: f.many2one('Default Account', 'account.account'),
      profit_account_id: f.many2one('Profit Account', 'account.account'),
      loss_account_id: f.many2one('Loss Account', 'account.account'),
      currency_id: f.many2one('Currency', 'res.currency'),
      company_id: company(),
      pos_payment_method_ids: f.one2many('Point of Sale Payment Methods', 'pos.payment.method', 'journal_id'),
    },
    beforeCreate: openLiquidityAccount,
  }),
  defineModel({
    name: 'account.move',
    description: 'Journal Entry',
    order: 'date desc, name desc, id desc',
    access: ACCOUNTS,
    displayName: (_env, row) =>
      text(row, 'ref') === '' ? text(row, 'name') : `${text(row, 'name')} (${text(row, 'ref')})`,
    fields: {
      name: f.char('Number', { index: true }),
      ref: f.char('Reference', { index: true }),
      state: f.selection(
        'Status',
        { draft: 'Draft', posted: 'Posted', cancel: 'Cancelled' },
        { required: true, default: 'draft' },
      ),
      move_type: f.selection(
        'Type',
        { entry: 'Journal Entry', out_invoice: 'Customer Invoice', out_refund: 'Customer Credit Note' },
        { required: true, default: 'entry' },
      ),
      date: f.date('Date', { required: true, default: (env) => env.today }),
      journal_id: f.many2one('Journal', 'account.journal', { required: true }),
      partner_id: f.many2one('Partner', 'res.partner'),
      company_id: company(),
      currency_id: f.many2one('Currency', 'res.currency', {
        default: (env) => num(env.find('res.company', env.companyId()), 'currency_id') || false,
      }),
      amount_total: f.monetary('Total', {
        compute: (env, row) =>
          env.lookup('account.move.line', 'move_id', num(row, 'id')).reduce((sum, line) => sum + num(line, 'debit'), 0),
      }),
      line_ids: f.one2many('Journal Items', 'account.move.line', 'move_id'),
    },
    beforeCreate: numberEntry,
  }),
  defineModel({
    name: 'account.move.line',
    description: 'Journal Item',
    order: 'id',
    access: ACCOUNTS,
    displayName: (env, row) =>
      [text(env.find('account.move', num(row, 'move_id')), 'name'), text(row, 'name')].filter(Boolean).join(' '),
    fields: {
      move_id: f.many2one('Journal Entry', 'account.move', { required: true }),
      name: f.char('Label'),
      account_id: f.many2one('Account', 'account.account', { required: true }),
      partner_id: f.many2one('Partner', 'res.partner'),
      debit: f.monetary('Debit'),
      credit: f.monetary('Credit'),
      balance: f.monetary('Balance'),
      tax_ids: f.many2many('Taxes', 'account.tax'),
      tax_line_id: f.many2one('Originator Tax', 'account.tax'),
      tax_base_amount: f.monetary('Base Amount'),
      display_type: f.selection(
        'Display Type',
        { product: 'Product', tax: 'Tax', payment_term: 'Payment Term' },
        { required: true, default: 'product' },
      ),
      date: f.date('Date', { related: 'move_id.date' }),
      journal_id: f.many2one('Journal', 'account.journal', { related: 'move_id.journal_id' }),
      parent_state: f.selection(
        'Status',
        { draft: 'Draft', posted: 'Posted', cancel: 'Cancelled' },
        { related: 'move_id.state' },
      ),
      company_id: f.many2one('Company', 'res.company', { related: 'move_id.company_id' }),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'move_id.currency_id' }),
    },
  }),
  defineModel({
    name: 'account.bank.statement.line',
    description: 'Bank Statement Line',
    order: 'id desc',
    access: JOURNALS,
    recName: 'payment_ref',
    fields: {
      payment_ref: f.char('Label'),
      amount: f.monetary('Amount'),
      date: f.date('Date', { required: true, default: (env) => env.today }),
      journal_id: f.many2one('Journal', 'account.journal', { required: true }),
      move_id: f.many2one('Journal Entry', 'account.move'),
      partner_id: f.many2one('Partner', 'res.partner'),
      pos_session_id: f.many2one('Session', 'pos.session', { index: true }),
    },
  }),
  defineModel({
    name: 'account.payment',
    description: 'Payments',
    order: 'id desc',
    access: { read: [], write: [], create: [], unlink: [] },
    fields: {
      name: f.char('Number'),
      amount: f.monetary('Amount'),
      payment_type: f.selection('Payment Type', { inbound: 'Receive', outbound: 'Send' }, { required: true }),
      date: f.date('Date', { default: (env) => env.today }),
      state: f.selection('Status', PAYMENT_STATES, { default: major === 17 ? 'posted' : 'in_process' }),
      journal_id: f.many2one('Journal', 'account.journal', { required: true }),
      move_id: f.many2one('Journal Entry', 'account.move'),
      partner_id: f.many2one('Customer/Vendor', 'res.partner'),
      pos_session_id: f.many2one('POS Session', 'pos.session', { index: true }),
      pos_payment_method_id: f.many2one('POS Payment Method', 'pos.payment.method'),
      company_id: company(),
    },
  }),
];

/** A cash or bank journal gets an account of its own, which not everybody may open. */
function openLiquidityAccount(env: Env, vals: Vals): Vals {
  const type = vals['type'];
  if ((type !== 'cash' && type !== 'bank') || Number(vals['default_account_id'] || 0) > 0) return vals;
  checkAccess(env, 'account.account', 'create');
  const account = env.create('account.account', {
    name: vals['name'],
    code: `101${String(env.session.store.nextValue('liquidity-account')).padStart(3, '0')}`,
    account_type: 'asset_cash',
  });
  const difference = {
    profit_account_id: accountOf(env, 'cash_gain') || false,
    loss_account_id: accountOf(env, 'cash_loss') || false,
  };
  return { ...difference, ...vals, default_account_id: account };
}

/** An account of the chart every database starts with, by its name there; 0 in a database without it. */
export const accountOf = (env: Env, name: string): number => env.xmlId(`account.${name}`);

/** `POSS/2026/11/0001`: each journal counts anew every month. */
function numberEntry(env: Env, vals: Vals): Vals {
  const journal = env.find('account.journal', Number(vals['journal_id'] || 0));
  const [year, month] = (asText(vals['date']) || env.today).split('-');
  const prefix = `${text(journal, 'code')}/${year ?? ''}/${month ?? ''}/`;
  const number = String(env.session.store.nextValue(`entry:${prefix}`)).padStart(4, '0');
  return { name: prefix + number, ...vals };
}

/** One side of an entry: a positive balance is a debit. */
export const entryLine = (balance: number, vals: Vals): Vals => ({
  debit: balance > 0 ? balance : 0,
  credit: balance < 0 ? -balance : 0,
  balance,
  ...vals,
});

export const entryLines = (env: Env, move: number): Row[] => env.lookup('account.move.line', 'move_id', move);
