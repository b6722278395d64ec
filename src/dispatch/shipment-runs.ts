import { workflowTypes } from '../domain/names.ts';
import { deliveryStart, shipmentStart } from '../domain/run-starts.ts';
import { fulfilmentRows } from '../store/fulfilments/wake.ts';
import type { FulfilmentKey } from '../store/fulfilments/rows.ts';
import { shipmentRows } from '../store/shipments/wake.ts';
import type { StartedShipment } from '../store/shipments/wake.ts';
import type { RunsOfRows } from './row-pokes.ts';

/** Sale orders that a prep centre ships. */
export const fulfilmentRuns: RunsOfRows<FulfilmentKey> = {
  rows: fulfilmentRows,
  workflowType: workflowTypes.shipWithYsell,
  start: ({ connection, saleOrderId }) => shipmentStart(connection, saleOrderId),
};

/** Pickings that a courier carries. */
export const deliveryRuns: RunsOfRows<StartedShipment> = {
  rows: shipmentRows,
  workflowType: workflowTypes.deliverPicking,
  start: deliveryStart,
};
