import { z } from 'zod';
import { listListings as readListings } from '../../../store/listings.ts';
import { pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { connectionFilter, flag, pageQuery, pageShape } from '../../list-query.ts';
import { listingShape, toListing } from '../../listings/listing-shape.ts';

const position = z.tuple([z.string(), z.string()]);

export const listListings = endpoint({
  method: 'GET',
  path: '/api/listings',
  access: 'read',
  tag: 'listings',
  summary: 'Which product of Odoo is which product of a marketplace, a point of sale or a prep centre',
  params: noParams,
  query: z.strictObject({
    connection: connectionFilter,
    q: z.string().trim().min(1).max(200).optional().describe("Part of the listing's id or name, or the product's id."),
    unmapped: flag.describe('true: only those without a product.'),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(listingShape) } },
  handle: async ({ query: { cursor, limit, ...filter } }, { db }) => {
    const listings = await readListings(db, { ...filter, after: readCursor(cursor, position), limit: limit + 1 });
    return ok(pageOf(listings, limit, toListing, ({ connection, externalId }) => [connection, externalId]));
  },
});
