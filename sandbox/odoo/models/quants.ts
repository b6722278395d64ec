import type { Env } from '../env.ts';
import { ConstraintError, userError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import { viewInventory } from './inventory-view.ts';
import { placePackage } from './package-places.ts';
import type { Row, Vals } from '../values.ts';
import { flag, num, round, text } from '../values.ts';
import { LOTS, STOCK } from './groups.ts';
import { threadFields } from './mail.ts';

const packageModel = (major: Major): string => (major === 19 ? 'stock.package' : 'stock.quant.package');

export const quantModels = (major: Major): Model[] => [
  defineModel({
    name: 'stock.lot',
    description: major === 17 ? 'Lot/Serial' : 'Lot/Serial',
    order: 'name, id',
    access: LOTS,
    thread: true,
    fields: {
      name: f.char('Lot/Serial Number', { required: true, index: true, default: (env) => env.sequence('lot', '00') }),
      ref: f.char('Internal Reference'),
      product_id: f.many2one('Product', 'product.product', { required: true, index: true }),
      company_id: f.many2one('Company', 'res.company', { required: major === 17 }),
      note: f.html('Description'),
      product_qty: f.float('On Hand Quantity', { compute: lotQuantity }),
      location_id: f.many2one('Location', 'stock.location', { compute: lotLocation }),
      ...threadFields('stock.lot'),
    },
    afterCreate: (env, id) => refuseTwin(env, id),
    afterWrite: (env, ids) => ids.forEach((id) => refuseTwin(env, id)),
  }),
  defineModel({
    name: 'stock.quant',
    description: 'Quants',
    access: STOCK,
    displayName: (env, row) =>
      [env.find('stock.location', num(row, 'location_id'))].map((location) => text(location, 'complete_name')).join(''),
    fields: {
      product_id: f.many2one('Product', 'product.product', { required: true, index: true }),
      product_tmpl_id: f.many2one('Product Template', 'product.template', { related: 'product_id.product_tmpl_id' }),
      product_uom_id: f.many2one('Unit of Measure', 'uom.uom', { related: 'product_id.uom_id' }),
      location_id: f.many2one('Location', 'stock.location', { required: true, index: true }),
      warehouse_id: f.many2one('Warehouse', 'stock.warehouse', { related: 'location_id.warehouse_id' }),
      lot_id: f.many2one('Lot/Serial Number', 'stock.lot', { index: true }),
      package_id: f.many2one('Package', packageModel(major), { index: true }),
      owner_id: f.many2one('Owner', 'res.partner', { forgets: true }),
      quantity: f.float('Quantity', { readonly: true }),
      reserved_quantity: f.float('Reserved Quantity', { readonly: true }),
      available_quantity: f.float('Available Quantity', {
        compute: (_env, row) => num(row, 'quantity') - num(row, 'reserved_quantity'),
      }),
      in_date: f.datetime('Incoming Date', { default: (env) => env.now }),
      company_id: f.many2one('Company', 'res.company', { related: 'location_id.company_id' }),
      inventory_quantity: f.float('Counted Quantity'),
      inventory_quantity_set: f.boolean('Inventory Quantity Set'),
      inventory_diff_quantity: f.float('Difference', {
        compute: (_env, row) =>
          flag(row, 'inventory_quantity_set') ? num(row, 'inventory_quantity') - num(row, 'quantity') : 0,
      }),
      inventory_quantity_auto_apply: f.float('Inventoried Quantity', {
        compute: (_env, row) => num(row, 'quantity'),
        take: applyCount,
      }),
    },
    afterCreate: (env, id) => placePackage(env, env.ref('stock.quant', id, 'package_id')),
    afterUnlink: (env, rows) => {
      for (const row of rows) placePackage(env, num(row, 'package_id'));
    },
    beforeWrite: (_env, _ids, vals) =>
      'inventory_quantity' in vals ? { inventory_quantity_set: true, ...vals } : vals,
    methods: {
      create: { on: 'model', params: ['vals_list'], needs: 'create', run: createQuants },
      action_view_inventory: { on: 'model', params: [], needs: 'read', run: ({ env }) => viewInventory(env) },
      action_apply_inventory: { on: 'record', params: [], needs: 'write', run: (call) => applyInventory(call, major) },
    },
  }),
];

/** `company` included, as the message of the version says. */
const refuseTwin = (env: Env, id: number): void => {
  const row = env.get('stock.lot', id);
  const name = text(row, 'name');
  const twins = env
    .lookup('stock.lot', 'name', name)
    .filter((other) => other['product_id'] === row['product_id'] && other['company_id'] === row['company_id']);
  if (twins.length < 2) return;
  const product = env.displayName('product.product', env.get('product.product', num(row, 'product_id')));
  throw validationError(
    env.major === 17
      ? `The combination of serial number and product must be unique across a company.\nFollowing combination contains duplicates:\n - Product: ${product}, Serial Number: ${name}`
      : `The combination of lot/serial number and product must be unique within a company including when no company is defined.\nThe following combinations contain duplicates:\n - Product: ${product}, Lot/Serial Number: ${name}`,
  );
};

const isInside = (env: Env, quant: Row): boolean =>
  ['internal', 'transit'].includes(text(env.find('stock.location', num(quant, 'location_id')), 'usage'));

function lotQuantity(env: Env, lot: Row): number {
  return env
    .lookup('stock.quant', 'lot_id', num(lot, 'id'))
    .reduce((sum, quant) => sum + (isInside(env, quant) ? num(quant, 'quantity') : 0), 0);
}

function lotLocation(env: Env, lot: Row): number | false {
  const places = env.lookup('stock.quant', 'lot_id', num(lot, 'id')).filter((quant) => num(quant, 'quantity') > 0);
  return places.length === 1 ? num(places[0], 'location_id') : false;
}

/** Where stock is: one product, place, lot, package and owner. */
export interface Spot {
  readonly product: number;
  readonly location: number;
  readonly lot: number;
  readonly package: number;
  readonly owner: number;
}

export const spotOf = (row: Row): Spot => ({
  product: num(row, 'product_id'),
  location: num(row, 'location_id'),
  lot: num(row, 'lot_id'),
  package: num(row, 'package_id'),
  owner: num(row, 'owner_id'),
});

const spotKey = (spot: Spot): string => Object.values(spot).join(',');

const quantsAt = (env: Env, spot: Spot): Row[] => {
  const wanted = spotKey(spot);
  return env.lookup('stock.quant', 'product_id', spot.product).filter((quant) => spotKey(spotOf(quant)) === wanted);
};

const newQuant = (env: Env, spot: Spot, values: Vals): number =>
  env.create('stock.quant', {
    product_id: spot.product,
    location_id: spot.location,
    lot_id: spot.lot || false,
    package_id: spot.package || false,
    owner_id: spot.owner || false,
    ...values,
  });

/** Adds to what is at a spot (may go below zero). */
export const addStock = (env: Env, spot: Spot, quantity: number): void => {
  const [quant] = quantsAt(env, spot);
  const total = round(num(quant, 'quantity') + quantity, 5);
  if (Math.abs(total) > 1 && spot.lot > 0) refuseSecondSerial(env, spot);
  if (quant) {
    env.patch('stock.quant', num(quant, 'id'), { quantity: total });
    placePackage(env, spot.package);
  } else newQuant(env, spot, { quantity });
};

const refuseSecondSerial = (env: Env, spot: Spot): void => {
  const product = env.get('product.product', spot.product);
  if (text(env.find('product.template', num(product, 'product_tmpl_id')), 'tracking') !== 'serial') return;
  if (text(env.find('stock.location', spot.location), 'usage') === 'inventory') return;
  throw validationError(
    `The serial number has already been assigned: \n Product: ${env.displayName('product.product', product)}, Serial Number: ${text(env.find('stock.lot', spot.lot), 'name')}`,
  );
};

/** Reserves (or, with a negative quantity, releases) stock at a spot, whether it is there or not. */
export const reserveStock = (env: Env, spot: Spot, quantity: number): void => {
  const quants = quantsAt(env, spot);
  const best =
    quantity >= 0 ? quants[0] : (quants.find((quant) => num(quant, 'reserved_quantity') >= -quantity) ?? quants[0]);
  if (best)
    env.patch('stock.quant', num(best, 'id'), {
      reserved_quantity: round(num(best, 'reserved_quantity') + quantity, 5),
    });
  else newQuant(env, spot, { quantity: 0, reserved_quantity: quantity });
};

/** Whether moves out of a location need no reservation. */
export const bypassesReservation = (env: Env, location: number): boolean =>
  ['supplier', 'customer', 'inventory', 'production'].includes(text(env.find('stock.location', location), 'usage'));

/**
 * `create` in inventory mode finds the quant that is there, counts it and answers its id; otherwise the row is made as
 * it is given, without a movement.
 */
function createQuants({ env, args }: Call): unknown {
  const given = args['vals_list'];
  const one = (vals: Vals): number => {
    const { inventory_quantity_auto_apply: count, inventory_quantity: counted, ...rest } = vals;
    if (env.context['inventory_mode'] !== true) return env.create('stock.quant', vals);
    if (count === undefined && counted === undefined)
      throw userError("Quant's creation is restricted, you can't do this operation.");
    const spot = {
      product: Number(vals['product_id'] ?? 0),
      location: Number(vals['location_id'] ?? 0),
      lot: Number(vals['lot_id'] || 0),
      package: Number(vals['package_id'] || 0),
      owner: Number(vals['owner_id'] || 0),
    };
    const id = num(quantsAt(env, spot)[0], 'id') || env.create('stock.quant', rest);
    env.write(
      'stock.quant',
      [id],
      count === undefined ? { inventory_quantity: counted } : { inventory_quantity_auto_apply: count },
    );
    return id;
  };
  return Array.isArray(given) ? given.map((vals: Vals) => one(vals)) : one(given as Vals);
}

/** Sets what is there to the counted number, with the movement that explains it; ignored outside inventory mode. */
function applyCount(env: Env, id: number, value: unknown): void {
  if (env.context['inventory_mode'] !== true) return;
  count(env, id, Number(value));
}

const count = (env: Env, id: number, counted: number): void => {
  const quant = env.get('stock.quant', id);
  const difference = round(counted - num(quant, 'quantity'), 5);
  env.patch('stock.quant', id, { inventory_quantity: 0, inventory_quantity_set: false });
  if (difference === 0) return;
  const [loss] = env.search('stock.location', [['usage', '=', 'inventory']], { order: 'id', limit: 1 });
  if (loss === undefined) throw new ConstraintError('no inventory loss location', 'no inventory loss location');
  const here = num(quant, 'location_id');
  const [from, to] = difference > 0 ? [loss, here] : [here, loss];
  const uom = num(
    env.find('product.template', env.ref('product.product', num(quant, 'product_id'), 'product_tmpl_id')),
    'uom_id',
  );
  const move = env.create('stock.move', {
    ...(env.major < 19 && { name: 'Product Quantity Updated' }),
    product_id: num(quant, 'product_id'),
    product_uom: uom,
    product_uom_qty: Math.abs(difference),
    location_id: from,
    location_dest_id: to,
    state: 'done',
    picked: true,
    is_inventory: true,
    reference: 'Product Quantity Updated',
  });
  env.create('stock.move.line', {
    move_id: move,
    product_id: num(quant, 'product_id'),
    product_uom_id: uom,
    location_id: from,
    location_dest_id: to,
    lot_id: quant['lot_id'],
    owner_id: quant['owner_id'],
    [difference > 0 ? 'result_package_id' : 'package_id']: quant['package_id'],
    quantity: Math.abs(difference),
    picked: true,
    state: 'done',
  });
  const spot = spotOf(quant);
  const packageAt = (location: number): number => (location === here ? spot.package : 0);
  addStock(env, { ...spot, location: from, package: packageAt(from) }, -Math.abs(difference));
  addStock(env, { ...spot, location: to, package: packageAt(to) }, Math.abs(difference));
};

/** Applying twice does nothing on 17 and 18; on 19 the counted number is 0 by then, and so is the stock. */
function applyInventory({ env, ids }: Call, major: Major): undefined {
  for (const row of env.rows('stock.quant', ids)) {
    if (major < 19 && !flag(row, 'inventory_quantity_set')) continue;
    count(env, num(row, 'id'), num(row, 'inventory_quantity'));
  }
}

export const lotTracking = (env: Env, productId: number): string =>
  text(env.find('product.template', env.ref('product.product', productId, 'product_tmpl_id')), 'tracking');
