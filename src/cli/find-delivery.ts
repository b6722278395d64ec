import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { delivery } from './delivery-answers.ts';
import type { Delivery } from './delivery-answers.ts';
import { deliveryTable } from './delivery-words.ts';
import { Refusal } from './refusal.ts';

/**
 * The one shipment a person means by a number: name or id of the picking, the courier's order number, the tracking number, or its own id. Of several of one
 * picking it is the one that carries it, else the last one there was.
 * @throws Refusal when there is none, or several pickings have the number (they are listed).
 */
export const findDelivery = async (client: ApiClient, number: string): Promise<Delivery> => {
  const { items } = await client.list(delivery, apiPath('delivery', 'shipments'), { q: number }, 500);
  // A name, or the id of a picking, says more than a number that may be another one's at the courier.
  const named = [
    items.filter((item) => item.number.toUpperCase() === number.toUpperCase()),
    items.filter((item) => String(item.picking_id) === number),
    items,
  ].find(({ length }) => length > 0);
  const [found, another] = named ?? [];
  if (named === undefined || found === undefined)
    throw new Refusal(`No shipment has the number ${number}. \`deliveries list\` shows those there are.`);
  if (another === undefined) return found;
  if (named.some((item) => item.picking_id !== found.picking_id)) {
    throw new Refusal(
      `Shipments of several pickings have the number ${number}: name one by the id of its picking.\n${deliveryTable(named)}`,
    );
  }
  return client.get(delivery, apiPath('delivery', 'shipments', String(found.picking_id)));
};
