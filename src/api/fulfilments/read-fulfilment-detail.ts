import { workflowIds } from '../../domain/names.ts';
import type { Db } from '../../store/database.ts';
import { listExchanges } from '../../store/exchange-list.ts';
import type { ExchangeRow } from '../../store/exchange-list.ts';
import { getFulfilment } from '../../store/fulfilments/list-fulfilments.ts';
import type { FulfilmentKey, FulfilmentRow } from '../../store/fulfilments/rows.ts';
import { getOrderTimeline } from '../../store/order-timeline.ts';
import { toAttention } from '../attention/attention-shape.ts';
import type { ApiDeps } from '../deps.ts';
import { toExchangeLine } from '../exchange-shape.ts';
import { notFound } from '../problem.ts';
import { toFulfilment, toFulfilmentContent } from './fulfilment-shape.ts';

const exchangesShown = 25;

/** All there is to know about one shipment. @throws Problem 404 */
export const readFulfilmentDetail = async ({ db, links }: ApiDeps, key: FulfilmentKey) => {
  const [fulfilment, timeline] = await Promise.all([
    getFulfilment(db, key),
    getOrderTimeline(db, key.connection, String(key.saleOrderId), 'fulfilment'),
  ]);
  if (fulfilment === undefined) throw fulfilmentNotFound(key);
  const { row, attention } = fulfilment;
  return {
    ...toFulfilment(fulfilment, links),
    ...toFulfilmentContent(row),
    openAttention: attention.map((each) => toAttention(each, links)),
    timeline: timeline.map(({ at, text }) => ({ at: at.toISOString(), text })),
    exchanges: (await exchangesAbout(db, row)).map(toExchangeLine),
  };
};

/** Rounds ask after it each hour for as long as it is open: the calls its own run made are not to be lost among theirs. */
const exchangesAbout = async (db: Db, row: FulfilmentRow): Promise<ExchangeRow[]> => {
  const { connection } = row;
  const ids = row.centre_id === null ? [row.number] : [row.number, row.centre_id];
  const found = await Promise.all([
    listExchanges(db, { connection, q: workflowIds.shipment(connection, row.sale_order_id), limit: exchangesShown }),
    listExchanges(db, { connection, ids, limit: exchangesShown }),
  ]);
  const byId = new Map(found.flat().map((exchange) => [exchange.id, exchange]));
  return [...byId.values()].toSorted((one, other) => other.at.getTime() - one.at.getTime() || other.id - one.id);
};

export const fulfilmentNotFound = ({ connection, saleOrderId }: FulfilmentKey) =>
  notFound(
    `There is no shipment of sale order ${saleOrderId} by ${connection}: GET /api/fulfilments?q= finds shipments by any number`,
  );
