import type { Env } from '../env.ts';
import { num, text } from '../values.ts';
import { seedCourier } from './courier.ts';
import { seedTills } from './point-of-sale.ts';

/** A demo product as tests and other simulators refer to it. */
export interface DemoProduct {
  readonly id: number;
  readonly templateId: number;
  readonly code: string;
  readonly name: string;
  readonly price: number;
  readonly stock: number;
}

export interface SeedOptions {
  /** API keys (40 hex characters) by login. */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** Counts the twelve products to this number, also where they are already there (default 10,000 when made). */
  readonly stock?: number;
}

export interface Seeded {
  /** Twelve counted products. */
  readonly products: readonly DemoProduct[];
  readonly lotProduct: DemoProduct;
  /** Stands in ShemaxGlobal, each piece under a serial number. */
  readonly serialProduct: DemoProduct;
  readonly service: DemoProduct;
  readonly users: Readonly<Record<string, number>>;
  readonly warehouse: number;
  readonly stockLocation: number;
  readonly customerLocation: number;
}

const GOODS: readonly (readonly [code: string, name: string, price: number, barcode: string])[] = [
  ['TEA-100', 'Black tea 100 bags', 95, '6221000000011'],
  ['SUG-1K', 'White sugar 1 kg', 34.5, '6221000000028'],
  ['RICE-5K', 'Egyptian rice 5 kg', 165, '6221000000035'],
  ['OIL-1L', 'Sunflower oil 1 l', 78.25, '6221000000042'],
  ['PASTA-400', 'Spaghetti 400 g', 14, '6221000000059'],
  ['TOM-300', 'Tomato paste 300 g', 22.75, '6221000000066'],
  ['TUNA-185', 'Tuna chunks 185 g', 62, '6221000000073'],
  ['MILK-1L', 'Full cream milk 1 l', 41, '6221000000080'],
  ['COFF-200', 'Ground coffee 200 g', 128, '6221000000097'],
  ['SOAP-4', 'Soap bar, pack of 4', 48, '6221000000103'],
  ['DET-4K', 'Washing powder 4 kg', 219.5, '6221000000110'],
  ['WATER-12', 'Mineral water 1.5 l, pack of 12', 84, '6221000000127'],
];

const SERIAL = 'SCALE-SN';

const createProduct = (
  env: Env,
  code: string,
  name: string,
  price: number,
  extra: Readonly<Record<string, unknown>>,
  isCounted: boolean,
): number => {
  const kind = isCounted ? (env.major === 17 ? { type: 'product' } : { type: 'consu', is_storable: true }) : {};
  const template = env.create('product.template', { name, default_code: code, list_price: price, ...kind, ...extra });
  return num(env.lookup('product.product', 'product_tmpl_id', template)[0], 'id');
};

/** Counts what is in stock, as an inventory does. */
const setStock = (env: Env, product: number, quantity: number, lot?: number, location = stockLocation(env)): void => {
  const known = env
    .lookup('stock.quant', 'product_id', product)
    .find((row) => num(row, 'location_id') === location && num(row, 'lot_id') === (lot ?? 0));
  const quant =
    num(known, 'id') || env.create('stock.quant', { product_id: product, location_id: location, lot_id: lot ?? false });
  env.with({ inventory_mode: true }).write('stock.quant', [quant], { inventory_quantity_auto_apply: quantity });
};

const productOf = (env: Env, code: string): number => num(env.lookup('product.product', 'default_code', code)[0], 'id');

const stockLocation = (env: Env): number => num(env.get('stock.warehouse', 1), 'lot_stock_id');

/** Goods with stock, a lot-tracked one, a service, tills and what they sell, and keys. Called again on the same data it only reports. */
export const seedDemo = (env: Env, options: SeedOptions): Seeded => {
  const stock = options.stock ?? 10_000;
  if (env.lookup('product.product', 'default_code', 'TEA-100').length === 0) {
    for (const [code, name, price, barcode] of GOODS)
      setStock(env, createProduct(env, code, name, price, { barcode }, true), stock);
    const lots = createProduct(env, 'OLIVE-LOT', 'Olive oil 500 ml (by lot)', 240, { tracking: 'lot' }, true);
    for (const lot of ['L2026-01', 'L2026-02'])
      setStock(env, lots, stock / 2, env.create('stock.lot', { name: lot, product_id: lots, company_id: 1 }));
    createProduct(env, 'DELIVERY', 'Delivery fee', 25, { type: 'service' }, false);
    seedTills(env);
    for (const code of ['MUG', 'SPOON', 'BREAD']) setStock(env, productOf(env, code), stock);
  } else if (options.stock !== undefined) {
    for (const [code] of GOODS) setStock(env, productOf(env, code), options.stock);
  }
  seedSerials(env);
  seedCourier(env, (product, quantity) => setStock(env, product, quantity));
  for (const [login, key] of Object.entries(options.apiKeys ?? {})) addKey(env, login, key);
  return report(env);
};

/** Twenty pieces of a product that is told apart by serial numbers, where the prep centre keeps them. */
const seedSerials = (env: Env): void => {
  if (env.lookup('product.product', 'default_code', SERIAL).length > 0) return;
  const product = createProduct(env, SERIAL, 'Kitchen scale (by serial number)', 850, { tracking: 'serial' }, true);
  const [shemax] = env.search('stock.location', [['name', '=', 'ShemaxGlobal']], { order: 'id', limit: 1 });
  for (let piece = 1; piece <= 20; piece += 1) {
    const name = `SCALE-${String(piece).padStart(4, '0')}`;
    const lot = env.create('stock.lot', { name, product_id: product, company_id: 1 });
    setStock(env, product, 1, lot, shemax);
  }
};

const addKey = (env: Env, login: string, key: string): void => {
  if (env.lookup('res.users.apikeys', 'key', key).length > 0) return;
  const [user] = env.lookup('res.users', 'login', login);
  if (user) env.create('res.users.apikeys', { name: 'Sandbox', user_id: num(user, 'id'), key });
};

const isInStock = (env: Env, location: number): boolean =>
  [location, num(env.find('stock.location', location), 'location_id')].includes(stockLocation(env));

const report = (env: Env): Seeded => {
  const product = (code: string): DemoProduct => {
    const [row] = env.lookup('product.product', 'default_code', code);
    const template = env.get('product.template', num(row, 'product_tmpl_id'));
    const quants = env
      .lookup('stock.quant', 'product_id', num(row, 'id'))
      .filter((quant) => isInStock(env, num(quant, 'location_id')));
    return {
      id: num(row, 'id'),
      templateId: num(template, 'id'),
      code,
      name: text(template, 'name'),
      price: num(template, 'list_price'),
      stock: quants.reduce((sum, quant) => sum + num(quant, 'quantity'), 0),
    };
  };
  const outgoing = env.get('stock.picking.type', num(env.get('stock.warehouse', 1), 'out_type_id'));
  return {
    products: GOODS.map(([code]) => product(code)),
    lotProduct: product('OLIVE-LOT'),
    serialProduct: product(SERIAL),
    service: product('DELIVERY'),
    users: Object.fromEntries([...env.table('res.users').entries()].map(([id, row]) => [text(row, 'login'), id])),
    warehouse: 1,
    stockLocation: stockLocation(env),
    customerLocation: num(outgoing, 'default_location_dest_id'),
  };
};
