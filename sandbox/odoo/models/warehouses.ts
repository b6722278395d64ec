import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { num, text } from '../values.ts';
import { PRODUCTS, STOCK_SETUP } from './groups.ts';
import { refuseReferred } from './referred.ts';

const USAGES = {
  supplier: 'Vendor Location',
  view: 'View',
  internal: 'Internal Location',
  customer: 'Customer Location',
  inventory: 'Inventory Loss',
  production: 'Production',
  transit: 'Transit Location',
};

export const warehouseModels = (major: Major): Model[] => [
  defineModel({
    name: 'stock.location',
    description: 'Inventory Locations',
    order: 'complete_name, id',
    recName: 'complete_name',
    access: STOCK_SETUP,
    fields: {
      name: f.char('Location Name', { required: true, index: true }),
      complete_name: f.char('Full Location Name', { readonly: true, index: true }),
      active: active(),
      usage: f.selection('Location Type', USAGES, { required: true, default: 'internal' }),
      location_id: f.many2one('Parent Location', 'stock.location', { index: true }),
      child_ids: f.one2many('Contains', 'stock.location', 'location_id'),
      barcode: f.char('Barcode', { index: true }),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
      warehouse_id: f.many2one('Warehouse', 'stock.warehouse', { readonly: true }),
      parent_path: f.char('Parent Path', { readonly: true, index: true }),
      scrap_location: major < 19 && f.boolean('Is a Scrap Location?'),
      return_location: major === 17 && f.boolean('Is a Return Location?'),
      comment: major < 19 && f.html('Additional Information'),
    },
    afterCreate: (env, id) => placeLocation(env, id),
    afterWrite: (env, ids, vals) => {
      for (const id of ids)
        if ('location_id' in vals) placeLocation(env, id);
        else nameLocation(env, id);
    },
    // From 19 on, those below stay, without a parent.
    beforeUnlink: (env, ids) => {
      refuseUsed(env, ids);
      if (major < 19)
        for (const id of ids) env.unlink('stock.location', env.table('stock.location').lookup('location_id', id));
    },
  }),
  defineModel({
    name: 'stock.warehouse',
    description: 'Warehouse',
    order: 'sequence, id',
    access: STOCK_SETUP,
    fields: {
      name: f.char('Warehouse', { required: true }),
      active: active(),
      code: f.char('Short Name', { required: true }),
      sequence: f.integer('Sequence', { default: 10 }),
      company_id: f.many2one('Company', 'res.company', { required: true, default: (env) => env.companyId() }),
      partner_id: f.many2one('Address', 'res.partner'),
      view_location_id: f.many2one('View Location', 'stock.location'),
      lot_stock_id: f.many2one('Location Stock', 'stock.location'),
      in_type_id: f.many2one('In Type', 'stock.picking.type'),
      out_type_id: f.many2one('Out Type', 'stock.picking.type'),
      int_type_id: f.many2one('Internal Type', 'stock.picking.type'),
      pos_type_id: f.many2one('Point of Sale Operation Type', 'stock.picking.type'),
      delivery_steps: f.selection('Outgoing Shipments', { ship_only: 'Deliver in 1 Step' }, { default: 'ship_only' }),
    },
    afterCreate: (env, id) => furnish(env, id),
  }),
  defineModel({
    name: 'stock.picking.type',
    description: 'Picking Type',
    order: 'sequence, id',
    access: STOCK_SETUP,
    displayName: (env, row) => {
      const warehouse = env.find('stock.warehouse', num(row, 'warehouse_id'));
      return warehouse ? `${text(warehouse, 'name')}: ${text(row, 'name')}` : text(row, 'name');
    },
    fields: {
      name: f.char('Operation Type', { required: true }),
      active: active(),
      sequence: f.integer('Sequence', { default: 10 }),
      code: f.selection(
        'Type of Operation',
        { incoming: 'Receipt', outgoing: 'Delivery', internal: 'Internal Transfer' },
        { required: true },
      ),
      sequence_code: f.char('Sequence Prefix', { required: true }),
      warehouse_id: f.many2one('Warehouse', 'stock.warehouse'),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
      default_location_src_id: f.many2one('Default Source Location', 'stock.location'),
      default_location_dest_id: f.many2one('Default Destination Location', 'stock.location'),
      create_backorder: f.selection(
        'Create Backorder',
        { ask: 'Ask', always: 'Always', never: 'Never' },
        { default: 'ask' },
      ),
      use_create_lots: f.boolean('Create New Lots/Serial Numbers', { default: true }),
      use_existing_lots: f.boolean('Use Existing Lots/Serial Numbers', { default: true }),
    },
  }),
  defineModel({
    name: major === 19 ? 'stock.package' : 'stock.quant.package',
    description: major === 19 ? 'Package' : 'Packages',
    order: 'name, id',
    access: PRODUCTS,
    fields: {
      name: f.char('Package Reference', { required: true, default: (env) => env.sequence('package', 'PACK') }),
      location_id: f.many2one('Location', 'stock.location', { readonly: true, forgets: true }),
      package_type_id: f.many2one('Package Type', 'stock.package.type', { forgets: true }),
      company_id: f.many2one('Company', 'res.company'),
      pack_date: f.date('Pack Date', { default: (env) => env.today }),
      parent_package_id: major === 19 && f.many2one('Container', 'stock.package', { forgets: true }),
      outermost_package_id:
        major === 19 && f.many2one('Outermost Container', 'stock.package', { compute: outermostPackage }),
      quant_ids: f.one2many('Bulk Content', 'stock.quant', 'package_id'),
      complete_name: major === 19 && f.char('Full Package Name', { related: 'name' }),
      package_use:
        major < 19 &&
        f.selection(
          'Package Use',
          { disposable: 'Disposable Box', reusable: 'Reusable Box' },
          { default: 'disposable' },
        ),
    },
    beforeUnlink: (env, ids) => {
      for (const [model, field] of [
        ['stock.quant', 'package_id'],
        ['stock.move.line', 'package_id'],
        ['stock.move.line', 'result_package_id'],
      ] as const)
        refuseReferred(env, model, [[field, 'in', ids]], field);
    },
  }),
  defineModel({
    name: 'stock.package.type',
    description: 'Stock package type',
    access: STOCK_SETUP,
    fields: { name: f.char('Package Type', { required: true }) },
  }),
  defineModel({
    name: 'crm.team',
    description: 'Sales Team',
    order: 'sequence, id',
    access: PRODUCTS,
    fields: {
      name: f.char('Sales Team', { required: true }),
      sequence: f.integer('Sequence', { default: 10 }),
      active: active(),
      company_id: f.many2one('Company', 'res.company'),
      user_id: f.many2one('Team Leader', 'res.users'),
    },
  }),
  defineModel({
    name: 'crm.tag',
    description: 'CRM Tag',
    access: PRODUCTS,
    fields: { name: f.char('Tag Name', { required: true }), color: f.integer('Color') },
  }),
];

/** `WH/Stock`: the names from the root down; a view location starts anew. */
const nameLocation = (env: Env, id: number): void => {
  const row = env.get('stock.location', id);
  const parent = env.find('stock.location', num(row, 'location_id'));
  const name =
    parent && text(row, 'usage') !== 'view'
      ? `${text(parent, 'complete_name')}/${text(row, 'name')}`
      : text(row, 'name');
  if (!env.patch('stock.location', id, { complete_name: name })) return;
  for (const child of env.lookup('stock.location', 'location_id', id)) nameLocation(env, num(child, 'id'));
};

/** Gives a location its place in the tree; what is below it moves along by SQL, without a new `write_date`. */
const placeLocation = (env: Env, id: number): void => {
  pathLocation(env, id);
  env.patch('stock.location', id, { warehouse_id: warehouseOf(env, env.get('stock.location', id)) });
  nameLocation(env, id);
};

/** Gives locations without a warehouse their places: one may have been put over them. */
export const placeLocations = (env: Env): void => {
  for (const [id, row] of [...env.table('stock.location').entries()])
    if (num(row, 'warehouse_id') === 0) placeLocation(env, id);
};

const pathLocation = (env: Env, id: number): void => {
  const parent = env.find('stock.location', env.ref('stock.location', id, 'location_id'));
  env.overwrite('stock.location', id, { parent_path: `${text(parent, 'parent_path')}${id}/` });
  for (const child of env.table('stock.location').lookup('location_id', id)) pathLocation(env, child);
};

/** The warehouse whose tree the location is in: worked out when it is put there, not when one above it moves. */
const warehouseOf = (env: Env, row: Row): number | false => {
  const path = text(row, 'parent_path').split('/').map(Number);
  for (const [id, warehouse] of env.table('stock.warehouse').entries())
    if (path.includes(num(warehouse, 'view_location_id'))) return id;
  return false;
};

const refuseUsed = (env: Env, ids: readonly number[]): void => {
  for (const [model, field] of [
    ['stock.quant', 'location_id'],
    ['stock.move.line', 'location_id'],
    ['stock.move.line', 'location_dest_id'],
  ] as const)
    refuseReferred(env, model, [[field, 'in', ids]], field);
};

function outermostPackage(env: Env, row: Row): number {
  const parent = env.find('stock.package', num(row, 'parent_package_id'));
  return parent ? outermostPackage(env, parent) : num(row, 'id');
}

/** A warehouse made by hand gets its locations and operation types; seeded ones bring theirs. */
const furnish = (env: Env, id: number): void => {
  const row = env.get('stock.warehouse', id);
  if (num(row, 'view_location_id') > 0) return;
  const code = text(row, 'code');
  const view = env.create('stock.location', { name: code, usage: 'view' });
  const stock = env.create('stock.location', { name: 'Stock', usage: 'internal', location_id: view });
  const [customers] = env.search('stock.location', [['usage', '=', 'customer']], { order: 'id', limit: 1 });
  const [vendors] = env.search('stock.location', [['usage', '=', 'supplier']], { order: 'id', limit: 1 });
  const type = (
    name: string,
    kind: string,
    sequence_code: string,
    from: number | undefined,
    to: number | undefined,
  ): number =>
    env.create('stock.picking.type', {
      name,
      code: kind,
      sequence_code,
      warehouse_id: id,
      default_location_src_id: from ?? false,
      default_location_dest_id: to ?? false,
    });
  env.patch('stock.warehouse', id, { view_location_id: view });
  for (const location of [view, stock]) env.patch('stock.location', location, { warehouse_id: id });
  env.patch('stock.warehouse', id, {
    lot_stock_id: stock,
    in_type_id: type('Receipts', 'incoming', 'IN', vendors, stock),
    out_type_id: type('Delivery Orders', 'outgoing', 'OUT', stock, customers),
    int_type_id: type('Internal Transfers', 'internal', 'INT', stock, stock),
    pos_type_id: type('PoS Orders', 'outgoing', 'POS', stock, customers),
  });
};
