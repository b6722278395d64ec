import type { z } from 'zod';
import { listExchanges } from '../../store/exchange-list.ts';
import { getOrder } from '../../store/order-list.ts';
import { getOrderTimeline } from '../../store/order-timeline.ts';
import { toAttention } from '../attention/attention-shape.ts';
import type { ApiDeps } from '../deps.ts';
import { toExchangeLine } from '../exchange-shape.ts';
import { notFound } from '../problem.ts';
import { toOrder } from './order-shape.ts';
import type { orderDetailShape } from './order-shape.ts';

const exchangesShown = 50;

export type OrderDetail = { [Key in keyof z.input<typeof orderDetailShape>]: unknown };

/** All there is to know about one order. @throws Problem 404 */
export const readOrderDetail = async (
  { db, links }: ApiDeps,
  connection: string,
  externalId: string,
): Promise<OrderDetail> => {
  const [order, timeline, exchanges] = await Promise.all([
    getOrder(db, connection, externalId),
    getOrderTimeline(db, connection, externalId),
    listExchanges(db, { connection, q: externalId, limit: exchangesShown }),
  ]);
  if (order === undefined) throw orderNotFound(connection, externalId);
  return {
    ...toOrder(order, links),
    problem: order.row.problem,
    openAttention: order.attention.map((each) => toAttention(each, links)),
    timeline: timeline.map(({ at, text }) => ({ at: at.toISOString(), text })),
    exchanges: exchanges.map(toExchangeLine),
  };
};

export const orderNotFound = (connection: string, externalId: string) =>
  notFound(`There is no order ${externalId} of ${connection}: GET /api/orders?q= finds orders by any number`);
