import { hash } from 'node:crypto';
import { z } from 'zod';
import type { ConfirmedOrder } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import { timeOf } from '../pricelist-rows.ts';
import { saleOrderState } from '../sale-order-fields.ts';
import { id, reference, text } from '../values.ts';

/** What the watch asks of each sale order that was written: stored fields, and few of them. */
export const confirmedOrderRow = z.object({
  id,
  name: z.string(),
  // An addon may have states of its own: such an order means nothing to us until it is in one we know.
  state: z.string(),
  write_date: z.string(),
  date_order: text,
  amount_total: z.number(),
  partner_shipping_id: reference,
  user_id: reference,
  company_id: id,
  team_id: reference,
  tag_ids: z.array(id),
  warehouse_id: reference,
  note: text,
});
export type ConfirmedOrderRow = z.infer<typeof confirmedOrderRow>;

/** The fields to ask for, of this schema or one that extends it. */
export const fieldsOf = (row: z.ZodObject): readonly string[] =>
  Object.keys(row.shape).filter((field) => field !== 'id');

/** Null for an order in a state that is none of Odoo's own. */
export const confirmedOrderOf = (row: ConfirmedOrderRow): ConfirmedOrder | null => {
  const state = saleOrderState.safeParse(row.state);
  if (!state.success) return null;
  return {
    id: row.id,
    name: row.name,
    state: state.data,
    orderedAt: timeOf(row.date_order)?.toISOString() ?? null,
    mark: markOf(row),
    companyId: row.company_id,
    teamId: row.team_id,
    tagIds: row.tag_ids.toSorted((one, other) => one - other),
    warehouseId: row.warehouse_id,
  };
};

/**
 * `write_date` comes in whole seconds, so what was written twice in one second is told by the values themselves. 96 bits are plenty to tell an
 * order from itself.
 */
const markOf = (row: ConfirmedOrderRow): string => {
  const watched = [
    row.write_date,
    row.name,
    row.state,
    row.date_order,
    row.amount_total,
    row.partner_shipping_id,
    row.user_id,
    row.team_id,
    row.tag_ids.toSorted((one, other) => one - other),
    row.warehouse_id,
    row.note,
  ];
  return hash('sha256', JSON.stringify(watched), 'base64url').slice(0, 16);
};
