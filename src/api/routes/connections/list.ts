import { z } from 'zod';
import { listConnections as readConnections } from '../../../store/connections.ts';
import { connectionShape, toConnection } from '../../connections/connection-shape.ts';
import { pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { pageQuery, pageShape } from '../../list-query.ts';

const position = z.tuple([z.string()]);

export const listConnections = endpoint({
  method: 'GET',
  path: '/api/connections',
  access: 'read',
  tag: 'connections',
  summary: 'All connections, by id',
  params: noParams,
  query: z.strictObject(pageQuery),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(connectionShape) } },
  handle: async ({ query: { cursor, limit } }, { db, links }) => {
    const [after] = readCursor(cursor, position) ?? [];
    const rows = (await readConnections(db)).filter(({ id }) => after === undefined || id > after);
    return ok(
      pageOf(
        rows,
        limit,
        (row) => toConnection(row, links.publicUrl),
        (row) => [row.id],
      ),
    );
  },
});
