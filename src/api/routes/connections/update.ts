import { z } from 'zod';
import { connectionSchema } from '../../../config/connections/connection.ts';
import { connectionShape, toConnection } from '../../connections/connection-shape.ts';
import { changeConnection } from '../../connections/save-connection.ts';
import { endpoint, noQuery, ok } from '../../endpoint.ts';
import { connectionParams } from './connection-params.ts';

const readOnly = z.unknown().optional().describe('Read-only: ignored.');

const { name, kind } = connectionSchema.shape;

const body = z.strictObject({
  name: name.optional(),
  kind: kind.optional().describe('Never changes.'),
  enabled: z.boolean().optional(),
  settings: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('All settings of the kind, as one; left out, they stay.'),
  secrets: z
    .record(z.string(), z.union([z.string(), z.boolean(), z.null()]))
    .optional()
    .describe('A text is set, null is taken away; secrets left out (or given back as they were shown) stay.'),
  ...Object.fromEntries(
    ['id', 'state', 'pausedReason', 'pausedAt', 'version', 'webhookUrl', 'createdAt', 'updatedAt'].map((field) => [
      field,
      readOnly,
    ]),
  ),
});

export const updateConnection = endpoint({
  method: 'PUT',
  path: '/api/connections/{id}',
  access: 'admin',
  tag: 'connections',
  summary: 'Says what a connection is from now on',
  description: 'New secrets end a pause that wrong ones caused. What is already so is no change, and `version` stays.',
  params: connectionParams,
  query: noQuery,
  body,
  answers: { 200: { description: 'It is so, and takes effect within seconds', schema: connectionShape } },
  problems: ['not-found'],
  handle: async ({ params, body: { secrets, ...change } }, deps) => {
    const given = Object.entries(secrets ?? {}).filter(
      (entry): entry is [string, string | null] => typeof entry[1] !== 'boolean',
    );
    const connection = await changeConnection(deps, params.id, { ...change, secrets: Object.fromEntries(given) });
    return ok(toConnection(connection, deps.links.publicUrl));
  },
});
