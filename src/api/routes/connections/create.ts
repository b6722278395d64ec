import { connectionSchema } from '../../../config/connections/connection.ts';
import { connectionShape, toConnection } from '../../connections/connection-shape.ts';
import { makeConnection } from '../../connections/save-connection.ts';
import { endpoint, noParams, noQuery } from '../../endpoint.ts';

export const createConnection = endpoint({
  method: 'POST',
  path: '/api/connections',
  access: 'admin',
  tag: 'connections',
  summary: 'Makes a connection',
  params: noParams,
  query: noQuery,
  body: connectionSchema,
  answers: { 201: { description: 'It is there, and takes effect within seconds', schema: connectionShape } },
  problems: ['refused'],
  handle: async ({ body }, deps) => ({
    status: 201,
    body: toConnection(await makeConnection(deps, body), deps.links.publicUrl),
    headers: { Location: `/api/connections/${body.id}` },
  }),
});
