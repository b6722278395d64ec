import { z } from 'zod';
import { posOrderStates } from '../../../domain/pos/pos-order.ts';
import { listPosOrders as readOrders } from '../../../store/pos/order-list.ts';
import { pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, ok } from '../../endpoint.ts';
import { flag, moment, pageQuery, pageShape } from '../../list-query.ts';
import { findPosConnection } from '../../pos/find-pos-connection.ts';
import { posOrderShape, toPosOrder } from '../../pos/pos-order-shape.ts';
import { posParams } from '../../pos/pos-params.ts';

const position = z.tuple([z.int()]);

export const listPosOrders = endpoint({
  method: 'GET',
  path: '/api/pos/{connection}/orders',
  access: 'read',
  tag: 'pos',
  summary: 'Orders of a point of sale, those that came last first',
  params: posParams,
  query: z.strictObject({
    state: z.enum(posOrderStates).optional(),
    attention: flag.describe('true: only those that wait for a person.'),
    q: z.string().trim().min(1).max(300).optional().describe("The order's id or key, or its name or id in Odoo."),
    since: moment.optional().describe('Changed then or later.'),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(posOrderShape) } },
  problems: ['not-found'],
  handle: async ({ params: { connection }, query: { cursor, limit, ...filter } }, deps) => {
    await findPosConnection(deps, connection);
    const [after] = readCursor(cursor, position) ?? [];
    const orders = await readOrders(deps.db, connection, { ...filter, after, limit: limit + 1 });
    return ok(
      pageOf(
        orders,
        limit,
        (order) => toPosOrder(order, deps.links),
        ({ row }) => [row.seq],
      ),
    );
  },
});
