import { z } from 'zod';
import { fulfilmentStages } from '../../../domain/fulfilment/fulfilment.ts';
import { listFulfilments as readFulfilments } from '../../../store/fulfilments/list-fulfilments.ts';
import { cursorTime, pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { fulfilmentShape, toFulfilment } from '../../fulfilments/fulfilment-shape.ts';
import { connectionFilter, flag, moment, numberFilter, pageQuery, pageShape } from '../../list-query.ts';

const position = z.tuple([cursorTime, z.string(), z.int()]);

export const listFulfilments = endpoint({
  method: 'GET',
  path: '/api/fulfilments',
  access: 'read',
  tag: 'fulfilments',
  summary: 'Sale orders that a prep centre ships, newest first',
  params: noParams,
  query: z.strictObject({
    connection: connectionFilter,
    stage: z.enum(fulfilmentStages).optional(),
    attention: flag.describe('true: only those that wait for a person.'),
    q: numberFilter(
      "Name or id of the sale order, the prep centre's id, the tracking number, or the name of the transfer made on delivery.",
    ),
    since: moment.optional().describe('Changed then or later.'),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(fulfilmentShape) } },
  handle: async ({ query: { cursor, limit, ...filter } }, { db, links }) => {
    const found = await readFulfilments(db, { ...filter, after: readCursor(cursor, position), limit: limit + 1 });
    return ok(
      pageOf(
        found,
        limit,
        (each) => toFulfilment(each, links),
        ({ row }) => [row.cursor_at, row.connection, row.sale_order_id],
      ),
    );
  },
});
