import type { Db } from '../database.ts';

/** What the listings of a connection say a product is called there, and how many of its units one unit there is. */
export interface ListedProduct {
  readonly externalId: string;
  readonly factor: string;
}

export const centreIdsOf = async (
  db: Db,
  connection: string,
  productIds: readonly number[],
): Promise<ReadonlyMap<number, readonly ListedProduct[]>> => {
  if (productIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('listings')
    .select(['product_id', 'external_id', 'factor'])
    .where('connection', '=', connection)
    .where('enabled', '=', true)
    .where('product_id', 'in', [...productIds])
    .orderBy('external_id')
    .execute();
  const listed = rows.flatMap(({ product_id: productId, external_id: externalId, factor }) =>
    productId === null ? [] : [{ productId, externalId, factor }],
  );
  return Map.groupBy(listed, ({ productId }) => productId);
};
