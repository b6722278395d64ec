import type { Env } from '../env.ts';
import { confirmPicking } from '../models/picking-steps.ts';
import { num } from '../values.ts';

/** What is wanted of each product, as `code: pieces`. */
interface Wish {
  readonly origin: string;
  readonly goods: Readonly<Record<string, number>>;
}

const goods = [
  { code: 'CARAFE', name: 'Glass carafe 1 l', price: 310, weight: 0.85 },
  { code: 'TRAY', name: 'Copper tray 40 cm', price: 1150, weight: 1.4 },
] as const;

const wishes: readonly Wish[] = [
  { origin: 'Morgenrot, first order', goods: { CARAFE: 6, TRAY: 2 } },
  { origin: 'Morgenrot, second order', goods: { CARAFE: 12 } },
];

/** Goods with weights, and transfers of them that wait for a courier in Germany. Made once. */
export const seedCourier = (env: Env, setStock: (product: number, quantity: number) => void): void => {
  if (env.lookup('product.product', 'default_code', 'CARAFE').length > 0) return;
  const storable = env.major === 17 ? { type: 'product' } : { type: 'consu', is_storable: true };
  const products = new Map<string, number>();
  for (const { code, name, price, weight } of goods) {
    const template = env.create('product.template', {
      ...{ name, default_code: code, list_price: price, weight },
      ...storable,
    });
    const product = num(env.lookup('product.product', 'product_tmpl_id', template)[0], 'id');
    products.set(code, product);
    setStock(product, 500);
  }
  const contact = customer(env);
  for (const wish of wishes) transfer(env, contact, products, wish);
};

const customer = (env: Env): number => {
  const address = {
    ...{ street: 'Oranienburger Straße 27', zip: '10117', city: 'Berlin', country_id: env.xmlId('base.de') },
    ...{ phone: '+49 30 5550142', email: 'kueche@morgenrot.example' },
  };
  const company = env.create('res.partner', { name: 'Café Morgenrot GmbH', is_company: true, ...address });
  return env.create('res.partner', { name: 'Lena Vogt', parent_id: company, type: 'delivery', ...address });
};

const transfer = (env: Env, partner: number, products: ReadonlyMap<string, number>, wish: Wish): void => {
  const picking = env.create('stock.picking', {
    picking_type_id: env.ref('stock.warehouse', 1, 'out_type_id'),
    partner_id: partner,
    origin: wish.origin,
    user_id: 2,
    note: '<p>Ring at the back door.</p>',
  });
  for (const [code, quantity] of Object.entries(wish.goods)) {
    const product = products.get(code);
    env.create('stock.move', {
      ...(env.major < 19 && { name: code }),
      ...{ picking_id: picking, product_id: product, product_uom_qty: quantity },
    });
  }
  confirmPicking(env, picking);
};
