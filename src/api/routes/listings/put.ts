import { z } from 'zod';
import { getListings, mapListings } from '../../../store/listings.ts';
import { endpoint, noQuery, ok } from '../../endpoint.ts';
import { factor, largestProductId, listingShape, toListing } from '../../listings/listing-shape.ts';
import { findConnection } from '../connections/connection-params.ts';

export const listingParams = z.strictObject({
  connection: z.string().describe('Id of the connection.'),
  externalId: z
    .string()
    .min(1)
    .max(1_000)
    .describe(
      "The marketplace's id of the product, or `internal:<internal id>` where it has none. Of a point of sale: `ItemID`, or `name:<ItemName>` where that is 0. Of a prep centre: its id of the product.",
    ),
});

export const putListing = endpoint({
  method: 'PUT',
  path: '/api/listings/{connection}/{externalId}',
  access: 'operate',
  tag: 'listings',
  summary: 'Says which product a listing is; orders and shipments that wait for it go on after a retry',
  params: listingParams,
  query: noQuery,
  body: z.strictObject({
    productId: z.int().positive().max(largestProductId).describe('`product.product`.'),
    enabled: z.boolean().optional().describe('Left out: as it is, at first true.'),
    factor: factor
      .optional()
      .describe('Units of the product in one unit of the listing. Left out: as it is, at first 1.'),
  }),
  answers: { 200: { description: 'The listing', schema: listingShape } },
  problems: ['not-found'],
  handle: async ({ params: { connection, externalId }, body }, deps) => {
    await findConnection(deps, connection);
    const [stored] = await getListings(deps.db, connection, [externalId]);
    const mapping = {
      externalId,
      productId: body.productId,
      enabled: body.enabled ?? stored?.enabled ?? true,
      factor: body.factor ?? stored?.factor ?? '1',
    };
    await mapListings(deps.db, connection, [mapping]);
    const listings = await getListings(deps.db, connection, [externalId]);
    return ok(listings.map(toListing)[0]);
  },
});
