import type { FulfilmentOrder, Receiver } from '../../domain/fulfilment/fulfilment.ts';
import { jsonNumber, lotList } from './lot-list.ts';

/**
 * An order as the dialect `v1` sends it. The body of its create call is not public: fields are those that the guide of Ysell names, spelled as
 * orders and items are when they are read (vendors.md §2). To be compared with the tenant's Swagger; docs/connectors/ysell.md says so.
 */
export const v1Order = (order: FulfilmentOrder) => {
  const orderedAt = dateTime(order.orderedAt);
  const address = v1Address(order.receiver);
  return {
    platform_order_id: order.reference,
    purchase_date: orderedAt,
    // Without it an order stays at "1 created": only what is paid goes on to the prep centre.
    payment_date: orderedAt,
    currency: order.currency,
    comment: order.comment ?? undefined,
    shipping_address: address,
    billing_address: address,
    items: order.lines.map((line) => ({
      p_id: line.centreProductId,
      name: line.name,
      quantity: jsonNumber(line.quantity),
      price: jsonNumber(line.unitPrice),
      serial_num: line.lots.length === 0 ? undefined : lotList(line),
    })),
  };
};

const v1Address = (receiver: Receiver) => ({
  name: receiver.name,
  phone: receiver.phone,
  email: receiver.email ?? undefined,
  street: receiver.street,
  city: receiver.city,
  zip: receiver.zip ?? undefined,
  state: receiver.state ?? undefined,
  country: receiver.country ?? undefined,
});

/** `YYYY-MM-DD HH:MM:SS`, UTC. */
const dateTime = (iso: string): string => new Date(iso).toISOString().slice(0, 19).replace('T', ' ');
