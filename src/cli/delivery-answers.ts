import { z } from 'zod';

/** What the commands read from the API's answers about what couriers carry. Everything else passes through untouched. */

const nullableText = z.string().nullish();

export const delivery = z.looseObject({
  shipment_id: z.string(),
  picking_id: z.number(),
  connection: z.string(),
  provider_code: nullableText,
  state: z.string(),
  tracking_number: nullableText,
  error: nullableText,
  label: nullableText,
  updated_at: nullableText,
  number: z.string(),
  n: z.number(),
  courier: z.looseObject({ id: z.string(), status: nullableText, words: nullableText, at: nullableText }).nullish(),
  attention: z.looseObject({ kind: z.string(), reason: z.string() }).nullish(),
  odoo: z.looseObject({ state: nullableText, url: nullableText }).nullish(),
});
export type Delivery = z.infer<typeof delivery>;

export const bookedDelivery = z.looseObject({ message: z.string(), shipment: delivery });

export const deliveryDetail = delivery.extend({
  reference: nullableText,
  receiver: z
    .looseObject({
      name: z.string(),
      contact: nullableText,
      street: z.string(),
      street2: nullableText,
      zip: z.string(),
      city: z.string(),
      country: nullableText,
      phone: nullableText,
      email: nullableText,
    })
    .nullish(),
  parcels: z.array(z.looseObject({ count: z.number(), weightKg: z.string(), description: nullableText })),
  notes: nullableText,
  events: z.array(z.looseObject({ at: z.string(), text: z.string(), location: nullableText })),
  sendingSince: nullableText,
  askedAt: nullableText,
  cancelRefused: nullableText,
  openAttention: z.array(z.looseObject({ kind: z.string(), reason: z.string() })),
  timeline: z.array(z.looseObject({ at: z.string(), text: z.string() })),
  workflowId: nullableText,
  url: nullableText,
});
export type DeliveryDetail = z.infer<typeof deliveryDetail>;
