import type { FulfilmentOrder } from '../../domain/fulfilment/fulfilment.ts';
import { jsonNumber, lotList } from './lot-list.ts';

/** An order as the dialect `requirement` sends it (interface.md §4); what is not known is left out. */
export const requirementOrder = (order: FulfilmentOrder) => {
  const { receiver } = order;
  return {
    order_id: order.reference,
    order_date: order.orderedAt,
    client_name: receiver.name,
    client_phone: receiver.phone,
    client_email: receiver.email ?? undefined,
    client_address_street: receiver.street,
    client_address_city: receiver.city,
    client_address_zip: receiver.zip ?? undefined,
    client_address_country: receiver.country ?? undefined,
    comment: order.comment ?? undefined,
    products: order.lines.map((line) => ({
      product_odoo_id: line.productId,
      product_id: line.centreProductId,
      quantity: jsonNumber(line.quantity),
      price: jsonNumber(line.unitPrice),
      product_name: line.name,
      serial_numbers: lotList(line),
    })),
  };
};
