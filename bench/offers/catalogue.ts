import { setTimeout as delay } from 'node:timers/promises';
import type { ProductRecord } from '../../sandbox/cartona/product-model.ts';
import { listGoods } from '../../test/support/offer-shop.ts';
import type { ListedGoods } from '../../test/support/offer-shop.ts';
import type { Service } from '../../test/support/service.ts';

/** A listed product with what the simulated Cartona knows of it, which it changes in place. */
export interface Good extends ListedGoods {
  readonly shown: ProductRecord;
}

/** How finely the simulated Cartona is looked at. */
const lookEveryMs = 2;

/** Makes so many goods at both ends and says which is which; the service has seen them when this returns. */
export const stockCatalogue = async (service: Service, count: number): Promise<readonly Good[]> => {
  const goods = await listGoods(service, count, { stock: 100 });
  const byId = new Map(service.shop.cartona.products().map((record) => [record.product.supplier_product_id, record]));
  return goods.map((good) => {
    const shown = byId.get(good.externalId);
    if (shown === undefined) throw new Error(`Cartona does not know ${good.externalId}`);
    return { ...good, shown };
  });
};

let price = 100;

/** A price that nothing had before. */
export const newPrice = (): number => (price += 1);

/** One transaction in Odoo, however many they are. */
export const setPrices = async ({ odoo }: Service, goods: readonly Good[], to: number): Promise<void> => {
  await odoo.call('product.template', 'write', [goods.map(({ templateId }) => templateId), { list_price: to }]);
};

/**
 * Waits until Cartona shows this price of all of them.
 *
 * @param withinMs bounds the wait; a benchmark ends by itself
 */
export const untilShown = async (goods: readonly Good[], wanted: number, withinMs: number): Promise<void> => {
  const until = performance.now() + withinMs;
  let missing = goods;
  for (;;) {
    missing = missing.filter(({ shown }) => shown.product.selling_price !== wanted);
    if (missing.length === 0) return;
    if (performance.now() > until)
      throw new Error(`Cartona was not told ${wanted} of ${missing.length} of ${goods.length}`);
    await delay(lookEveryMs);
  }
};
