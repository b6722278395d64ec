import { z } from 'zod';
import { endpoint, noBody, noParams, noQuery, ok } from '../../endpoint.ts';

export const health = endpoint({
  method: 'GET',
  path: '/health',
  access: 'public',
  tag: 'health',
  summary: 'Whether this process lives',
  params: noParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'It lives', schema: z.strictObject({ status: z.literal('ok') }) } },
  handle: () => Promise.resolve(ok({ status: 'ok' })),
});
