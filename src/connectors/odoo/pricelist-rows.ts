import { z } from 'zod';
import type { PricelistRule } from '../../domain/pricelist.ts';
import { decimalOf } from './decimals.ts';
import { id, reference, text } from './values.ts';

/** The fields of `product.pricelist.item` that make a price, the same on 17, 18 and 19. */
export const pricelistRuleRow = z.object({
  id,
  pricelist_id: id,
  currency_id: reference,
  applied_on: z.string(),
  min_quantity: z.number(),
  product_id: reference,
  product_tmpl_id: reference,
  categ_id: reference,
  date_start: text,
  date_end: text,
  compute_price: z.string(),
  base: z.string(),
  base_pricelist_id: reference,
  fixed_price: z.number(),
  percent_price: z.number(),
  // The mark-up of 18 and 19 is this with the other sign, kept equal by Odoo.
  price_discount: z.number(),
  price_round: z.number(),
  price_surcharge: z.number(),
  price_min_margin: z.number(),
  price_max_margin: z.number(),
});

export const pricelistRuleOf = (row: z.infer<typeof pricelistRuleRow>): PricelistRule => ({
  id: row.id,
  pricelistId: row.pricelist_id,
  appliedOn: row.applied_on,
  minQuantity: decimalOf(row.min_quantity),
  productId: row.product_id,
  templateId: row.product_tmpl_id,
  categoryId: row.categ_id,
  startsAt: timeOf(row.date_start),
  endsAt: timeOf(row.date_end),
  computePrice: row.compute_price,
  base: row.base,
  basePricelistId: row.base_pricelist_id,
  fixedPrice: decimalOf(row.fixed_price),
  percentPrice: decimalOf(row.percent_price),
  discount: decimalOf(row.price_discount),
  roundTo: decimalOf(row.price_round),
  surcharge: decimalOf(row.price_surcharge),
  minMargin: decimalOf(row.price_min_margin),
  maxMargin: decimalOf(row.price_max_margin),
});

/** Odoo's UTC time in text (odoo.md §2.1). */
export const timeOf = (value: string | null): Date | null =>
  value === null ? null : new Date(`${value.replace(' ', 'T')}Z`);
