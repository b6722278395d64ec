import { z } from 'zod';
import { environmentTokenName, getToken, revokeToken as revoke } from '../../../store/tokens.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { notFound, refused } from '../../problem.ts';

export const revokeToken = endpoint({
  method: 'DELETE',
  path: '/api/tokens/{id}',
  access: 'admin',
  tag: 'tokens',
  summary: 'Ends a token: within seconds no process takes it any more',
  params: z.strictObject({ id: z.uuid('must be the id of a token') }),
  query: noQuery,
  body: noBody,
  answers: {
    200: { description: 'It is ended', schema: z.strictObject({ id: z.string(), revoked: z.literal(true) }) },
  },
  problems: ['not-found', 'refused'],
  handle: async ({ params: { id } }, { db, tokens }) => {
    const token = await getToken(db, id);
    if (token === undefined) throw notFound(`There is no token ${id}`);
    if (token.name === environmentTokenName && token.revokedAt === null) {
      throw refused(`This is the token of the variable ${environmentTokenName}: set another there and start again`);
    }
    await revoke(db, id);
    tokens.forget();
    return ok({ id, revoked: true });
  },
});
