import { keyOfShipment, loadShipment } from '../../store/shipments/rows.ts';
import type { ShipmentRow } from '../../store/shipments/rows.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer } from '../endpoint.ts';
import { refused } from '../problem.ts';
import type { RowAction } from '../runs/actions.ts';
import { readShipmentDetail, shipmentOf } from './read-shipment-detail.ts';
import type { ShipmentId } from './shipment-params.ts';
import { shipmentDetailShape } from './shipment-shape.ts';

export const shipmentActionAnswers = {
  200: { description: 'Done: the shipment as it is now', schema: shipmentDetailShape },
  202: { description: 'Accepted, and not done yet: the shipment as it is now', schema: shipmentDetailShape },
};

/** Asks the run of a shipment to act, and answers with the shipment as it is then. @throws Problem 404, 409 in words, 503 */
export const actOnShipment = async (
  deps: ApiDeps,
  id: ShipmentId,
  action: RowAction,
  waitSeconds: number,
): Promise<Answer> => {
  const { row } = await shipmentOf(deps, id);
  const outcome = await askShipment(deps, row, action, waitSeconds * 1_000);
  return { status: outcome === 'done' ? 200 : 202, body: await readShipmentDetail(deps, row.shipment_id) };
};

/**
 * The run is started where there is none: one that is closed has none. What the courier refuses to cancel is refused here too.
 *
 * @throws Problem 409 in the words of the run or of the courier, 503
 */
export const askShipment = async (
  deps: ApiDeps,
  row: ShipmentRow,
  action: RowAction,
  waitMs: number,
): Promise<'done' | 'accepted'> => {
  const key = keyOfShipment(row);
  const { connection: provider, revision } = row;
  const outcome = await deps.runs.actOnShipment({ ...key, provider, revision }, action, waitMs);
  if (action.name === 'cancel' && outcome === 'done') {
    const answer = (await loadShipment(deps.db, key))?.row.cancel_answer ?? null;
    if (answer !== null) throw refused(answer);
  }
  return outcome;
};
