import { workflowIds } from '../../domain/names.ts';
import { getFulfilment } from '../../store/fulfilments/list-fulfilments.ts';
import type { FulfilmentKey, FulfilmentRow } from '../../store/fulfilments/rows.ts';
import { getOrderTimeline } from '../../store/order-timeline.ts';
import { toAttention } from '../attention/attention-shape.ts';
import type { ApiDeps } from '../deps.ts';
import { toExchangeLine } from '../exchange-shape.ts';
import { exchangesAbout } from '../exchanges-about.ts';
import { notFound } from '../problem.ts';
import { toFulfilment, toFulfilmentContent } from './fulfilment-shape.ts';

/** All there is to know about one shipment. @throws Problem 404 */
export const readFulfilmentDetail = async ({ db, links }: ApiDeps, key: FulfilmentKey) => {
  const [fulfilment, timeline] = await Promise.all([
    getFulfilment(db, key),
    getOrderTimeline(db, key.connection, String(key.saleOrderId), 'fulfilment'),
  ]);
  if (fulfilment === undefined) throw fulfilmentNotFound(key);
  const { row, attention } = fulfilment;
  const exchanges = await exchangesAbout(db, {
    connection: row.connection,
    workflowId: workflowIds.shipment(row.connection, row.sale_order_id),
    ids: idsOf(row),
  });
  return {
    ...toFulfilment(fulfilment, links),
    ...toFulfilmentContent(row),
    openAttention: attention.map((each) => toAttention(each, links)),
    timeline: timeline.map(({ at, text }) => ({ at: at.toISOString(), text })),
    exchanges: exchanges.map(toExchangeLine),
  };
};

const idsOf = ({ number, centre_id: id }: FulfilmentRow): string[] => (id === null ? [number] : [number, id]);

export const fulfilmentNotFound = ({ connection, saleOrderId }: FulfilmentKey) =>
  notFound(
    `There is no shipment of sale order ${saleOrderId} by ${connection}: GET /api/fulfilments?q= finds shipments by any number`,
  );
