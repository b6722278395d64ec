import { z } from 'zod';
import { createToken as make, environmentTokenName, tokenScopes } from '../../../store/tokens.ts';
import { endpoint, noParams, noQuery } from '../../endpoint.ts';
import { createdTokenShape, toToken } from './token-shape.ts';

export const createToken = endpoint({
  method: 'POST',
  path: '/api/tokens',
  access: 'admin',
  tag: 'tokens',
  summary: 'Makes a token; its text is shown this once',
  params: noParams,
  query: noQuery,
  body: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .refine(
        (name) => name !== environmentTokenName,
        `must not be ${environmentTokenName}: that is the one of the environment`,
      )
      .describe('Whom it is for.'),
    scope: z.enum(tokenScopes),
  }),
  answers: { 201: { description: 'The token', schema: createdTokenShape } },
  handle: async ({ body }, { db }) => {
    const created = await make(db, body);
    return { status: 201, body: { ...toToken(created), token: created.token } };
  },
});
