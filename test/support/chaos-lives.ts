import assert from 'node:assert/strict';
import { patience, saleOrdersOf, untilAllTold } from './chaos-orders.ts';
import type { Service } from './service.ts';
import { waitFor } from './wait.ts';

/** One way through the life of an order, to its end; gives what Cartona has to have been told. */
export type Life = (service: Service, ids: readonly string[]) => Promise<readonly string[]>;

/** A salesperson confirms and delivers. */
export const bySupplier: Life = async (service, ids) => {
  const { odoo } = service;
  for (const id of await saleOrdersOf(service, ids)) {
    if ((await odoo.saleOrder(id)).state === 'draft') await odoo.confirm(id);
  }
  await untilAllTold(service, ids, 'approved');
  for (const id of await saleOrdersOf(service, ids)) await odoo.deliver(id);
  return ['synced', 'approved', 'assigned_to_salesman', 'delivered'];
};

/** For orders with `delivered_by_cartona`: Cartona says each step. */
export const byCartona: Life = async ({ shop }, ids) => {
  for (const status of ['approved', 'assigned_to_salesman', 'delivered'] as const) {
    for (const id of ids) assert.equal((await shop.says(id, status)).status, 200);
  }
  return ['synced'];
};

/** The retailer changes the quantity, then as `bySupplier`. */
export const changed: Life = async (service, ids) => {
  const { shop, odoo } = service;
  for (const id of ids) {
    const [line] = shop.cartona.order(id).order_details;
    shop.cartona.edit(id, { lines: [{ id: line?.id ?? 0, amount: 9 }] });
  }
  await shop.pull();
  await waitFor(
    'the changed lines in Odoo',
    async () => Promise.all((await saleOrdersOf(service, ids)).map((id) => odoo.saleOrder(id))),
    (orders) => orders.every(({ lines }) => lines.length === 1 && lines[0]?.product_uom_qty === 9),
    patience,
  );
  return bySupplier(service, ids);
};

export const cancelledByRetailer: Life = async ({ shop }, ids) => {
  for (const id of ids) assert.equal((await shop.says(id, 'cancelled_by_retailer')).status, 200);
  return ['synced'];
};

export const cancelledInOdoo: Life = async (service, ids) => {
  for (const id of await saleOrdersOf(service, ids)) await service.odoo.cancel(id);
  return ['synced', 'cancelled_by_supplier'];
};
