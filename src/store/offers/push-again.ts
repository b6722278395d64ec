import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../schema.ts';
import { markListingsDirty } from './notice.ts';

/**
 * Notes that these products, or all that are listed, are to be sent whatever was pushed before. Safe to repeat.
 *
 * @returns how many listings that are
 */
export const pushAgain = (
  db: Kysely<Database>,
  connection: string,
  { productIds, reason }: { readonly productIds: readonly number[] | undefined; readonly reason: string },
): Promise<number> =>
  db.transaction().execute(async (transaction) => {
    let query = transaction
      .selectFrom('listings')
      .select('external_id')
      .where('connection', '=', connection)
      .where('enabled', '=', true)
      .where('product_id', 'is not', null);
    if (productIds !== undefined) {
      query = query.where(sql<boolean>`product_id = any(${[...productIds]}::bigint[])`);
    }
    const listings = await query.execute();
    const externalIds = listings.map(({ external_id: externalId }) => externalId);
    const bulk = productIds === undefined;
    return markListingsDirty(transaction, connection, externalIds, { bulk, reason, forgetPushed: true });
  });
