import type { Order } from './answers.ts';
import { order } from './answers.ts';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { orderTable } from './order-words.ts';
import { Refusal } from './refusal.ts';

/**
 * The one order a person means by a number: external id, display number or Odoo order name. Orders that have exactly this number win over
 * those that only resemble it.
 * @throws Refusal when there is none, or more than one (they are listed).
 */
export const findOrder = async (client: ApiClient, number: string, connection?: string): Promise<Order> => {
  const { items } = await client.list(order, apiPath('orders'), { q: number, connection }, 50);
  const exact = items.filter((item) => [item.externalId, item.number, item.odoo?.name].includes(number));
  const candidates = exact.length > 0 ? exact : items;
  const [found, another] = candidates;
  if (found === undefined)
    throw new Refusal(`No order has the number ${number}. \`orders list\` shows those there are.`);
  if (another !== undefined)
    throw new Refusal(
      `${candidates.length} orders answer to ${number}: name one by its external id, and --connection where that is the same.\n${orderTable(candidates)}`,
    );
  return found;
};
