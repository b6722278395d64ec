import { z } from 'zod';
import { deleteListing as remove } from '../../../store/listings.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { notFound } from '../../problem.ts';
import { listingParams } from './put.ts';

export const deleteListing = endpoint({
  method: 'DELETE',
  path: '/api/listings/{connection}/{externalId}',
  access: 'operate',
  tag: 'listings',
  summary: 'Forgets which product a listing is',
  params: listingParams,
  query: noQuery,
  body: noBody,
  answers: {
    200: {
      description: 'Forgotten',
      schema: z.strictObject({ connection: z.string(), externalId: z.string(), deleted: z.literal(true) }),
    },
  },
  problems: ['not-found'],
  handle: async ({ params: { connection, externalId } }, { db }) => {
    if (!(await remove(db, connection, externalId)))
      throw notFound(`There is no listing ${externalId} of ${connection}`);
    return ok({ connection, externalId, deleted: true });
  },
});
