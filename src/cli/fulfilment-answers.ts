import { z } from 'zod';

/** What the commands read from the API's answers about shipments. Everything else passes through untouched. */

const nullableText = z.string().nullish();

export const fulfilment = z.looseObject({
  connection: z.string(),
  saleOrderId: z.number(),
  number: z.string(),
  stage: z.string(),
  attention: z.looseObject({ kind: z.string(), reason: z.string() }).nullish(),
  waitsFor: nullableText,
  centre: z
    .looseObject({ id: z.string(), status: nullableText, class: nullableText, words: nullableText, at: nullableText })
    .nullish(),
  trackingNumber: nullableText,
  odoo: z.looseObject({ state: nullableText, url: nullableText }).nullish(),
  transfer: z.looseObject({ name: z.string(), url: nullableText }).nullish(),
  updatedAt: nullableText,
});
export type Fulfilment = z.infer<typeof fulfilment>;

export const fulfilmentDetail = fulfilment.extend({
  receiver: z
    .looseObject({
      name: z.string(),
      phone: z.string(),
      email: nullableText,
      street: z.string(),
      city: z.string(),
      zip: nullableText,
      state: nullableText,
      country: nullableText,
    })
    .nullish(),
  currency: nullableText,
  comment: nullableText,
  lines: z.array(
    z.looseObject({
      productId: z.number(),
      centreProductId: z.string(),
      name: z.string(),
      quantity: z.string(),
      unitPrice: z.string(),
      lots: z.array(z.looseObject({ name: z.string() })),
    }),
  ),
  sendingSince: nullableText,
  askedAt: nullableText,
  openAttention: z.array(z.looseObject({ kind: z.string(), reason: z.string() })),
  timeline: z.array(z.looseObject({ at: z.string(), text: z.string() })),
  workflowId: nullableText,
  url: nullableText,
});
export type FulfilmentDetail = z.infer<typeof fulfilmentDetail>;

/** What a round answers, and says of itself while it is under way. */
export const followResult = z.looseObject({
  asked: z.number(),
  changed: z.number(),
  done: z.number(),
  dead: z.number(),
  errors: z.number(),
  unknown: z.number(),
  made: z.number(),
});
export type FollowResult = z.infer<typeof followResult>;
