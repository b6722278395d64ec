import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { num, text } from '../values.ts';
import { OPEN, PARTNERS, READ_FOR_ALL } from './groups.ts';

export const partnerModels = (major: Major): Model[] => [
  defineModel({
    name: 'res.partner',
    description: 'Contact',
    order: 'complete_name, id',
    recName: 'complete_name',
    access: PARTNERS,
    thread: true,
    fields: {
      name: f.char('Name', { index: true }),
      complete_name: f.char('Complete Name', { readonly: true, index: true }),
      ref: f.char('Reference', { index: true }),
      active: active(),
      email: f.char('Email', { index: true }),
      phone: f.char('Phone', { index: true }),
      mobile: major < 19 && f.char('Mobile', { index: true }),
      street: f.char('Street'),
      street2: f.char('Street2'),
      city: f.char('City'),
      zip: f.char('Zip'),
      state_id: f.many2one('State', 'res.country.state'),
      country_id: f.many2one('Country', 'res.country'),
      vat: f.char('Tax ID', { index: true }),
      website: f.char('Website Link'),
      function: f.char('Job Position'),
      comment: f.html('Notes'),
      is_company: f.boolean('Is a Company'),
      company_type: f.selection(
        'Company Type',
        { person: 'Individual', company: 'Company' },
        {
          compute: (_env, row) => (row['is_company'] === true ? 'company' : 'person'),
          take: (env, id, value) => env.write('res.partner', [id], { is_company: value === 'company' }),
        },
      ),
      type: f.selection(
        'Address Type',
        { contact: 'Contact', invoice: 'Invoice Address', delivery: 'Delivery Address', other: 'Other Address' },
        { default: 'contact' },
      ),
      parent_id: f.many2one('Related Company', 'res.partner'),
      child_ids: f.one2many('Contact', 'res.partner', 'parent_id'),
      commercial_partner_id: f.many2one('Commercial Entity', 'res.partner', {
        compute: (env, row) =>
          num(row, 'parent_id') > 0 && row['is_company'] !== true
            ? commercialOf(env.find('res.partner', num(row, 'parent_id')))
            : num(row, 'id'),
      }),
      commercial_company_name: f.char('Company Name Entity', { compute: companyNameOf }),
      company_name: f.char('Company Name'),
      property_stock_customer: f.many2one('Customer Location', 'stock.location', {
        compute: (env) =>
          env.search('stock.location', [['usage', '=', 'customer']], { order: 'id', limit: 1 })[0] ?? false,
      }),
      company_id: f.many2one('Company', 'res.company'),
      user_id: f.many2one('Salesperson', 'res.users'),
      team_id: f.many2one('Sales Team', 'crm.team'),
      category_id: f.many2many('Tags', 'res.partner.category'),
      title: major < 19 && f.char('Title'),
      color: f.integer('Color Index'),
      lang: f.char('Language', { default: 'en_US' }),
      tz: f.char('Timezone'),
      customer_rank: f.integer('Customer Rank'),
      supplier_rank: f.integer('Supplier Rank'),
      barcode: f.char('Barcode'),
      property_product_pricelist: f.many2one('Pricelist', 'product.pricelist'),
      sale_order_ids: f.one2many('Sales Order', 'sale.order', 'partner_id'),
    },
    afterCreate: (env, id) => rename(env, id),
    afterWrite: (env, ids, vals) => {
      if ('name' in vals || 'parent_id' in vals || 'is_company' in vals) for (const id of ids) rename(env, id);
    },
  }),
  defineModel({
    name: 'res.partner.category',
    description: 'Partner Tags',
    access: PARTNERS,
    order: 'name, id',
    fields: {
      name: f.char('Name', { required: true }),
      color: f.integer('Color'),
      parent_id: f.many2one('Category', 'res.partner.category'),
      active: active(),
    },
  }),
  defineModel({
    name: 'res.country',
    description: 'Country',
    access: READ_FOR_ALL,
    order: 'name, id',
    fields: {
      name: f.char('Country Name', { required: true }),
      code: f.char('Country Code', { index: true }),
      phone_code: f.integer('Country Calling Code'),
    },
  }),
  defineModel({
    name: 'res.country.state',
    description: 'Country state',
    access: READ_FOR_ALL,
    order: 'code, id',
    fields: {
      name: f.char('State Name', { required: true }),
      code: f.char('State Code'),
      country_id: f.many2one('Country', 'res.country', { required: true }),
    },
  }),
  defineModel({
    name: 'mail.followers',
    description: 'Document Followers',
    access: OPEN,
    fields: {
      res_model: f.char('Related Document Model Name', { required: true }),
      res_id: f.integer('Related Document ID'),
      partner_id: f.many2one('Related Partner', 'res.partner', { required: true }),
    },
    indexes: { document: (row) => `${text(row, 'res_model')},${num(row, 'res_id')}` },
  }),
];

const companyNameOf = (env: Env, row: Row): string | false => {
  const parent = env.find('res.partner', num(row, 'parent_id'));
  const company = row['is_company'] === true ? row : parent?.['is_company'] === true ? parent : undefined;
  return text(company, 'name') || text(row, 'company_name') || false;
};

const commercialOf = (parent: Row | undefined): number => num(parent, 'id');

/** `Company, Contact`, as partners are shown; children follow their parent's name. */
const rename = (env: Env, id: number): void => {
  const row = env.get('res.partner', id);
  const parent =
    num(row, 'parent_id') > 0 && row['is_company'] !== true
      ? env.find('res.partner', num(row, 'parent_id'))
      : undefined;
  const label = text(row, 'name');
  env.patch('res.partner', id, { complete_name: parent ? `${text(parent, 'name')}, ${label}` : label || false });
  for (const child of env.lookup('res.partner', 'parent_id', id)) rename(env, num(child, 'id'));
};
