import { z } from 'zod';
import { listTokens as readTokens } from '../../../store/tokens.ts';
import { pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { pageQuery, pageShape } from '../../list-query.ts';
import { toToken, tokenShape } from './token-shape.ts';

const position = z.tuple([z.string()]);

export const listTokens = endpoint({
  method: 'GET',
  path: '/api/tokens',
  access: 'admin',
  tag: 'tokens',
  summary: 'Who may talk to this API; revoked ones last',
  params: noParams,
  query: z.strictObject(pageQuery),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(tokenShape) } },
  handle: async ({ query: { cursor, limit } }, { db }) => {
    const [after] = readCursor(cursor, position) ?? [];
    const tokens = await readTokens(db);
    const from = after === undefined ? 0 : tokens.findIndex(({ id }) => id === after) + 1;
    return ok(pageOf(tokens.slice(from), limit, toToken, ({ id }) => [id]));
  },
});
