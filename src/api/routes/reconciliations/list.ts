import { z } from 'zod';
import { listReconciliations as readReconciliations } from '../../../store/reconciliations.ts';
import { cursorTime, pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, ok } from '../../endpoint.ts';
import { pageQuery, pageShape } from '../../list-query.ts';
import { reconciliationShape, toReconciliation } from '../../offers/reconciliation-shape.ts';
import { findConnection } from '../connections/connection-params.ts';

const position = z.tuple([cursorTime, z.uuid()]);

export const listReconciliations = endpoint({
  method: 'GET',
  path: '/api/offers/{connection}/reconciliations',
  access: 'read',
  tag: 'offers',
  summary: 'When all offers were compared, newest first',
  params: z.strictObject({ connection: z.string().describe('Id of the connection.') }),
  query: z.strictObject(pageQuery),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(reconciliationShape) } },
  problems: ['not-found'],
  handle: async ({ params, query: { cursor, limit } }, deps) => {
    const { id } = await findConnection(deps, params.connection);
    const after = readCursor(cursor, position);
    const found = await readReconciliations(deps.db, id, { after, limit: limit + 1 });
    return ok(
      pageOf(
        found,
        limit,
        (record) => toReconciliation(record, deps.links.publicUrl),
        (record) => record.cursor,
      ),
    );
  },
});
