import { z } from 'zod';
import { mapListings } from '../../../store/listings.ts';
import { endpoint, noQuery, ok } from '../../endpoint.ts';
import { findListedProducts } from '../../listings/find-products.ts';
import { readListingRows } from '../../listings/read-listing-rows.ts';
import { findConnection } from '../connections/connection-params.ts';

/** Rows of one statement. */
const batch = 1_000;

export const importListings = endpoint({
  method: 'POST',
  path: '/api/listings/{connection}/import',
  access: 'operate',
  tag: 'listings',
  summary: 'Says which products many listings are: all of the table or nothing of it',
  description:
    'CSV with the header `external_id,product,factor`. `product` is the id of the product in Odoo, its internal reference or its barcode; Odoo is asked.',
  params: z.strictObject({ connection: z.string().describe('Id of the connection.') }),
  query: noQuery,
  body: z.string(),
  bodyType: 'text',
  maxBytes: 4 * 1024 * 1024,
  answers: { 200: { description: 'All rows are stored', schema: z.strictObject({ imported: z.int() }) } },
  problems: ['not-found', 'too-large'],
  handle: async ({ params: { connection }, body }, deps) => {
    await findConnection(deps, connection);
    const rows = readListingRows(body);
    const products = await findListedProducts(deps.findProducts, rows);
    const mappings = rows.flatMap(({ externalId, factor }) => {
      const productId = products.get(externalId);
      return productId === undefined ? [] : [{ externalId, productId, enabled: true, factor }];
    });
    await deps.db.transaction().execute(async (transaction) => {
      for (let from = 0; from < mappings.length; from += batch) {
        await mapListings(transaction, connection, mappings.slice(from, from + batch));
      }
    });
    return ok({ imported: mappings.length });
  },
});
