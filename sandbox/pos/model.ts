import { z } from 'zod';

const amount = z.number().min(0);

/** Something the point of sale sells, as the shop entered it there. */
const itemShape = {
  /** The source's own id; 0 where the shop never gave one, as in the vendor's example. */
  itemId: z.int().min(0),
  /** Id of `product.product`, where somebody entered it. */
  odooItemId: z.int().positive().nullable(),
  name: z.string().min(1),
  /** Of one, before tax. */
  price: z.number(),
  taxPercent: amount,
};
export const posItemSchema = z.strictObject(itemShape);
export type PosItem = z.output<typeof posItemSchema>;

/** An item as it is given: only a name and a price are needed. */
export const posItemInputSchema = posItemSchema.extend({
  itemId: itemShape.itemId.default(0),
  odooItemId: itemShape.odooItemId.default(null),
  taxPercent: amount.default(0),
});
export type PosItemInput = z.input<typeof posItemInputSchema>;

const partSchema = z.strictObject({
  itemId: z.int().min(0).default(0),
  name: z.string(),
  price: amount.default(0),
  quantity: amount.default(1),
});

export const saleLineSchema = z.strictObject({
  ...itemShape,
  quantity: z.number(),
  /** Taken off the whole line, before tax. */
  discount: amount,
  lots: z.array(z.string()),
  /** `OrderDetailPackages`: what is in one of a bundle. */
  parts: z.array(partSchema),
});
export type SaleLine = z.output<typeof saleLineSchema>;

export const salePaymentSchema = z.strictObject({
  amount: z.number(),
  mode: z.int().default(1),
  cardType: z.string().default('Cash'),
  reference: z.string().default(''),
});
export type SalePayment = z.output<typeof salePaymentSchema>;

/** What the point of sale calls an order, whatever dress it wears on the wire. */
export const saleSchema = z.strictObject({
  orderId: z.union([z.int(), z.string().min(1)]),
  /** 103 sale, 106 refund; others are still being made or were given up. */
  status: z.int(),
  /** Of its last change, ISO 8601 with milliseconds: what `since` is compared with. */
  at: z.iso.datetime(),
  /** When it was sold. */
  date: z.iso.datetime(),
  lines: z.array(saleLineSchema),
  /** Off the whole order, before tax. */
  discount: amount,
  serviceCharges: amount,
  payments: z.array(salePaymentSchema),
  /** Laid over the order as it is sent, for broken payloads. */
  raw: z.record(z.string(), z.unknown()),
  /** Top-level fields left out. */
  omit: z.array(z.string()),
  /** Any mark of who made it (the demo uses it). */
  label: z.string().nullable(),
});
export type Sale = z.output<typeof saleSchema>;

export const statuses = { sale: 103, refund: 106 } as const;

/** Unique at one point of sale: a refund stands beside the sale it takes back. */
export const keyOf = ({ orderId, status }: Pick<Sale, 'orderId' | 'status'>): string =>
  status === statuses.refund ? `${orderId}:REFUND` : String(orderId);
