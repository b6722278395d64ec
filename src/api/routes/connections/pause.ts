import { z } from 'zod';
import { pauseByOperator } from '../../../store/connection-pause.ts';
import { connectionShape, toConnection } from '../../connections/connection-shape.ts';
import { endpoint, noQuery, ok } from '../../endpoint.ts';
import { notFound } from '../../problem.ts';
import { connectionParams } from './connection-params.ts';

export const pauseConnection = endpoint({
  method: 'POST',
  path: '/api/connections/{id}/pause',
  access: 'operate',
  tag: 'connections',
  summary: 'Stops all calls to the other side; what comes meanwhile waits',
  params: connectionParams,
  query: noQuery,
  body: z.strictObject({ reason: z.string().trim().min(1).max(1_000).optional() }).optional(),
  answers: { 200: { description: 'It is paused', schema: connectionShape } },
  problems: ['not-found'],
  handle: async ({ params: { id }, body }, { db, links }) => {
    const connection = await pauseByOperator(db, id, body?.reason ?? 'Paused by an operator');
    if (connection === undefined) throw notFound(`There is no connection ${id}`);
    return ok(toConnection(connection, links.publicUrl));
  },
});
