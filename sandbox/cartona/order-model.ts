import { z } from 'zod';
import { orderStatuses } from './order-states.ts';

export const retailerSchema = z.object({
  retailer_name: z.string(),
  retailer_code: z.string().nullable(),
  retailer_number: z.string().nullable(),
  retailer_number2: z.string().nullable(),
  retailer_address: z.string(),
  address_notes: z.string(),
});

export const orderLineSchema = z.object({
  id: z.int(),
  supplier_product_id: z.string().nullable(),
  internal_product_id: z.string().nullable(),
  base_product_id: z.string().nullable(),
  unit: z.string(),
  unit_count: z.number(),
  product_name: z.string(),
  /** The quantity: Cartona calls it an amount. */
  amount: z.number(),
  /** Final price of one unit, after both discounts. */
  selling_price: z.number(),
  applied_supplier_discount: z.number(),
  applied_cartona_discount: z.number(),
  comment: z.string().nullable(),
});
export type OrderLine = z.output<typeof orderLineSchema>;

/** An order as Cartona knows it; what a pull shows of it depends on its style. */
export const orderSchema = z.object({
  hashed_id: z.string(),
  receipt_id: z.string(),
  supplier_code: z.string(),
  edited_by_admin: z.boolean(),
  status: z.enum(orderStatuses),
  delivered_by: z.enum(['delivered_by_supplier', 'delivered_by_cartona']),
  pickup_date: z.string().nullable(),
  pickup_otp: z.string().nullable(),
  delivery_day: z.string().nullable(),
  estimated_delivery_day: z.string().nullable(),
  retailer_preferred_delivery_date: z.string().nullable(),
  cancellation_reason: z.string(),
  return_reason: z.string().nullable(),
  note_message: z.string().nullable(),
  distribution_route_code: z.string().nullable(),
  applied_supplier_rebate: z.number(),
  cartona_credit: z.number(),
  installment_cost: z.number(),
  wallet_top_up: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  retailer: retailerSchema,
  order_details: z.array(orderLineSchema),
});
export type Order = z.output<typeof orderSchema>;

/** How an order looks on the wire: the vendor's two examples differ in their fields, and numbers come in three dresses. */
export const orderStyleSchema = z.object({
  fields: z.enum(['full', 'short']),
  numbers: z.enum(['number', 'string', 'thousands']),
});
export type OrderStyle = z.output<typeof orderStyleSchema>;

export const historyEntrySchema = z.object({
  at: z.string(),
  by: z.enum(['supplier', 'retailer', 'cartona']),
  /** `created`, `status`, `lines`. */
  what: z.enum(['created', 'status', 'lines']),
  /** The status that was asked for, `synced` included. */
  status: z.string().nullable(),
  accepted: z.boolean(),
  /** What happened, or why it was refused. */
  text: z.string(),
  /** The body that was received, where there was one. */
  body: z.unknown(),
});
export type HistoryEntry = z.output<typeof historyEntrySchema>;

export const orderRecordSchema = z.object({
  order: orderSchema,
  style: orderStyleSchema,
  /** Laid over the pulled item as it is, for broken payloads. */
  raw: z.record(z.string(), z.unknown()),
  /** Top-level fields left out of the pulled item. */
  omit: z.array(z.string()),
  /** What the retailer tells the salesman at the door. */
  retailerOtp: z.string(),
  /** Any mark of who made the order (the demo uses it). */
  label: z.string().nullable(),
  /** Raised by each change that brings the order into the pull again. */
  version: z.int(),
  /** The newest version a pull has shown; 0: none. */
  servedVersion: z.int(),
  acknowledged: z.boolean(),
  /** Acknowledgements of a version that no pull had shown: each is a change the supplier has lost. */
  acknowledgedUnseen: z.int(),
  history: z.array(historyEntrySchema),
});
export type OrderRecord = z.output<typeof orderRecordSchema>;

/** Prices are decimal numbers with two places here; sums are made in hundredths. */
export const totalOf = (order: Order): number =>
  Math.round(order.order_details.reduce((sum, line) => sum + line.amount * line.selling_price * 100, 0)) / 100;

/** An order with instalments or a wallet top-up is only delivered against the retailer's one-time password. */
export const needsOtp = (order: Order): boolean => order.installment_cost > 0 || order.wallet_top_up > 0;
