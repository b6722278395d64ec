import { getPosOrder } from '../../store/pos/order-list.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer } from '../endpoint.ts';
import type { PosOrderAction } from '../runs/actions.ts';
import { findPosConnection } from './find-pos-connection.ts';
import { posOrderDetailShape } from './pos-order-shape.ts';
import { posOrderNotFound, readPosOrderDetail } from './read-pos-order-detail.ts';

export const posActionAnswers = {
  200: { description: 'Done: the order as it is now', schema: posOrderDetailShape },
  202: { description: 'Accepted, and not done yet: the order as it is now', schema: posOrderDetailShape },
};

/** Asks the order's run to act, and answers with the order as it is then. @throws Problem 404, 409 in the run's words, 503 */
export const actOnPosOrder = async (
  deps: ApiDeps,
  { connection, key }: { connection: string; key: string },
  action: PosOrderAction,
  waitSeconds: number,
): Promise<Answer> => {
  await findPosConnection(deps, connection);
  const outcome = await askPosOrder(deps, { connection, key }, action, waitSeconds * 1_000);
  return { status: outcome === 'done' ? 200 : 202, body: await readPosOrderDetail(deps, connection, key) };
};

/** @throws Problem 404, 409 in the run's words, 503 */
export const askPosOrder = async (
  deps: ApiDeps,
  { connection, key }: { connection: string; key: string },
  action: PosOrderAction,
  waitMs: number,
): Promise<'done' | 'accepted'> => {
  const order = await getPosOrder(deps.db, connection, key);
  if (order === undefined) throw posOrderNotFound(connection, key);
  return deps.runs.actOnPosOrder({ connection, externalId: key, revision: order.row.revision }, action, waitMs);
};
