import { listExchanges } from '../../store/exchange-list.ts';
import { getOrderTimeline } from '../../store/order-timeline.ts';
import { getPosOrder } from '../../store/pos/order-list.ts';
import { toAttention } from '../attention/attention-shape.ts';
import type { ApiDeps } from '../deps.ts';
import { toExchangeLine } from '../exchange-shape.ts';
import { notFound } from '../problem.ts';
import { toPosContent, toPosOrder } from './pos-order-shape.ts';

const exchangesShown = 50;

/** All there is to know about one order of a point of sale. @throws Problem 404 */
export const readPosOrderDetail = async ({ db, links }: ApiDeps, connection: string, key: string) => {
  const [order, timeline, exchanges] = await Promise.all([
    getPosOrder(db, connection, key),
    getOrderTimeline(db, connection, key, 'pos-order'),
    listExchanges(db, { connection, q: key, limit: exchangesShown }),
  ]);
  if (order === undefined) throw posOrderNotFound(connection, key);
  return {
    ...toPosOrder(order, links),
    ...toPosContent(order.row),
    openAttention: order.attention.map((each) => toAttention(each, links)),
    timeline: timeline.map(({ at, text }) => ({ at: at.toISOString(), text })),
    exchanges: exchanges.map(toExchangeLine),
  };
};

export const posOrderNotFound = (connection: string, key: string) =>
  notFound(`There is no order ${key} of ${connection}: GET /api/pos/${connection}/orders?q= finds it by its number`);
