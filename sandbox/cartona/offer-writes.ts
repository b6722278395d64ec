import { z } from 'zod';
import type { Product } from './product-model.ts';
import type { CartonaState } from './state.ts';

/** The vendor's page says float, its own module sends a string: both are read, thousands separators are not. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const price = number.refine((value) => value > 0, 'must be more than zero');
const quantity = number.refine(
  (value) => Number.isInteger(value) && value >= 0,
  'must be a whole number, not negative',
);
const text = z.union([z.string(), z.number().transform(String)]);

export const offerItemSchema = z.looseObject({
  supplier_product_id: text.nullish(),
  internal_product_id: text.nullish(),
  base_product_id: text.nullish(),
  unit: z.string().nullish(),
  unit_count: number.nullish(),
  supplier_code: text.nullish(),
  selling_price: price.optional(),
  available_stock_quantity: quantity.optional(),
  is_unlimited_stock: z.boolean().optional(),
  in_stock: z.boolean().optional(),
  is_published: z.boolean().optional(),
  min_order: number.optional(),
  max_order: number.nullable().optional(),
  remind_me_at_stock: number.nullable().optional(),
  notes: z.string().nullable().optional(),
});
type OfferItem = z.output<typeof offerItemSchema>;

const settable = [
  'selling_price',
  'available_stock_quantity',
  'is_unlimited_stock',
  'in_stock',
  'is_published',
  'min_order',
  'max_order',
  'remind_me_at_stock',
  'notes',
] as const;

/** `supplier_product_id` wins over `internal_product_id`, that over base product, unit and count. */
const productsNamedBy = (state: CartonaState, item: OfferItem): Product[] => {
  const ofAccount = (product: Product) => item.supplier_code == null || product.supplier_code === item.supplier_code;
  if (item.supplier_product_id != null) {
    const known = state.products.get(item.supplier_product_id)?.product;
    return known && ofAccount(known) ? [known] : [];
  }
  if (item.internal_product_id != null) return state.productsByInternalId(item.internal_product_id).filter(ofAccount);
  if (item.base_product_id == null) return [];
  const isMeant = (product: Product) =>
    product.base_product_id === item.base_product_id &&
    (item.unit == null || product.unit === item.unit) &&
    (item.unit_count == null || product.unit_count === item.unit_count);
  const found: Product[] = [];
  for (const { product } of state.products.values()) if (ofAccount(product) && isMeant(product)) found.push(product);
  return found;
};

const changeOf = (item: OfferItem): Partial<Product> =>
  Object.fromEntries(settable.filter((field) => item[field] !== undefined).map((field) => [field, item[field]]));

export interface OfferProblem {
  /** Position of the item in the call. */
  readonly index: number;
  /** As in Cartona's product list (sic); null where the item names no product of its own. */
  readonly suppler_prodcut_id: string | null;
  readonly message: string;
}

/** What a bad item does: it stops all of its call, or only itself. */
export type BadOffers = 'stops-call' | 'stops-item';

/** Sets prices and stock, absolutely. Gives the items that are bad. */
export const writeOffers = (state: CartonaState, items: readonly unknown[], bad: BadOffers): OfferProblem[] => {
  const problems: OfferProblem[] = [];
  const changes: Parameters<CartonaState['changeOffers']>[0][number][] = [];
  const at = new Date().toISOString();
  const call = state.takeNumbers(1);
  items.forEach((raw, index) => {
    const parsed = offerItemSchema.safeParse(raw);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        problems.push({ index, suppler_prodcut_id: null, message: `${path.join('.')}: ${message}` });
      }
      return;
    }
    const item = parsed.data;
    const products = productsNamedBy(state, item);
    if (products.length === 0) {
      problems.push({ index, suppler_prodcut_id: item.supplier_product_id ?? null, message: 'no such product' });
    }
    for (const product of products) {
      const { supplier_product_id: id, refuses } = product;
      if (refuses !== null) {
        problems.push({ index, suppler_prodcut_id: id, message: refuses });
        continue;
      }
      changes.push({
        id,
        product: changeOf(item),
        change: {
          at,
          call,
          ...(item.selling_price === undefined ? {} : { selling_price: item.selling_price }),
          ...(item.available_stock_quantity === undefined
            ? {}
            : { available_stock_quantity: item.available_stock_quantity }),
          item: raw,
        },
      });
    }
  });
  if (problems.length === 0 || bad === 'stops-item') state.changeOffers(changes);
  return problems;
};
