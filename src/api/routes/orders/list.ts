import { z } from 'zod';
import { orderStages } from '../../../domain/order-stage.ts';
import { listOrders as readOrders } from '../../../store/order-list.ts';
import { cursorTime, pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { connectionFilter, flag, moment, pageQuery, pageShape } from '../../list-query.ts';
import { orderShape, toOrder } from '../../orders/order-shape.ts';

const position = z.tuple([cursorTime, z.string(), z.string()]);

export const listOrders = endpoint({
  method: 'GET',
  path: '/api/orders',
  access: 'read',
  tag: 'orders',
  summary: 'Orders, newest first',
  params: noParams,
  query: z.strictObject({
    connection: connectionFilter,
    stage: z.enum(orderStages).optional(),
    attention: flag.describe('true: only those that wait for a person.'),
    q: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'Any number a person has in hand: of the order at the marketplace or in Odoo, of a line, of the customer.',
      ),
    since: moment.optional().describe('Changed then or later.'),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(orderShape) } },
  handle: async ({ query: { cursor, limit, ...filter } }, { db, links }) => {
    const orders = await readOrders(db, { ...filter, after: readCursor(cursor, position), limit: limit + 1 });
    return ok(
      pageOf(
        orders,
        limit,
        (order) => toOrder(order, links),
        ({ row }) => [row.cursor_at, row.connection, row.external_id],
      ),
    );
  },
});
