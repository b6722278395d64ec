import { shipmentTargetId } from '../../domain/delivery/delivery.ts';
import { workflowIds } from '../../domain/names.ts';
import { getOrderTimeline } from '../../store/order-timeline.ts';
import { findShipment } from '../../store/shipments/list-shipments.ts';
import type { ListedShipment } from '../../store/shipments/list-shipments.ts';
import { keyOfShipment } from '../../store/shipments/rows.ts';
import { toAttention } from '../attention/attention-shape.ts';
import type { ApiDeps } from '../deps.ts';
import { toExchangeLine } from '../exchange-shape.ts';
import { exchangesAbout } from '../exchanges-about.ts';
import { notFound } from '../problem.ts';
import type { Problem } from '../problem.ts';
import type { ShipmentId } from './shipment-params.ts';
import { toShipment, toShipmentContent } from './shipment-shape.ts';

/** @throws Problem 404 */
export const shipmentOf = async ({ db }: Pick<ApiDeps, 'db'>, id: ShipmentId): Promise<ListedShipment> => {
  const found = await findShipment(db, id);
  if (found === undefined) throw shipmentNotFound(id);
  return found;
};

/** All there is to know about one shipment. @throws Problem 404 */
export const readShipmentDetail = async ({ db, links }: ApiDeps, id: ShipmentId) => {
  const shipment = await shipmentOf({ db }, id);
  const { row, attention } = shipment;
  const [timeline, exchanges] = await Promise.all([
    getOrderTimeline(db, row.connection, shipmentTargetId(keyOfShipment(row)), 'delivery'),
    exchangesAbout(db, {
      connection: row.connection,
      workflowId: workflowIds.delivery(row.picking_id, row.n),
      ids: [row.content?.reference, row.courier_id, row.tracking_number].filter((each) => each != null),
    }),
  ]);
  return {
    ...toShipment(shipment, links),
    ...toShipmentContent(shipment),
    openAttention: attention.map((each) => toAttention(each, links)),
    timeline: timeline.map(({ at, text }) => ({ at: at.toISOString(), text })),
    exchanges: exchanges.map(toExchangeLine),
  };
};

const shipmentNotFound = (id: ShipmentId): Problem =>
  notFound(
    typeof id === 'number'
      ? `Picking ${id} has no shipment: POST /api/delivery/shipments makes one`
      : `There is no shipment ${id}: GET /api/delivery/shipments?q= finds shipments by any number`,
  );
