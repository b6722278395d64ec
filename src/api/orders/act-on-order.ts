import { z } from 'zod';
import { getOrder } from '../../store/order-list.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer } from '../endpoint.ts';
import type { OrderAction } from '../runs/actions.ts';
import { orderDetailShape } from './order-shape.ts';
import { orderNotFound, readOrderDetail } from './read-order-detail.ts';

export const orderParams = z.strictObject({
  connection: z.string().describe('Id of the connection.'),
  externalId: z.string().describe('Id of the order at the marketplace.'),
});

export const waitQuery = z.strictObject({
  wait: z
    .string()
    .regex(/^\d{1,2}$/, 'must be whole seconds from 0 to 30')
    .transform(Number)
    .pipe(z.int().max(30, 'must be at most 30'))
    .optional()
    .transform((seconds) => seconds ?? 10)
    .describe('Seconds to watch for the outcome once it is accepted, 0 to 30; default 10.'),
});

export const actionAnswers = {
  200: { description: 'Done: the order as it is now', schema: orderDetailShape },
  202: { description: 'Accepted, and not done yet: the order as it is now', schema: orderDetailShape },
};

export const actionProblems = ['not-found', 'refused'] as const;

/** Asks the order's run to act, and answers with the order as it is then. @throws Problem 404, 409 in the run's words, 503 */
export const actOnOrder = async (
  deps: ApiDeps,
  { connection, externalId }: z.output<typeof orderParams>,
  action: OrderAction,
  waitSeconds: number,
): Promise<Answer> => {
  const order = await getOrder(deps.db, connection, externalId);
  if (order === undefined) throw orderNotFound(connection, externalId);
  const outcome = await deps.runs.actOnOrder(
    { connection, externalId, revision: order.row.revision },
    action,
    waitSeconds * 1_000,
  );
  return { status: outcome === 'done' ? 200 : 202, body: await readOrderDetail(deps, connection, externalId) };
};
