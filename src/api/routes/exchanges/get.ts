import { z } from 'zod';
import { getExchange as readExchange } from '../../../store/exchange-list.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { exchangeShape, toExchange } from '../../exchange-shape.ts';
import { notFound } from '../../problem.ts';

export const getExchange = endpoint({
  method: 'GET',
  path: '/api/exchanges/{id}',
  access: 'read',
  tag: 'exchanges',
  summary: 'One call, with both bodies',
  params: z.strictObject({ id: z.string().regex(/^\d{1,15}$/, 'must be the id of an exchange') }),
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The call', schema: exchangeShape } },
  problems: ['not-found'],
  handle: async ({ params: { id } }, { db }) => {
    const row = await readExchange(db, Number(id));
    if (row === undefined) throw notFound(`There is no exchange ${id}: exchanges are kept for a set number of days`);
    return ok(toExchange(row));
  },
});
