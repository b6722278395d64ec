import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { posOrder } from './pos-answers.ts';
import type { PosOrder } from './pos-answers.ts';
import { posOrderTable } from './pos-words.ts';
import { Refusal } from './refusal.ts';

/**
 * The one order a person means by a number: its key (`639`, `639:REFUND`), or its name in Odoo.
 * @throws Refusal when there is none, or more than one (they are listed).
 */
export const findPosOrder = async (client: ApiClient, connection: string, number: string): Promise<PosOrder> => {
  const { items } = await client.list(posOrder, apiPath('pos', connection, 'orders'), { q: number }, 500);
  const byKey = items.find(({ key }) => key === number);
  const [found, another] = byKey === undefined ? items : [byKey];
  if (found === undefined) {
    throw new Refusal(
      `No order of ${connection} has the number ${number}. \`pos orders ${connection}\` shows those there are.`,
    );
  }
  if (another !== undefined) {
    throw new Refusal(
      `${items.length} orders have the number ${number}: name one as it stands here.\n${posOrderTable(items)}`,
    );
  }
  return found;
};
