import type { OdooServer } from '../client.ts';
import { confirmedOrderRow, fieldsOf } from './confirmed-order.ts';
import { lineUnitOf } from './order-rows.ts';

/** What `web_read` is to nest: a field by its name, with the fields of the record behind it. Public on 17, 18 and 19. */
export interface Specification {
  readonly [field: string]: { readonly fields?: Specification };
}

export const all = (...fields: readonly string[]): Specification =>
  Object.fromEntries(fields.map((field) => [field, {}]));

/** What is asked of a partner that goods go to: the fields of `partnerRow`. */
export const addressSpecification = (major: OdooServer['major']): Specification => {
  // `mobile` is gone in 19 (odoo.md §7.1).
  const reachable = all('name', 'phone', ...(major === 19 ? [] : ['mobile']));
  return {
    ...reachable,
    ...all('is_company', 'commercial_company_name', 'email', 'street', 'street2', 'city', 'zip'),
    parent_id: { fields: all('name') },
    commercial_partner_id: { fields: reachable },
    state_id: { fields: all('name') },
    country_id: { fields: all('code') },
  };
};

/** All that is asked of a sale order, its lines, its delivery address and its transfers: one call, whatever the number of orders. */
export const orderSpecification = (major: OdooServer['major'], productIdField: string | null): Specification => {
  const unit = { fields: all('factor', 'rounding') };
  return {
    ...all(...fieldsOf(confirmedOrderRow)),
    currency_id: { fields: all('name', 'decimal_places') },
    partner_shipping_id: { fields: addressSpecification(major) },
    order_line: {
      fields: {
        ...all('product_uom_qty', 'price_subtotal', 'is_downpayment', 'display_type'),
        [lineUnitOf(major)]: unit,
        product_id: {
          fields: {
            ...all('display_name', 'type', 'tracking', ...(productIdField === null ? [] : [productIdField])),
            uom_id: unit,
          },
        },
      },
    },
    picking_ids: {
      fields: {
        ...all('name', 'state', 'picking_type_code', 'return_id', 'backorder_id'),
        move_ids: { fields: all('product_id', 'sale_line_id', 'move_dest_ids', 'rule_id') },
        move_line_ids: {
          fields: {
            ...all('move_id', 'product_id', 'lot_name', 'quantity_product_uom'),
            lot_id: { fields: all('name') },
          },
        },
      },
    },
  };
};
