import { connectionShape, toConnection } from '../../connections/connection-shape.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { connectionParams, findConnection } from './connection-params.ts';

export const getConnection = endpoint({
  method: 'GET',
  path: '/api/connections/{id}',
  access: 'read',
  tag: 'connections',
  summary: 'One connection',
  params: connectionParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The connection, its secrets by name only', schema: connectionShape } },
  problems: ['not-found'],
  handle: async ({ params }, deps) => ok(toConnection(await findConnection(deps, params.id), deps.links.publicUrl)),
});
