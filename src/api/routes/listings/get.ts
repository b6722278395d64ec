import { getListings } from '../../../store/listings.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { listingShape, toListing } from '../../listings/listing-shape.ts';
import { notFound } from '../../problem.ts';
import { findConnection } from '../connections/connection-params.ts';
import { listingParams } from './put.ts';

export const getListing = endpoint({
  method: 'GET',
  path: '/api/listings/{connection}/{externalId}',
  access: 'read',
  tag: 'listings',
  summary: 'Which product a listing is',
  params: listingParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The listing', schema: listingShape } },
  problems: ['not-found'],
  handle: async ({ params: { connection, externalId } }, deps) => {
    await findConnection(deps, connection);
    const [listing] = await getListings(deps.db, connection, [externalId]);
    if (listing === undefined) throw notFound(`There is no listing ${externalId} of ${connection}`);
    return ok(toListing(listing));
  },
});
