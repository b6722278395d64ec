import { workflowIds } from '../../src/domain/names.ts';
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
export const untilAllTold = async (service: Service, ids: readonly string[], status: string): Promise<void> => {
  const missing = (): string[] => ids.filter((id) => !service.shop.told(id).includes(status));
  try {
    await waitFor(`${ids.length} orders told ${status}`, missing, (left) => left.length === 0, patience);
  } catch (error) {
    throw new Error(await reportOf(service, missing()), { cause: error });
  }
};

/** What both stores say of orders that do not go on: for whoever reads the failure. */
const reportOf = async ({ store, client }: Service, ids: readonly string[]): Promise<string> => {
  const rows = await store.db
    .selectFrom('orders')
    .selectAll()
    .where('external_id', 'in', [...ids])
    .execute();
  const attention = await store.db.selectFrom('attention').selectAll().where('resolved_at', 'is', null).execute();
  const runs = await Promise.all(
    ids.slice(0, 3).map(async (id) => {
      try {
        const handle = client.workflow.getHandle(workflowIds.order('cartona', id));
        const { status, raw } = await handle.describe();
        return { id, status: status.name, pending: raw.pendingActivities, state: await handle.query('state') };
      } catch (error) {
        return { id, error: String(error) };
      }
    }),
  );
  const left = rows.slice(0, 3).map(({ content: _, payload: __, ...row }) => row);
  return `These do not go on: ${ids.join(', ')}\n${JSON.stringify({ left, attention, runs }, null, 1).slice(0, 8_000)}`;
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
export const untilAllClosed = async (service: Service, ids: readonly string[]): Promise<void> => {
  const look = () =>
    service.store.db
      .selectFrom('orders')
      .select('external_id')
      .where('external_id', 'in', [...ids])
      .where('closed_at', 'is not', null)
      .execute();
  try {
    await waitFor(`${ids.length} orders closed`, look, (closed) => closed.length === ids.length, patience);
  } catch (error) {
    const closed = new Set((await look()).map((row) => row.external_id));
    const open = ids.filter((id) => !closed.has(id));
    throw new Error(await reportOf(service, open), { cause: error });
  }
};
