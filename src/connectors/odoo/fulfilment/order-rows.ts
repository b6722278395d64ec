import { z } from 'zod';
import type { OdooServer } from '../client.ts';
import { id, orNull, reference, text } from '../values.ts';
import { confirmedOrderRow } from './confirmed-order.ts';

const named = z.object({ id, name: text });
const unit = orNull(z.object({ id, factor: z.number().positive(), rounding: z.number() }));

const reachable = z.object({ id, name: text, phone: text, mobile: text.optional() });

export const partnerRow = reachable.extend({
  is_company: z.boolean(),
  /** Of a contact: the name of its company, whether that is a record or only a name. */
  commercial_company_name: text,
  parent_id: orNull(named),
  commercial_partner_id: orNull(reachable),
  email: text,
  street: text,
  street2: text,
  city: text,
  zip: text,
  state_id: orNull(named),
  country_id: orNull(z.object({ id, code: text })),
});
export type PartnerRow = z.infer<typeof partnerRow>;

const productRow = z.looseObject({
  id,
  display_name: z.string(),
  type: z.string(),
  tracking: z.enum(['none', 'lot', 'serial']),
  uom_id: unit,
});

const lineShape = {
  id,
  product_id: orNull(productRow),
  product_uom_qty: z.number(),
  price_subtotal: z.number(),
  is_downpayment: z.boolean(),
  display_type: z.unknown(),
};

const moveRow = z.object({
  id,
  product_id: id,
  sale_line_id: reference,
  move_dest_ids: z.array(id),
  rule_id: reference,
});
export type MoveRow = z.infer<typeof moveRow>;

const moveLineRow = z.object({
  id,
  move_id: reference,
  product_id: reference,
  lot_id: orNull(named),
  lot_name: text,
  quantity_product_uom: z.number(),
});
export type MoveLineRow = z.infer<typeof moveLineRow>;

const transferRow = z.object({
  id,
  name: z.string(),
  state: z.string(),
  picking_type_code: z.string(),
  return_id: reference,
  backorder_id: reference,
  move_ids: z.array(moveRow),
  move_line_ids: z.array(moveLineRow),
});
export type TransferRow = z.infer<typeof transferRow>;

const orderShape = {
  currency_id: orNull(z.object({ id, name: z.string(), decimal_places: z.int().min(0).max(10) })),
  partner_shipping_id: partnerRow,
  picking_ids: z.array(transferRow),
};

/** The unit of a line has another name from 19 on (odoo.md §6). */
export const lineUnitOf = (major: OdooServer['major']): 'product_uom' | 'product_uom_id' =>
  major === 19 ? 'product_uom_id' : 'product_uom';

const rows = {
  product_uom: confirmedOrderRow.extend({
    ...orderShape,
    order_line: z.array(
      z
        .object({ ...lineShape, product_uom: unit })
        .transform(({ product_uom, ...row }) => ({ ...row, unit: product_uom })),
    ),
  }),
  product_uom_id: confirmedOrderRow.extend({
    ...orderShape,
    order_line: z.array(
      z
        .object({ ...lineShape, product_uom_id: unit })
        .transform(({ product_uom_id, ...row }) => ({ ...row, unit: product_uom_id })),
    ),
  }),
} as const;

/** An order with all that hangs on it, as `web_read` nests it. */
export const orderRowOf = (major: OdooServer['major']): z.ZodType<OrderRow> => rows[lineUnitOf(major)];

export type OrderRow = z.infer<(typeof rows)['product_uom']>;
export type LineRow = OrderRow['order_line'][number];
export type UnitRow = NonNullable<z.infer<typeof unit>>;
