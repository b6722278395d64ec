import { z } from 'zod';
import type { OdooServer } from '../client.ts';
import { partnerRow } from '../fulfilment/order-rows.ts';
import { addressSpecification, all } from '../fulfilment/order-spec.ts';
import type { Specification } from '../fulfilment/order-spec.ts';
import { id, orNull, reference, text } from '../values.ts';

/** Fields of transfers that come with modules: sale_stock, stock_delivery (`shipping_weight` is stock's own in 19). */
export const fieldsOfModules = ['sale_id', 'weight', 'shipping_weight', 'carrier_tracking_ref'] as const;

const weighed = z.object({ id, display_name: z.string(), weight: z.number(), weight_uom_name: text });
export type WeighedProduct = z.infer<typeof weighed>;

const moveRow = z.object({ id, state: z.string(), product_qty: z.number(), product_id: weighed });
export type MoveRow = z.infer<typeof moveRow>;

const moveLineRow = z.object({
  id,
  quantity_product_uom: z.number(),
  product_id: orNull(weighed),
  result_package_id: orNull(z.object({ id, outermost_package_id: reference.optional() })),
});
export type MoveLineRow = z.infer<typeof moveLineRow>;

/** A transfer with what is carried, as `web_read` nests it. */
export const carriedRow = z.object({
  id,
  name: z.string(),
  state: z.string(),
  origin: text,
  user_id: reference,
  note: text,
  partner_id: orNull(partnerRow),
  move_ids: z.array(moveRow),
  move_line_ids: z.array(moveLineRow),
  sale_id: orNull(z.object({ id, user_id: reference })).optional(),
  weight: z.number().optional(),
  shipping_weight: z.number().optional(),
  carrier_tracking_ref: text.optional(),
});
export type CarriedRow = z.infer<typeof carriedRow>;

/** @param there those of `fieldsOfModules` that this Odoo has */
export const carriedSpecification = (major: OdooServer['major'], there: readonly string[]): Specification => {
  const product = { fields: all('display_name', 'weight', 'weight_uom_name') };
  return {
    ...all('name', 'state', 'origin', 'user_id', 'note', ...there),
    ...(there.includes('sale_id') ? { sale_id: { fields: all('user_id') } } : {}),
    partner_id: { fields: addressSpecification(major) },
    move_ids: { fields: { ...all('state', 'product_qty'), product_id: product } },
    move_line_ids: {
      fields: {
        ...all('quantity_product_uom'),
        product_id: product,
        // From 19 on, packages stand in packages.
        result_package_id: { fields: major === 19 ? all('outermost_package_id') : {} },
      },
    },
  };
};
