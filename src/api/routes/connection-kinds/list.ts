import { z } from 'zod';
import { describeConnectionKinds } from '../../../connectors/kinds.ts';
import { endpoint, noBody, noParams, noQuery, ok } from '../../endpoint.ts';
import { pageShape } from '../../list-query.ts';

const kindShape = z
  .strictObject({
    kind: z.string(),
    title: z.string(),
    category: z.string(),
    settings: z.record(z.string(), z.unknown()).describe('JSON schema.'),
    secrets: z.record(z.string(), z.unknown()).describe('JSON schema.'),
  })
  .meta({ id: 'ConnectionKind' });

export const listConnectionKinds = endpoint({
  method: 'GET',
  path: '/api/connection-kinds',
  access: 'read',
  tag: 'connections',
  summary: 'What a connection can talk to, and what it must bring',
  params: noParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'All kinds', schema: pageShape(kindShape) } },
  handle: () => Promise.resolve(ok({ items: describeConnectionKinds(), next: null })),
});
