import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { fulfilment } from './fulfilment-answers.ts';
import type { Fulfilment } from './fulfilment-answers.ts';
import { fulfilmentTable } from './fulfilment-words.ts';
import { Refusal } from './refusal.ts';

/**
 * The one shipment a person means by a number: name or id of the sale order, the prep centre's id, or the tracking number.
 * @throws Refusal when there is none, or more than one (they are listed).
 */
export const findFulfilment = async (client: ApiClient, number: string, connection?: string): Promise<Fulfilment> => {
  const { items } = await client.list(fulfilment, apiPath('fulfilments'), { q: number, connection }, 500);
  // A name says more than an id that may be that of another one at the prep centre.
  const named = items.filter((item) => item.number.toUpperCase() === number.toUpperCase());
  const meant = named.length > 0 ? named : items;
  const [found, another] = meant;
  if (found === undefined)
    throw new Refusal(`No shipment has the number ${number}. \`fulfilments list\` shows those there are.`);
  if (another !== undefined) {
    throw new Refusal(
      `${meant.length} shipments have the number ${number}: name one by its sale order, and with --connection where that is the same.\n${fulfilmentTable(meant)}`,
    );
  }
  return found;
};
