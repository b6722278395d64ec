import { z } from 'zod';
import { listOffers as readOffers } from '../../../store/offer-list.ts';
import { pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { connectionFilter, flag, moment, pageQuery, pageShape } from '../../list-query.ts';
import { largestProductId } from '../../listings/listing-shape.ts';
import { offerShape, toOffer } from '../../offers/offer-shape.ts';

const position = z.tuple([z.string(), z.string()]);

export const listOffers = endpoint({
  method: 'GET',
  path: '/api/offers',
  access: 'read',
  tag: 'offers',
  summary: 'What each marketplace was told last of price and stock, and what is still to be told',
  params: noParams,
  query: z.strictObject({
    connection: connectionFilter,
    product: z
      .string()
      .regex(/^\d{1,10}$/, 'must be the id of a product in Odoo')
      .transform(Number)
      .pipe(z.int().max(largestProductId, 'must be the id of a product in Odoo'))
      .optional()
      .describe('`product.product`.'),
    q: z.string().trim().min(1).max(200).optional().describe("Part of the listing's id or name, or the product's id."),
    pending: flag.describe('true: only those that wait to be pushed.'),
    refused: flag.describe('true: only those the marketplace refused.'),
    since: moment.optional().describe('Pushed then or later.'),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(offerShape) } },
  handle: async ({ query: { cursor, limit, product, ...filter } }, { db }) => {
    const after = readCursor(cursor, position);
    const offers = await readOffers(db, { ...filter, productId: product, after, limit: limit + 1 });
    return ok(pageOf(offers, limit, toOffer, ({ connection, externalId }) => [connection, externalId]));
  },
});
