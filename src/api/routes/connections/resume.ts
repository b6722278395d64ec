import { resumeConnection as resume } from '../../../store/connection-pause.ts';
import { connectionShape, toConnection } from '../../connections/connection-shape.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { notFound } from '../../problem.ts';
import { connectionParams } from './connection-params.ts';

export const resumeConnection = endpoint({
  method: 'POST',
  path: '/api/connections/{id}/resume',
  access: 'operate',
  tag: 'connections',
  summary: 'Lets work go on, whatever paused it',
  params: connectionParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'It goes on', schema: connectionShape } },
  problems: ['not-found'],
  handle: async ({ params: { id } }, { db, links }) => {
    const connection = await resume(db, id);
    if (connection === undefined) throw notFound(`There is no connection ${id}`);
    return ok(toConnection(connection, links.publicUrl));
  },
});
