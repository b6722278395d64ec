import { getFulfilment } from '../../store/fulfilments/list-fulfilments.ts';
import type { FulfilmentKey } from '../../store/fulfilments/rows.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer } from '../endpoint.ts';
import type { RowAction } from '../runs/actions.ts';
import { fulfilmentDetailShape } from './fulfilment-shape.ts';
import { fulfilmentNotFound, readFulfilmentDetail } from './read-fulfilment-detail.ts';

export const fulfilmentActionAnswers = {
  200: { description: 'Done: the shipment as it is now', schema: fulfilmentDetailShape },
  202: { description: 'Accepted, and not done yet: the shipment as it is now', schema: fulfilmentDetailShape },
};

/** Asks the run of a shipment to act, and answers with the shipment as it is then. @throws Problem 404, 409 in the run's words, 503 */
export const actOnFulfilment = async (
  deps: ApiDeps,
  key: FulfilmentKey,
  action: RowAction,
  waitSeconds: number,
): Promise<Answer> => {
  const outcome = await askFulfilment(deps, key, action, waitSeconds * 1_000);
  return { status: outcome === 'done' ? 200 : 202, body: await readFulfilmentDetail(deps, key) };
};

/** The run is started where there is none: a shipment that is closed has none. @throws Problem 404, 409 in the run's words, 503 */
export const askFulfilment = async (
  deps: ApiDeps,
  { connection, saleOrderId }: FulfilmentKey,
  action: RowAction,
  waitMs: number,
): Promise<'done' | 'accepted'> => {
  const found = await getFulfilment(deps.db, { connection, saleOrderId });
  if (found === undefined) throw fulfilmentNotFound({ connection, saleOrderId });
  return deps.runs.actOnFulfilment({ connection, saleOrderId, revision: found.row.revision }, action, waitMs);
};
