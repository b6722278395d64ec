import { z } from 'zod';
import type { OdooProduct, ProductKey } from './client.ts';
import { done } from './grouping.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import { id, text } from './values.ts';

const productRow = z.object({
  id,
  name: z.string(),
  default_code: text,
  barcode: text,
  active: z.boolean(),
  sale_ok: z.boolean(),
});
const fields = ['name', 'default_code', 'barcode', 'active', 'sale_ok'] as const;

/** An order of a hundred lines asks for a hundred products at once. */
const batch = 500;
const keptMs = 5_000;
const keptAtMost = 20_000;

const fieldOf = { id: 'id', 'default-code': 'default_code', barcode: 'barcode' } as const satisfies Record<
  ProductKey['by'],
  string
>;

/** Products by id, internal reference or barcode. What was found is kept for seconds; what was not is asked for again. */
export const createFindProducts = (operations: Operations): ((by: ProductKey) => Promise<readonly OdooProduct[]>) => {
  const kept = new Map<string, { readonly until: number; readonly products: readonly OdooProduct[] }>();

  const find = groupOrders<ProductKey, readonly OdooProduct[]>(operations, {
    batch,
    shapeOf: (key) => key.by,
    keyOf: (key) => String(key.value),
    run: async (keys) => {
      const by = keys[0]?.by ?? 'id';
      const rows = await operations.rpc.call(
        {
          model: 'product.product',
          method: 'search_read',
          params: { domain: [[fieldOf[by], 'in', keys.map((key) => key.value)]], fields, order: 'id asc', load: '' },
          context: { active_test: false },
          effect: 'read',
          about: `products by ${by}`,
        },
        z.array(productRow),
      );
      const products = rows.map(productOf);
      return keys.map((key) => done(products.filter((product) => valueBy(product, key.by) === key.value)));
    },
  });

  return async (key) => {
    const keptKey = `${key.by}:${key.value}`;
    const known = kept.get(keptKey);
    if (known !== undefined && known.until > Date.now()) return known.products;
    kept.delete(keptKey);
    const products = await find(key);
    if (kept.size >= keptAtMost) kept.clear();
    if (products.length > 0) kept.set(keptKey, { until: Date.now() + keptMs, products });
    return products;
  };
};

const productOf = (row: z.infer<typeof productRow>): OdooProduct => ({
  id: row.id,
  name: row.name,
  defaultCode: row.default_code,
  barcode: row.barcode,
  active: row.active,
  saleOk: row.sale_ok,
});

const valueBy = (product: OdooProduct, by: ProductKey['by']): string | number | null => {
  switch (by) {
    case 'id':
      return product.id;
    case 'default-code':
      return product.defaultCode;
    case 'barcode':
      return product.barcode;
  }
};
