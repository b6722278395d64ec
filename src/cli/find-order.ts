import type { Order } from './answers.ts';
import { order } from './answers.ts';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { orderTable } from './order-words.ts';
import { Refusal } from './refusal.ts';

/**
 * The one order a person means by a number: external id, display number or Odoo order name. The API's search also finds orders by their lines
 * and customers: such a one is shown, and never acted on.
 * @throws Refusal when there is none, or more than one (they are listed).
 */
export const findOrder = async (client: ApiClient, number: string, connection?: string): Promise<Order> => {
  const { items } = await client.list(order, apiPath('orders'), { q: number, connection }, 500);
  const same = items.filter((item) => [item.externalId, item.number, item.odoo?.name].includes(number));
  const [found, another] = same;
  if (found === undefined) {
    const others =
      items.length === 0 ? '`orders list` shows those there are.' : `These have it elsewhere:\n${orderTable(items)}`;
    throw new Refusal(`No order has the number ${number}. ${others}`);
  }
  if (another !== undefined)
    throw new Refusal(
      `${same.length} orders have the number ${number}: name one by its external id, and with --connection where that is the same.\n${orderTable(same)}`,
    );
  return found;
};
