import { z } from 'zod';
import { listExchanges as readExchanges } from '../../../store/exchange-list.ts';
import { cursorTime, pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { exchangeShape, toExchange } from '../../exchange-shape.ts';
import { connectionFilter, moment, pageQuery, pageShape } from '../../list-query.ts';

const position = z.tuple([cursorTime, z.int()]);

export const listExchanges = endpoint({
  method: 'GET',
  path: '/api/exchanges',
  access: 'read',
  tag: 'exchanges',
  summary: 'Calls to and from vendors, newest first',
  params: noParams,
  query: z.strictObject({
    q: z.string().trim().min(1).max(300).optional().describe('An id the call was about, or the id of a run.'),
    connection: connectionFilter,
    direction: z.enum(['in', 'out']).optional(),
    status: z
      .string()
      .regex(/^([1-5]\d\d|[1-5]xx|failed)$/, 'must be a status (429), a class (5xx) or `failed`')
      .optional()
      .describe('A status (429), a class (5xx), or `failed`: no answer, or 400 and above.'),
    since: moment.optional(),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(exchangeShape) } },
  handle: async ({ query: { cursor, limit, ...filter } }, { db }) => {
    const rows = await readExchanges(db, { ...filter, after: readCursor(cursor, position), limit: limit + 1 });
    return ok(pageOf(rows, limit, toExchange, (row) => [row.cursor_at, row.id]));
  },
});
