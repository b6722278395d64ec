import { z } from 'zod';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import { askOfAll } from './gateway.ts';
import type { GatewayContext } from './gateway.ts';

const list = z.looseObject({ orders: z.array(z.unknown()) });

/** Orders of a list, unread. */
export interface ListedOrders {
  readonly status: number;
  readonly entries: readonly unknown[];
}

/** @throws Failure `BadResponse` when the answer is no list */
export const listOrders = async (context: GatewayContext, call: HttpCall): Promise<ListedOrders> => {
  const { status, body } = await askOfAll(context, call);
  const parsed = list.safeParse(body);
  if (!parsed.success) throw brokenAnswer(context.connection, call, status, 'without a list of orders');
  return { status, entries: parsed.data.orders };
};
