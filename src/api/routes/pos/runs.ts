import { z } from 'zod';
import { listPosRuns as readRuns } from '../../../store/pos/pos-runs.ts';
import { cursorTime, pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, ok } from '../../endpoint.ts';
import { pageQuery, pageShape } from '../../list-query.ts';
import { findPosConnection } from '../../pos/find-pos-connection.ts';
import { posParams } from '../../pos/pos-params.ts';
import { posRunShape, toPosRun } from '../../pos/pos-run-shape.ts';

const position = z.tuple([cursorTime, z.string()]);

export const listPosRuns = endpoint({
  method: 'GET',
  path: '/api/pos/{connection}/runs',
  access: 'read',
  tag: 'pos',
  summary: 'Syncs of a point of sale, newest first; kept for a month',
  params: posParams,
  query: z.strictObject(pageQuery),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(posRunShape) } },
  problems: ['not-found'],
  handle: async ({ params: { connection }, query: { cursor, limit } }, deps) => {
    await findPosConnection(deps, connection);
    const rows = await readRuns(deps.db, connection, { after: readCursor(cursor, position), limit: limit + 1 });
    return ok(
      pageOf(
        rows,
        limit,
        (row) => toPosRun(row, deps.links),
        (row) => [row.cursor_at, row.id],
      ),
    );
  },
});
