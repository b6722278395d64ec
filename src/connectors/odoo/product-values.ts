import type { ProductValues } from '../../domain/offers.ts';
import type { ProductValuesQuery } from './client.ts';
import { decimalOf } from './decimals.ts';
import { readAtPricelist } from './pricelist-values.ts';
import type { PricelistParts } from './pricelist-values.ts';
import { readProductRows } from './product-rows.ts';

const pageSize = 500;

/** Price and stock of products, a page a turn in the queue: orders come in between. */
export const createReadProductValues =
  (parts: PricelistParts) =>
  async (query: ProductValuesQuery): Promise<ReadonlyMap<number, ProductValues>> => {
    const ids = [...new Set(query.productIds)];
    const found = new Map<number, ProductValues>();
    for (let from = 0; from < ids.length; from += pageSize) {
      const page = ids.slice(from, from + pageSize);
      const values =
        query.price === 'list_price'
          ? await readAtSalesPrice(parts, page, query)
          : await readAtPricelist(parts, page, query, query.price.pricelist);
      for (const one of values) found.set(one.productId, one);
    }
    return found;
  };

const readAtSalesPrice = (
  { rpc, lanes, currencies }: PricelistParts,
  ids: readonly number[],
  query: ProductValuesQuery,
): Promise<readonly ProductValues[]> =>
  lanes.run('orders', async () => {
    const { rows } = await readProductRows(rpc, ids, query, false);
    const known = await currencies(rows.flatMap((row) => row.currency_id ?? []));
    return rows.map((row) => ({
      productId: row.id,
      active: row.active,
      price: decimalOf(row.lst_price),
      priceDecimals: known.get(row.currency_id ?? 0)?.decimals ?? 2,
      stock: row.stock,
    }));
  });
