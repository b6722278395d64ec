import type { Env } from '../env.ts';
import {
  groupsOfVersion,
  PARTNER_MANAGER,
  POS_MANAGER,
  POS_USER,
  SALES_MANAGER,
  SALESMAN,
  STOCK_MANAGER,
  STOCK_USER,
} from '../models/groups.ts';
import { makeNamed as make, name } from './named.ts';
import { seedPointOfSale } from './point-of-sale.ts';
import { seedWarehouse } from './warehouse.ts';

/** Settings of a fresh database. */
export interface BaseOptions {
  /** Currency of the company; the others are there too. */
  readonly currency: 'EGP' | 'EUR' | 'USD';
  readonly companyName: string;
}

const CURRENCIES = { EGP: ['Egyptian pound', 'LE'], EUR: ['Euro', '€'], USD: ['United States dollar', '$'] } as const;

/** What every Odoo database has before anybody works in it. */
export const seedBase = (env: Env, options: BaseOptions): void => {
  seedNames(env);
  for (const [code, [full, symbol]] of Object.entries(CURRENCIES))
    make(env, `base.${code}`, 'res.currency', { name: code, full_name: full, symbol });
  make(env, 'base.lang_en', 'res.lang', { name: 'English (US)', code: 'en_US', iso_code: 'en' });
  const egypt = make(env, 'base.eg', 'res.country', { name: 'Egypt', code: 'EG', phone_code: 20 });
  make(env, 'base.de', 'res.country', { name: 'Germany', code: 'DE', phone_code: 49 });
  make(env, 'base.gb', 'res.country', { name: 'United Kingdom', code: 'GB', phone_code: 44 });
  make(env, 'base.state_eg_c', 'res.country.state', { name: 'Cairo', code: 'C', country_id: egypt });
  const partner = make(env, 'base.main_partner', 'res.partner', {
    name: options.companyName,
    is_company: true,
    country_id: egypt,
    email: 'office@example.com',
  });
  make(env, 'base.main_company', 'res.company', {
    name: options.companyName,
    partner_id: partner,
    currency_id: env.xmlId(`base.${options.currency}`),
  });
  const tax = make(env, 'account.sale_tax', 'account.tax', { name: '14%', amount: 14 });
  env.patch('res.company', 1, { account_sale_tax_id: tax });
  seedGroupsAndUsers(env);
  seedMail(env);
  seedProductsSetup(env);
  seedWarehouse(env);
  make(env, 'sales_team.team_sales_department', 'crm.team', { name: 'Sales' });
  make(env, 'sales_team.salesteam_website_sales', 'crm.team', { name: 'Website' });
  make(env, 'product.list0', 'product.pricelist', { name: 'Default' });
  for (const module of [
    'base',
    'mail',
    'product',
    'account',
    'sale',
    'sale_management',
    'stock',
    'sale_stock',
    'crm',
    'base_automation',
    ...(env.major === 19 ? ['rpc'] : []),
  ]) {
    env.create('ir.module.module', {
      name: module,
      shortdesc: module,
      state: 'installed',
      latest_version: `${env.major}.0.1.0`,
    });
  }
  seedPointOfSale(env);
  seedCarriers(env);
  seedClerk(env);
};

/** Somebody who may log in, and look at little: neither transfers nor lots. */
export const seedClerk = (env: Env): void => {
  if (env.lookup('res.users', 'login', 'clerk').length > 0) return;
  env.create('res.users', { login: 'clerk', password: 'clerk', name: 'Clerk', email: 'clerk@example.com' });
};

/** The module of carriers is there from 18 on, until somebody switches it: most companies have it, and some do not. */
export const seedCarriers = (env: Env): void => {
  if (env.lookup('ir.module.module', 'name', 'stock_delivery').length > 0) return;
  const state = env.major === 17 ? 'uninstalled' : 'installed';
  env.create('ir.module.module', { name: 'stock_delivery', shortdesc: 'Delivery - Stock', state });
  seedNames(env);
};

const seedGroupsAndUsers = (env: Env): void => {
  const groupField = env.major === 19 ? 'group_ids' : 'groups_id';
  const groups = groupsOfVersion(env.major).map(({ technicalName, fullName }, sequence) =>
    make(env, technicalName, 'res.groups', {
      name: fullName.split('/').at(-1) ?? fullName,
      full_name: fullName,
      technical_name: technicalName,
      sequence,
    }),
  );
  const company = { company_id: 1, company_ids: [[6, 0, [1]]] };
  make(env, 'base.user_root', 'res.users', {
    login: '__system__',
    name: 'OdooBot',
    active: false,
    [groupField]: [[6, 0, groups]],
    ...company,
  });
  env.patch('res.partner', env.ref('res.users', 1, 'partner_id'), { active: false });
  make(env, 'base.user_admin', 'res.users', {
    login: 'admin',
    password: 'admin',
    name: 'Administrator',
    email: 'admin@example.com',
    [groupField]: [[6, 0, groups]],
    ...company,
  });
  const daily = [
    'base.group_user',
    SALES_MANAGER,
    SALESMAN,
    'sales_team.group_sale_salesman_all_leads',
    STOCK_MANAGER,
    STOCK_USER,
    PARTNER_MANAGER,
    POS_MANAGER,
    POS_USER,
  ];
  env.create('res.users', {
    login: 'conveyor',
    password: 'conveyor',
    name: 'Conveyor',
    email: 'conveyor@example.com',
    [groupField]: [[6, 0, daily.map((group) => env.xmlId(group))]],
    ...company,
  });
};

const seedMail = (env: Env): void => {
  make(env, 'mail.mt_comment', 'mail.message.subtype', { name: 'Discussions' });
  make(env, 'mail.mt_note', 'mail.message.subtype', { name: 'Note', internal: true });
  make(env, 'mail.mt_activities', 'mail.message.subtype', { name: 'Activities', internal: true });
  make(env, 'mail.mail_activity_data_email', 'mail.activity.type', { name: 'Email', sequence: 3 });
  make(env, 'mail.mail_activity_data_call', 'mail.activity.type', { name: 'Call', sequence: 6 });
  make(env, 'mail.mail_activity_data_meeting', 'mail.activity.type', { name: 'Meeting', sequence: 9 });
  make(env, 'mail.mail_activity_data_todo', 'mail.activity.type', { name: 'To-Do', sequence: 12 });
  make(env, 'mail.mail_activity_data_warning', 'mail.activity.type', { name: 'Exception', sequence: 99 });
};

const seedProductsSetup = (env: Env): void => {
  if (env.major < 19) make(env, 'uom.product_uom_categ_unit', 'uom.category', { name: 'Unit' });
  const category = env.major < 19 ? { category_id: 1 } : {};
  const unit = make(env, 'uom.product_uom_unit', 'uom.uom', { name: 'Units', ...category });
  if (env.major === 19) {
    const pack = { name: 'Pack of 6', relative_factor: 6, relative_uom_id: unit, factor: 6 };
    make(env, 'uom.product_uom_pack_6', 'uom.uom', pack);
  } else {
    const dozens = { name: 'Dozens', uom_type: 'bigger', ratio: 12, factor: 1 / 12, ...category };
    make(env, 'uom.product_uom_dozen', 'uom.uom', dozens);
  }
  const all = make(env, 'product.product_category_all', 'product.category', {
    name: env.major === 19 ? 'Goods' : 'All',
  });
  make(env, 'product.product_category_services', 'product.category', {
    name: 'Services',
    ...(env.major < 19 && { parent_id: all }),
  });
};

const MODULES: Readonly<Record<string, string>> = {
  'base.automation': 'base_automation',
  'crm.team': 'sales_team',
  'crm.tag': 'sales_team',
};

/** `sale.model_sale_order`: each model has an external id in the module it comes from. */
const nameModel = (env: Env, model: string, id: number): number => {
  const first = model.split('.')[0] ?? '';
  const module = MODULES[model] ?? (first === 'res' || first === 'ir' ? 'base' : first);
  return name(env, `${module}.model_${model.replaceAll('.', '_')}`, 'ir.model', id);
};

/** The models and fields as records: what rules, activities and added fields refer to. Adds what is missing. */
export const seedNames = (env: Env): void => {
  for (const model of env.session.registry.models.values()) {
    const id =
      env.modelId(model.name) ||
      nameModel(env, model.name, env.create('ir.model', { name: model.description, model: model.name }));
    for (const [field, definition] of model.fields) {
      if (
        definition.secret === true ||
        env.table('ir.model.fields').lookup('model_and_name', `${model.name}.${field}`).length > 0
      )
        continue;
      env.create('ir.model.fields', {
        name: field,
        model: model.name,
        model_id: id,
        field_description: definition.string,
        ttype: definition.type,
        relation: definition.relation ?? false,
        state: 'base',
        store: definition.compute === undefined,
      });
    }
  }
};
