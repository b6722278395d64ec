import { z } from 'zod';

export const itemSchema = z.strictObject({
  /** Ysell's id of the product. */
  productId: z.string(),
  odooProductId: z.string().nullable().default(null),
  name: z.string().nullable().default(null),
  quantity: z.number(),
  price: z.number().nullable().default(null),
  serials: z.array(z.string()).default([]),
});
export type Item = z.output<typeof itemSchema>;

export const receiverSchema = z.strictObject({
  name: z.string(),
  phone: z.string(),
  email: z.string().nullable().default(null),
  street: z.string(),
  city: z.string(),
  zip: z.string().nullable().default(null),
  state: z.string().nullable().default(null),
  country: z.string().nullable().default(null),
});

/** Who receives what is entered by hand, unless somebody else is named. */
const somebody: z.output<typeof receiverSchema> = {
  name: 'Somebody',
  phone: '+49 30 1234567',
  email: null,
  street: 'Hauptstraße 1',
  city: 'Berlin',
  zip: '10115',
  state: null,
  country: 'DE',
};

/** An order as it is taken: in either dialect, or by hand. */
export const newOrderSchema = z.strictObject({
  /** The client's own number; may be left out, and nothing keeps it from being used twice. */
  reference: z.string().nullable(),
  /** As it was written. */
  orderedAt: z.string().nullable().default(null),
  /** Unpaid orders stay at "1 created". */
  isPaid: z.boolean().default(true),
  currency: z.string().nullable().default(null),
  comment: z.string().nullable().default(null),
  receiver: receiverSchema.default(somebody),
  items: z.array(itemSchema).min(1),
});
export type NewOrderInput = z.input<typeof newOrderSchema>;
export type NewOrder = z.output<typeof newOrderSchema>;

const passageSchema = z.strictObject({ at: z.iso.datetime(), status: z.string(), words: z.string().nullable() });

export const orderSchema = newOrderSchema.extend({
  id: z.int().positive(),
  createdAt: z.iso.datetime(),
  /** A code of statuses.ts, or whatever it was set to. */
  status: z.string(),
  /** What is said of the status. */
  words: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  /** Every status it had, oldest first. */
  history: z.array(passageSchema),
});
export type YsellOrder = z.output<typeof orderSchema>;

/** The order at another status, from now on. */
export const movedTo = (order: YsellOrder, status: string, words: string | null = null): YsellOrder => ({
  ...order,
  status,
  words,
  history: [...order.history, { at: new Date().toISOString(), status, words }],
});
