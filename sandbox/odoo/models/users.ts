import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import { num } from '../values.ts';
import { READ_FOR_ALL } from './groups.ts';

export const userModels = (major: Major): Model[] => [
  defineModel({
    name: 'res.users',
    description: 'User',
    access: READ_FOR_ALL,
    order: 'login, id',
    inherits: { model: 'res.partner', field: 'partner_id' },
    displayName: (env, row) => env.displayName('res.partner', env.get('res.partner', num(row, 'partner_id'))),
    uniques: [{ fields: ['login'], message: () => 'You can not have two users with the same login!' }],
    fields: {
      login: f.char('Login', { required: true, index: true }),
      password: f.char('Password', { secret: true }),
      partner_id: f.many2one('Related Partner', 'res.partner', { required: true }),
      active: active(),
      company_id: f.many2one('Company', 'res.company', { required: true, default: (env) => env.companyId() }),
      company_ids: f.many2many('Companies', 'res.company', { default: (env) => [env.companyId()] }),
      groups_id: major < 19 && f.many2many('Groups', 'res.groups', { default: internalUser }),
      group_ids: major === 19 && f.many2many('Groups', 'res.groups', { default: internalUser }),
      notification_type: f.selection(
        'Notification',
        { email: 'Handle by Emails', inbox: 'Handle in Odoo' },
        { default: 'email' },
      ),
      share: f.boolean('Share User'),
      tz: f.char('Timezone', { default: 'Africa/Cairo' }),
      lang: f.char('Language', { default: 'en_US' }),
    },
  }),
  defineModel({
    name: 'res.users.apikeys',
    description: 'Users API Keys',
    fields: {
      name: f.char('Description', { required: true }),
      user_id: f.many2one('User', 'res.users', { required: true }),
      key: f.char('Key', { required: true, index: true, secret: true }),
      expiration_date: major > 17 && f.datetime('Expiration Date'),
    },
  }),
  defineModel({
    name: 'res.groups',
    description: 'Access Groups',
    order: 'name, id',
    fields: {
      name: f.char('Name', { required: true }),
      full_name: f.char('Group Name'),
      technical_name: f.char('Technical Name', { secret: true, index: true }),
      sequence: f.integer('Sequence', { secret: true }),
    },
  }),
  defineModel({
    name: 'res.company',
    description: 'Companies',
    access: READ_FOR_ALL,
    order: 'sequence, name',
    fields: {
      name: f.char('Company Name', { required: true }),
      sequence: f.integer('Sequence', { default: 10 }),
      active: active(),
      partner_id: f.many2one('Partner', 'res.partner', { required: true, index: true }),
      currency_id: f.many2one('Currency', 'res.currency', { required: true }),
      country_id: f.many2one('Country', 'res.country', { related: 'partner_id.country_id' }),
      email: f.char('Email', { related: 'partner_id.email' }),
      phone: f.char('Phone', { related: 'partner_id.phone' }),
      street: f.char('Street', { related: 'partner_id.street' }),
      city: f.char('City', { related: 'partner_id.city' }),
      vat: f.char('Tax ID', { related: 'partner_id.vat' }),
      account_sale_tax_id: f.many2one('Default Sale Tax', 'account.tax'),
      tax_calculation_rounding_method: f.selection(
        'Tax Calculation Rounding Method',
        { round_per_line: 'Round per Line', round_globally: 'Round Globally' },
        { default: major === 19 ? 'round_globally' : 'round_per_line' },
      ),
      account_price_include:
        major > 17 &&
        f.selection(
          'Default Sales Price Include',
          { tax_included: 'Tax Included', tax_excluded: 'Tax Excluded' },
          { required: true, default: 'tax_excluded' },
        ),
      point_of_sale_update_stock_quantities: f.selection(
        'Update quantities in stock',
        { closing: 'At the session closing (faster)', real: 'In real time (accurate but slower)' },
        { default: major === 17 ? 'closing' : 'real' },
      ),
      account_default_pos_receivable_account_id: f.many2one('Default PoS Receivable Account', 'account.account'),
    },
  }),
  defineModel({
    name: 'res.lang',
    description: 'Languages',
    access: READ_FOR_ALL,
    fields: {
      name: f.char('Name', { required: true }),
      code: f.char('Locale Code', { required: true, index: true }),
      iso_code: f.char('ISO code'),
      active: active(),
    },
  }),
];

const internalUser = (env: Env): number[] =>
  env.lookup('res.groups', 'technical_name', 'base.group_user').map((row) => num(row, 'id'));
