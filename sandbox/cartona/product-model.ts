import { z } from 'zod';
import { withDefaults } from '../with-defaults.ts';

export const offerChangeSchema = z.object({
  at: z.string(),
  /** Number of the call it came with: what one call brought has the same. */
  call: z.int().optional(),
  selling_price: z.number().optional(),
  available_stock_quantity: z.number().optional(),
  /** The item as it was received. */
  item: z.unknown(),
});
export type OfferChange = z.output<typeof offerChangeSchema>;

export const productSchema = z.object({
  supplier_product_id: z.string(),
  internal_product_id: z.string().nullable(),
  base_product_id: z.string(),
  supplier_code: z.string(),
  product_name: z.string(),
  unit: z.string(),
  unit_count: z.number(),
  selling_price: z.number(),
  available_stock_quantity: z.number(),
  is_unlimited_stock: z.boolean(),
  in_stock: z.boolean(),
  is_published: z.boolean(),
  min_order: z.number(),
  max_order: z.number().nullable(),
  remind_me_at_stock: z.number().nullable(),
  notes: z.string().nullable(),
  /** Why Cartona refuses new prices and stock of it; never shown to the supplier but in the refusal. */
  refuses: z.string().min(1).nullable(),
});
export type Product = z.output<typeof productSchema>;

export const productRecordSchema = z.object({
  // Journals of before have no `refuses`.
  product: productSchema.extend({ refuses: productSchema.shape.refuses.default(null) }),
  history: z.array(offerChangeSchema),
});
export type ProductRecord = z.output<typeof productRecordSchema>;

/** What is given to make a product known. */
export const productInputSchema = productSchema.partial().required({ supplier_product_id: true }).strict();
export type NewProduct = z.output<typeof productInputSchema>;

/** The product as it was, or a new one, with what is given. */
export const productFrom = (given: NewProduct, known?: Product): Product =>
  withDefaults<Product>(
    known ?? {
      supplier_product_id: given.supplier_product_id,
      internal_product_id: null,
      base_product_id: `9${given.supplier_product_id}`,
      supplier_code: '1',
      product_name: `Product ${given.supplier_product_id}`,
      unit: 'box',
      unit_count: 12,
      selling_price: 100,
      available_stock_quantity: 0,
      is_unlimited_stock: false,
      in_stock: true,
      is_published: true,
      min_order: 1,
      max_order: null,
      remind_me_at_stock: null,
      notes: null,
      refuses: null,
    },
    given,
  );
