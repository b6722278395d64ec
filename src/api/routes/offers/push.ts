import { z } from 'zod';
import { workflowIds } from '../../../domain/names.ts';
import { productsWithoutListing } from '../../../store/offer-list.ts';
import { pushAgain } from '../../../store/offers/push-again.ts';
import { assertOffersAreOn, assertRunning } from '../../connections/readiness.ts';
import type { ApiDeps } from '../../deps.ts';
import { endpoint, noQuery } from '../../endpoint.ts';
import { largestProductId } from '../../listings/listing-shape.ts';
import { badInput } from '../../parse-input.ts';
import { findConnection } from '../connections/connection-params.ts';

const productIds = z
  .array(z.int().positive().max(largestProductId))
  .min(1, 'must name at least one product; leave it out to push everything')
  .max(10_000)
  .optional()
  .describe('`product.product`; left out: everything that is listed.');

const body = z.strictObject({ productIds }).optional();

const pushedShape = z.strictObject({
  connection: z.string(),
  listings: z.int().describe('How many are sent, whatever was pushed before.'),
  workflowId: z.string(),
  url: z.string().describe('The run in the Temporal Web UI.'),
});

export const pushOffers = endpoint({
  method: 'POST',
  path: '/api/offers/{connection}/push',
  access: 'operate',
  tag: 'offers',
  summary: 'Sends price and stock as they are now, whatever was pushed before',
  params: z.strictObject({ connection: z.string().describe('Id of the connection.') }),
  query: noQuery,
  body,
  answers: { 202: { description: 'They are sent soon', schema: pushedShape } },
  problems: ['not-found', 'refused'],
  handle: async ({ params, body: asked }, deps) => {
    const connection = await findConnection(deps, params.connection);
    assertRunning(connection);
    assertOffersAreOn(connection);
    await assertListed(deps, connection.id, asked?.productIds ?? []);
    const listings = await pushAgain(deps.db, connection.id, { productIds: asked?.productIds, reason: 'asked for' });
    const workflowId = workflowIds.offers(connection.id);
    return { status: 202, body: { connection: connection.id, listings, workflowId, url: deps.links.run(workflowId) } };
  },
});

/** @throws Problem 400 naming each product that is not listed */
const assertListed = async ({ db }: ApiDeps, connection: string, asked: readonly number[]): Promise<void> => {
  const unlisted = await productsWithoutListing(db, connection, asked);
  if (unlisted.size === 0) return;
  const errors = asked.flatMap((id, index) =>
    unlisted.has(id)
      ? [{ path: `productIds[${index}]`, message: `no enabled listing of ${connection} is the product ${id}` }]
      : [],
  );
  throw badInput('the body', errors);
};
