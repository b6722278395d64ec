import { z } from 'zod';
import type { OdooProduct, ProductKey } from './client.ts';
import { done } from './grouping.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import { id, text } from './values.ts';

const productRow = z.looseObject({
  id,
  product_tmpl_id: id,
  name: z.string(),
  default_code: text,
  barcode: text,
  active: z.boolean(),
  sale_ok: z.boolean(),
});
const fields = ['name', 'product_tmpl_id', 'default_code', 'barcode', 'active', 'sale_ok'] as const;

/** An order of a hundred lines asks for a hundred products at once. */
const batch = 500;
const keptMs = 5_000;
const keptAtMost = 20_000;

const fieldOf = (key: ProductKey): string => {
  switch (key.by) {
    case 'id':
      return 'id';
    case 'default-code':
      return 'default_code';
    case 'barcode':
      return 'barcode';
    case 'field':
      return key.field;
  }
};

/** Products by id, internal reference, barcode or a field of the user's choice. What was found is kept for seconds; what was not is asked for again. */
export const createFindProducts = (operations: Operations): ((by: ProductKey) => Promise<readonly OdooProduct[]>) => {
  const kept = new Map<string, { readonly until: number; readonly products: readonly OdooProduct[] }>();

  const find = groupOrders<ProductKey, readonly OdooProduct[]>(operations, {
    batch,
    shapeOf: fieldOf,
    keyOf: (key) => String(key.value),
    run: async (keys) => {
      const [first] = keys;
      const by = first === undefined ? 'id' : fieldOf(first);
      const rows = await operations.rpc.call(
        {
          model: 'product.product',
          method: 'search_read',
          params: {
            domain: [[by, 'in', keys.map((key) => key.value)]],
            fields: [...new Set([...fields, by])].filter((field) => field !== 'id'),
            order: 'id asc',
            load: '',
          },
          context: { active_test: false },
          effect: 'read',
          about: `products by ${by}`,
        },
        z.array(productRow),
      );
      return keys.map((key) => done(rows.filter((row) => row[by] === key.value).map(productOf)));
    },
  });

  return async (key) => {
    const keptKey = `${fieldOf(key)}:${key.value}`;
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
  templateId: row.product_tmpl_id,
  name: row.name,
  defaultCode: row.default_code,
  barcode: row.barcode,
  active: row.active,
  saleOk: row.sale_ok,
});
