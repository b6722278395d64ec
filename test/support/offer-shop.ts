import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { z } from 'zod';
import type { OfferChange } from '../../sandbox/cartona/product-model.ts';
import { mapListings } from '../../src/store/listings.ts';
import { countOffers } from '../../src/store/offers/counts.ts';
import type { Service } from './service.ts';
import type { Shop } from './shop.ts';
import { waitFor } from './wait.ts';

/** Goods of a test at both ends: products in Odoo, listings at the marketplace, and the rows that say which is which. */
export interface ListedGoods {
  readonly externalId: string;
  readonly productId: number;
  readonly templateId: number;
}

/** What the marketplace was told of a listing, one after the other. */
export interface ToldOffer {
  readonly at: Date;
  readonly price: number | undefined;
  readonly stock: number | undefined;
}

const ids = z.array(z.int());
const created = z.union([ids, z.int().transform((id) => [id])]);
const products = z.array(
  z.object({
    id: z.int(),
    product_tmpl_id: z.union([z.int(), z.tuple([z.int(), z.string()]).transform(([id]) => id)]),
  }),
);
let made = 0;

/** Makes so many stored products at a price of 10 with so much in stock and lists them; they are settled when this returns. */
export const listGoods = async (
  service: Service,
  count: number,
  {
    shop = service.shop,
    stock = 0,
    factor = '1',
    stored = { type: 'consu', is_storable: true },
  }: {
    shop?: Shop;
    stock?: number;
    factor?: string;
    /** What makes a product a stored one, as 18 and 19 have it. */
    stored?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<readonly ListedGoods[]> => {
  const { odoo } = service;
  const templates = created.parse(
    await odoo.call('product.template', 'create', [
      Array.from({ length: count }, (_, index) => ({ name: `Goods ${made + index}`, list_price: 10, ...stored })),
    ]),
  );
  const found = products.parse(
    await odoo.call('product.product', 'search_read', [[['product_tmpl_id', 'in', templates]], ['product_tmpl_id']], {
      load: '',
    }),
  );
  if (stock > 0) {
    const location = odoo.seeded.stockLocation;
    await odoo.call(
      'stock.quant',
      'create',
      [found.map(({ id }) => ({ product_id: id, location_id: location, inventory_quantity_auto_apply: stock }))],
      { context: { inventory_mode: true } },
    );
  }
  const goods = found.map(({ id, product_tmpl_id: templateId }) => ({
    externalId: String(500_000 + (made += 1)),
    productId: id,
    templateId,
  }));
  shop.cartona.putProducts(
    goods.map(({ externalId, productId }) => ({
      supplier_product_id: externalId,
      internal_product_id: String(productId),
      selling_price: 9,
      available_stock_quantity: 1,
    })),
  );
  // Seen by the watch before anybody asks for their offers: making them is no change.
  await seen(service);
  await mapListings(
    service.store.db,
    shop.id,
    goods.map(({ externalId, productId }) => ({ externalId, productId, enabled: true, factor })),
  );
  return goods;
};

/** Until the watch has looked at all that was done until now. */
export const seen = async (service: Service): Promise<void> => {
  const marker = await service.odoo.create('product.template', { name: 'A marker', list_price: 1 });
  const [product] = service.odoo.door.search('product.product', [['product_tmpl_id', '=', marker]]);
  await waitFor(
    'a look of the watch',
    () =>
      service.store.db
        .selectFrom('watch_seen')
        .select('record_id')
        .where('model', '=', 'product.product')
        .where('record_id', '=', product ?? 0)
        .executeTakeFirst(),
    (row) => row !== undefined,
  );
};

/** Until the watch has looked since the offers of a shop were enabled: what changes from now on is news to it. */
export const untilWatched = async (service: Service, shop: Shop): Promise<void> => {
  await waitFor(
    `offers of ${shop.id} watched`,
    () =>
      service.store.db.selectFrom('offer_runs').select('watched').where('connection', '=', shop.id).executeTakeFirst(),
    (row) => row?.watched === true,
    { withinMs: 30_000 },
  );
};

/** What the marketplace was told of a listing. */
export const toldOf = (shop: Shop, externalId: string): readonly ToldOffer[] =>
  (shop.cartona.products().find(({ product }) => product.supplier_product_id === externalId)?.history ?? []).map(
    toTold,
  );

const toTold = (change: OfferChange): ToldOffer => ({
  at: new Date(change.at),
  price: change.selling_price,
  stock: change.available_stock_quantity,
});

/** Until the marketplace was last told this of a listing. */
export const untilTold = (
  shop: Shop,
  externalId: string,
  offer: { price?: number; stock?: number },
): Promise<ToldOffer> =>
  waitFor(
    `listing ${externalId} told ${JSON.stringify(offer)}`,
    () => toldOf(shop, externalId),
    (told) => {
      const last = told.at(-1);
      return (
        last !== undefined &&
        (offer.price === undefined || last.price === offer.price) &&
        (offer.stock === undefined || last.stock === offer.stock)
      );
    },
  ).then((told) => {
    const last = told.at(-1);
    if (last === undefined) throw new Error('told nothing');
    return last;
  });

/** Until nothing waits to be pushed any more, and no run is under way. */
export const untilOffersRest = async (
  service: Service,
  shop: Shop = service.shop,
  withinMs = 30_000,
): Promise<void> => {
  await waitFor(
    `nothing pending at ${shop.id}`,
    () => countOffers(service.store.db, shop.id),
    ({ pending }) => pending === 0,
    { withinMs },
  );
  await waitFor(
    'the end of the run',
    () => runOf(service, shop),
    (run) => run?.status.name !== 'RUNNING',
    { withinMs, describe: (run) => (run === undefined ? 'no run' : 'a run under way') },
  );
};

/** The newest run that pushes the offers of a shop. */
export const runOf = async (service: Service, shop: Shop): Promise<WorkflowExecutionDescription | undefined> => {
  try {
    return await service.client.workflow.getHandle(`offers:${shop.id}`).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
};

/** Writes the same to many products in one transaction of Odoo. */
export const changeProducts = async (
  service: Service,
  goods: readonly ListedGoods[],
  values: Readonly<Record<string, unknown>>,
): Promise<void> => {
  await service.odoo.call('product.template', 'write', [goods.map(({ templateId }) => templateId), values]);
};

/** Another list price of a product's template. */
export const setPrice = (service: Service, goods: ListedGoods, price: number): Promise<void> =>
  service.odoo.write('product.template', goods.templateId, { list_price: price });

/** Counts what is in stock. */
export const setStock = async (service: Service, goods: ListedGoods, quantity: number): Promise<void> => {
  const { odoo } = service;
  await odoo.call(
    'stock.quant',
    'create',
    [{ product_id: goods.productId, location_id: odoo.seeded.stockLocation, inventory_quantity_auto_apply: quantity }],
    { context: { inventory_mode: true } },
  );
};
