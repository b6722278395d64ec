import { anOrder } from './order-builders.ts';
import type { OrderTemplate } from './order-builders.ts';
import type { Service } from './service.ts';
import { waitFor } from './wait.ts';

/** What comes by itself comes within this, also on a busy machine with back-offs of some tries. */
export const patience = { withinMs: 60_000 } as const;

/** Retailers place `count` orders of one or two products; nobody has pulled them yet. */
export const placeOrders = ({ shop, odoo }: Service, count: number, given: OrderTemplate = {}): string[] =>
  Array.from({ length: count }, (_, index) => shop.place(anOrder(odoo.goods(index % 12), given)).hashed_id);

/** Waits until Cartona was told this of all the orders, whatever else. */
export const untilAllTold = async ({ shop }: Service, ids: readonly string[], status: string): Promise<void> => {
  await waitFor(
    `${ids.length} orders told ${status}`,
    () => ids.filter((id) => !shop.told(id).includes(status)).map((id) => ({ id, told: shop.told(id) })),
    (missing) => missing.length === 0,
    { ...patience, describe: (missing) => JSON.stringify(missing).slice(0, 2_000) },
  );
};

/** Ids of the sale orders of these orders, as the rows of the product have them. */
export const saleOrdersOf = async ({ store }: Service, ids: readonly string[]): Promise<number[]> => {
  const rows = await store.db
    .selectFrom('orders')
    .select('odoo_id')
    .where('external_id', 'in', [...ids])
    .execute();
  return rows.flatMap(({ odoo_id: id }) => (id === null ? [] : [id]));
};

/** Waits until all rows are closed: both sides are at their end and nothing is left to do. */
export const untilAllClosed = async ({ store }: Service, ids: readonly string[]): Promise<void> => {
  await waitFor(
    `${ids.length} orders closed`,
    () =>
      store.db
        .selectFrom('orders')
        .select(['external_id', 'stage', 'marketplace_status', 'odoo_state'])
        .where('external_id', 'in', [...ids])
        .where('closed_at', 'is not', null)
        .execute(),
    (closed) => closed.length === ids.length,
    patience,
  );
};
