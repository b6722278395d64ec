import { z } from 'zod';
import { attentionKinds } from '../../../domain/order-stage.ts';
import { retryMatching } from '../../attention/retry-matching.ts';
import { endpoint, noParams, noQuery, ok } from '../../endpoint.ts';

const body = z.strictObject({
  filter: z
    .strictObject({ connection: z.string().min(1).optional(), kind: z.enum(attentionKinds).optional() })
    .describe('Empty: everything.'),
});

const answer = z.strictObject({
  retried: z.int(),
  refused: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
  more: z.boolean().describe('Whether some were left: ask again.'),
});

export const retryAllAttention = endpoint({
  method: 'POST',
  path: '/api/attention/retry',
  access: 'operate',
  tag: 'attention',
  summary: 'Retries all attention that matches, at most a thousand at a time',
  params: noParams,
  query: noQuery,
  body,
  answers: { 200: { description: 'What was accepted; outcomes are seen later', schema: answer } },
  handle: async ({ body: { filter } }, deps) => ok(await retryMatching(deps, filter)),
});
