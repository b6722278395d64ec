import { randomUUID } from 'node:crypto';
import type { Env } from '../env.ts';
import { userError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { asText, flag, list, num, text } from '../values.ts';
import { POS_SETUP } from './groups.ts';
import { journalType } from './pos-payment-methods.ts';

const firstOf = (env: Env, model: string, domain: readonly unknown[]): number | false =>
  env.search(model, domain, { limit: 1 })[0] ?? false;

export const posConfigModels = (major: Major): Model[] => [
  defineModel({
    name: 'ir.sequence',
    description: 'Sequence',
    order: 'name, id',
    fields: {
      name: f.char('Name', { required: true }),
      code: f.char('Sequence Code', { index: true }),
      prefix: f.char('Prefix'),
      padding: f.integer('Sequence Size', { required: true, default: 4 }),
      number_next: f.integer('Next Number', { required: true, default: 1 }),
      company_id: f.many2one('Company', 'res.company'),
    },
  }),
  defineModel({
    name: 'pos.config',
    description: 'Point of Sale Configuration',
    access: POS_SETUP,
    displayName: (env, row) => (major === 19 ? text(row, 'name') : nameWithUser(env, row)),
    fields: {
      name: f.char('Point of Sale', { required: true, index: true }),
      active: active(),
      company_id: f.many2one('Company', 'res.company', { required: true, default: (env) => env.companyId() }),
      currency_id: f.many2one('Currency', 'res.currency', { related: 'company_id.currency_id' }),
      payment_method_ids: f.many2many('Payment Methods', 'pos.payment.method', { default: defaultMethods }),
      journal_id: f.many2one('Point of Sale Journal', 'account.journal', {
        default: (env) => firstOf(env, 'account.journal', [['code', '=', 'POSS']]),
      }),
      invoice_journal_id: f.many2one('Invoice Journal', 'account.journal', {
        default: (env) => firstOf(env, 'account.journal', [['type', '=', 'sale']]),
      }),
      warehouse_id: f.many2one('Warehouse', 'stock.warehouse', {
        default: (env) => firstOf(env, 'stock.warehouse', []),
      }),
      picking_type_id: f.many2one('Operation Type', 'stock.picking.type', { required: true }),
      picking_policy: f.selection(
        'Shipping Policy',
        { direct: 'As soon as possible', one: 'When all products are ready' },
        { required: true, default: 'direct' },
      ),
      cash_control: f.boolean('Advanced Cash Control', { compute: (env, row) => hasCash(env, row) }),
      amount_authorized_diff: f.float('Amount Authorized Difference'),
      set_maximum_difference: f.boolean('Set Maximum Difference'),
      cash_rounding: f.boolean('Cash Rounding'),
      rounding_method: f.many2one('Cash rounding', 'account.cash.rounding'),
      only_round_cash_method: f.boolean('Only apply rounding on cash'),
      iface_tax_included: f.selection(
        'Tax Display',
        { subtotal: 'Tax-Excluded Price', total: 'Tax-Included Price' },
        { required: true, default: 'total' },
      ),
      limit_categories: f.boolean('Restrict Categories'),
      manual_discount: f.boolean('Line Discounts', { default: true }),
      ship_later: f.boolean('Ship Later'),
      use_pricelist: f.boolean('Use a pricelist.'),
      pricelist_id: f.many2one('Default Pricelist', 'product.pricelist'),
      available_pricelist_ids: f.many2many('Available Pricelists', 'product.pricelist'),
      tax_regime_selection: f.boolean('Tax Regime Selection value'),
      fiscal_position_ids: f.many2many('Fiscal Positions', 'account.fiscal.position'),
      default_fiscal_position_id: f.many2one('Default Fiscal Position', 'account.fiscal.position'),
      crm_team_id: f.many2one('Sales Team', 'crm.team'),
      uuid: f.char('Uuid', { readonly: true, default: () => randomUUID() }),
      access_token:
        major === 19 && f.char('Access Token', { default: () => randomUUID().replaceAll('-', '').slice(0, 16) }),
      sequence_id: major < 19 && f.many2one('Order IDs Sequence', 'ir.sequence', { readonly: true }),
      sequence_line_id: major < 19 && f.many2one('Order Line IDs Sequence', 'ir.sequence', { readonly: true }),
      order_seq_id: major === 19 && f.many2one('Order Sequence', 'ir.sequence', { readonly: true }),
      order_backend_seq_id: major === 19 && f.many2one('Order Backend Sequence', 'ir.sequence', { readonly: true }),
      order_line_seq_id: major === 19 && f.many2one('Order Line Sequence', 'ir.sequence', { readonly: true }),
      session_ids: f.one2many('Sessions', 'pos.session', 'config_id'),
      current_session_id: f.many2one('Current Session', 'pos.session', {
        compute: (env, row) => num(currentSession(env, row), 'id') || false,
      }),
      current_session_state: f.char('Current Session State', {
        compute: (env, row) => text(currentSession(env, row), 'state') || false,
      }),
      current_user_id: f.many2one('Current Session Responsible', 'res.users', {
        compute: (env, row) => num(currentSession(env, row), 'user_id') || false,
      }),
      has_active_session: f.boolean('Has Active Session', { compute: (env, row) => Boolean(currentSession(env, row)) }),
      number_of_rescue_session: f.integer('Number of Rescue Session', {
        compute: (env, row) => openSessions(env, row).filter((session) => flag(session, 'rescue')).length,
      }),
      last_session_closing_cash: f.float('Last Session Closing Cash', {
        compute: (env, row) => num(lastClosed(env, row), 'cash_register_balance_end_real'),
      }),
      last_session_closing_date: f.date('Last Session Closing Date', {
        compute: (env, row) => text(lastClosed(env, row), 'stop_at').slice(0, 10) || false,
      }),
    },
    beforeCreate: (env, vals) => fillConfig(env, vals, major),
    beforeWrite: (env, ids, vals) => refuseWhileOpen(env, ids, vals),
    afterCreate: (env, id) => refuseSharedCash(env, id),
    afterWrite: (env, ids) => ids.forEach((id) => refuseSharedCash(env, id)),
    methods: {
      open_ui: { on: 'record', params: [], needs: 'read', run: (call) => openUi(call, major) },
    },
  }),
];

export const methodsOf = (env: Env, config: Row): Row[] =>
  env.rows('pos.payment.method', list(config, 'payment_method_ids'));

/** The method the cash drawer belongs to. */
export const cashMethod = (env: Env, config: Row): Row | undefined =>
  methodsOf(env, config).find((method) => journalType(env, method) === 'cash');

export const hasCash = (env: Env, config: Row): boolean => cashMethod(env, config) !== undefined;

/** Newest first. */
export const sessionsOf = (env: Env, config: Row): Row[] =>
  env.lookup('pos.session', 'config_id', num(config, 'id')).reverse();

const openSessions = (env: Env, config: Row): Row[] =>
  sessionsOf(env, config).filter((session) => text(session, 'state') !== 'closed');

export const currentSession = (env: Env, config: Row): Row | undefined =>
  openSessions(env, config).find((session) => !flag(session, 'rescue'));

const lastClosed = (env: Env, config: Row): Row | undefined =>
  sessionsOf(env, config).find((session) => text(session, 'state') === 'closed');

const nameWithUser = (env: Env, config: Row): string => {
  const [last] = sessionsOf(env, config);
  const user = last && text(last, 'state') !== 'closed' ? env.find('res.users', num(last, 'user_id')) : undefined;
  return `${text(config, 'name')} (${user ? env.displayName('res.users', user) : 'not used'})`;
};

/** Everything but cash, and the first cash method nobody uses. */
function defaultMethods(env: Env): readonly number[] {
  const methods = env
    .rows('pos.payment.method', env.search('pos.payment.method', []))
    .filter((method) => !flag(method, 'split_transactions'));
  const others = methods.filter((method) => journalType(env, method) !== 'cash');
  const free = methods.find(
    (method) => journalType(env, method) === 'cash' && configsWith(env, num(method, 'id')).length === 0,
  );
  return [...others, ...(free ? [free] : [])].map((method) => num(method, 'id'));
}

export const configsWith = (env: Env, method: number): number[] =>
  env.search('pos.config', [['payment_method_ids', 'in', [method]]]);

function fillConfig(env: Env, vals: Vals, major: Major): Vals {
  const warehouse = env.find(
    'stock.warehouse',
    Number(vals['warehouse_id'] || 0) || Number(firstOf(env, 'stock.warehouse', [])),
  );
  const sequence = (what: string, padding: number): number =>
    env.create('ir.sequence', { name: `${what} ${asText(vals['name'])}`, padding, company_id: env.companyId() });
  return {
    picking_type_id: num(warehouse, 'pos_type_id') || false,
    ...(major === 19
      ? {
          order_seq_id: sequence('POS order from config', 6),
          order_backend_seq_id: sequence('POS order backend from config', 6),
          order_line_seq_id: sequence('POS order line from config', 6),
        }
      : { sequence_id: sequence('POS Order', 4), sequence_line_id: sequence('POS order line', 4) }),
    ...vals,
  };
}

const refuseSharedCash = (env: Env, id: number): void => {
  for (const method of methodsOf(env, env.get('pos.config', id))) {
    if (journalType(env, method) !== 'cash') continue;
    if (configsWith(env, num(method, 'id')).some((other) => other !== id)) {
      throw validationError(
        'This cash payment method is already used in another Point of Sale.\nA new cash payment method should be created for this Point of Sale.',
      );
    }
    if (env.table('pos.payment.method').count('journal_id', num(method, 'journal_id')) > 1)
      throw validationError('You cannot use the same journal on multiples cash payment methods.');
  }
};

/** Labels of what an open session holds fast. */
const HELD: Readonly<Record<string, string>> = {
  payment_method_ids: 'Payment Methods',
  available_pricelist_ids: 'Available Pricelists',
  use_pricelist: 'Use a pricelist.',
  limit_categories: 'Restrict Categories',
};

function refuseWhileOpen(env: Env, ids: readonly number[], vals: Vals): Vals {
  const held: Readonly<Record<string, string>> = env.major === 19 ? { ...HELD, active: 'Active' } : HELD;
  const labels = Object.keys(vals).flatMap((name) => held[name] ?? []);
  if (labels.length > 0 && env.rows('pos.config', ids).some((config) => openSessions(env, config).length > 0)) {
    throw userError(
      `Unable to modify this PoS Configuration because you can't modify ${labels.join(', ')} while a session is open.`,
    );
  }
  return vals;
}

/** Opens a session if there is none, and answers the address of the till. */
function openUi({ env, ids }: Call, major: Major): unknown {
  const [id = 0] = ids;
  const config = env.get('pos.config', id);
  if (!currentSession(env, config)) {
    if (methodsOf(env, config).length === 0)
      throw validationError('You must have at least one payment method configured to launch a session.');
    env.create('pos.session', { config_id: id, user_id: env.uid });
  }
  const url = { 17: `?config_id=${id}`, 18: `?config_id=${id}&from_backend=True`, 19: `/${id}?from_backend=True` }[
    major
  ];
  return { type: 'ir.actions.act_url', url: `/pos/ui${url}`, target: 'self' };
}
