import { z } from 'zod';
import type { Env } from '../env.ts';
import type { Row, Value, Vals } from '../values.ts';

const count = z.int().min(0).max(500_000).optional();

/** How many records to add. `quants`: of all products, in locations made for them; `pickings`: each with a move and a line, in every state in turn. */
export const fillSchema = z.strictObject({
  products: count,
  lots: count,
  packages: count,
  quants: count,
  pickings: count,
});
export type Fill = z.output<typeof fillSchema>;

/** Ids of what was added. */
export interface Filled {
  readonly products: readonly number[];
  readonly locations: readonly number[];
  readonly quants: readonly number[];
  readonly pickings: readonly number[];
}

const states = ['draft', 'confirmed', 'assigned', 'assigned', 'done', 'done', 'cancel'] as const;
/** Products that are used where none were added. */
const most = 1_000;

/**
 * Adds records without any of Odoo's own work, each like one that was made properly: seconds for some hundred thousand. The quants are true to no movement. What is
 * left out is not added; quants and transfers take the products that are there, at least one.
 */
export const fillStock = (env: Env, wanted: Fill): Filled => {
  const stock = env.ref('stock.warehouse', 1, 'lot_stock_id');
  const products = [...copies(env, 'product.product', sampleProduct(env), wanted.products ?? 0, ownTemplate(env))];
  const goods = products.length > 0 ? products : env.search('product.product', [], { order: 'id', limit: most });
  const product = (index: number): number => goods[index % goods.length] ?? 1;
  copies(env, 'stock.lot', sampleLot(env, product(0)), wanted.lots ?? 0, (id, index) => ({
    ...{ name: `LOT-${id}`, product_id: product(index) },
  }));
  const packageModel = env.major === 19 ? 'stock.package' : 'stock.quant.package';
  const samplePackage = (): number => env.create(packageModel, {});
  copies(env, packageModel, samplePackage, wanted.packages ?? 0, (id) => ({ name: `PACK${id}` }));

  const shelves = Math.ceil((wanted.quants ?? 0) / goods.length);
  const locations = Array.from({ length: shelves }, (_, index) =>
    env.create('stock.location', { name: `Shelf ${index + 1}`, location_id: stock }),
  );
  const sampleQuant = (): number => env.create('stock.quant', { product_id: product(0), location_id: stock });
  const quants = copies(env, 'stock.quant', sampleQuant, wanted.quants ?? 0, (_, index) => ({
    product_id: product(index),
    location_id: locations[Math.floor(index / goods.length)] ?? stock,
    quantity: (index % 900) + 0.5 * (index % 2),
    reserved_quantity: index % 5,
  }));
  return { products, locations, quants, pickings: fillTransfers(env, wanted.pickings ?? 0, product) };
};

/** Rows like the sample, the sample first. */
const copies = (
  env: Env,
  model: string,
  sample: () => number,
  count: number,
  valuesOf: (id: number, index: number) => Readonly<Record<string, Value>>,
): readonly number[] => {
  if (count === 0) return [];
  const table = env.table(model);
  const first = sample();
  const row: Row = env.get(model, first);
  return Array.from({ length: count }, (_, index) => {
    const id = index === 0 ? first : table.nextId++;
    env.session.transaction.put(table, id, { ...row, id, ...valuesOf(id, index) });
    return id;
  });
};

const storable = (env: Env): Vals => (env.major === 17 ? { type: 'product' } : { type: 'consu', is_storable: true });

const sampleProduct = (env: Env) => (): number =>
  env.create('product.product', { name: 'Filling', list_price: 10, weight: 0.5, ...storable(env) });

/** Each product has a template of its own. */
const ownTemplate =
  (env: Env) =>
  (id: number, index: number): Readonly<Record<string, Value>> => {
    const table = env.table('product.template');
    const own = env.ref('product.product', id - index, 'product_tmpl_id');
    const template = index === 0 ? own : table.nextId++;
    const values = { id: template, name: `Filling ${id}`, default_code: `FILL-${id}`, list_price: (index % 500) + 0.5 };
    env.session.transaction.put(table, template, { ...env.get('product.template', own), ...values });
    return { product_tmpl_id: template, default_code: `FILL-${id}` };
  };

const sampleLot = (env: Env, product: number) => (): number =>
  env.create('stock.lot', { name: `Sample ${env.table('stock.lot').nextId}`, product_id: product, company_id: 1 });

const fillTransfers = (env: Env, count: number, product: (index: number) => number): readonly number[] => {
  if (count === 0) return [];
  const samplePicking = (): number =>
    env.create('stock.picking', { picking_type_id: env.ref('stock.warehouse', 1, 'out_type_id') });
  const [partner] = env.search('res.partner', [['country_id.code', '=', 'DE']], { order: 'id', limit: 1 });
  const pickings = copies(env, 'stock.picking', samplePicking, count, (id, index) => {
    const state = stateOf(index);
    return {
      ...{ name: `WH/FILL/${id}`, state, partner_id: partner ?? false, origin: `FILL-${index}` },
      date_done: state === 'done' ? env.now : false,
    };
  });
  const [first = 0] = pickings;
  const sampleMove = (): number =>
    env.create('stock.move', {
      ...(env.major < 19 && { name: 'Filling' }),
      ...{ picking_id: first, product_id: product(0), product_uom_qty: 3 },
    });
  const moves = copies(env, 'stock.move', sampleMove, count, (_, index) => ({
    ...{ picking_id: pickings[index] ?? false, product_id: product(index), state: stateOf(index), quantity: 3 },
  }));
  const sampleLine = (): number => env.create('stock.move.line', { move_id: moves[0] ?? 0, picking_id: first });
  copies(env, 'stock.move.line', sampleLine, count, (_, index) => ({
    ...{ move_id: moves[index] ?? false, picking_id: pickings[index] ?? false, product_id: product(index) },
    ...{ quantity: 3, picked: stateOf(index) === 'done', state: stateOf(index) },
  }));
  // The samples were made as drafts that hold what comes after them.
  env.overwrite('stock.picking', first, { state: stateOf(0) });
  return pickings;
};

const stateOf = (index: number): string => states[index % states.length] ?? 'draft';
