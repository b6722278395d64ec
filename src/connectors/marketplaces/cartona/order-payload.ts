import { z } from 'zod';
import { amountField, idText, optionalAmountField, optionalText } from '../../payload-fields.ts';

const negative = (amount: string): string | undefined => (amount.startsWith('-') ? `${amount} is negative` : undefined);

const notNegativeAmount = amountField({ refuse: negative });

const positiveAmount = amountField({
  refuse: (amount) => negative(amount) ?? (amount === '0' ? 'is zero' : undefined),
});

const optionalAmount = optionalAmountField({ refuse: negative });

const line = z.object({
  id: idText.refine((id) => id !== '', 'is empty'),
  supplier_product_id: optionalText.optional(),
  internal_product_id: optionalText.optional(),
  product_name: optionalText.optional(),
  /** The quantity: Cartona calls it an amount. */
  amount: positiveAmount,
  /** Final price of one unit, after both discounts. */
  selling_price: notNegativeAmount,
  comment: optionalText.optional(),
});

export type CartonaLine = z.output<typeof line>;

const cancelled = z.looseObject({ cancelled: z.literal(true) });

/** Null: the line was taken out of the order, and nothing else of it counts. */
const lineOrCancelled = z.preprocess(
  (value) => (cancelled.safeParse(value).success ? null : (value ?? undefined)),
  line.nullable(),
);

const retailer = z.object({
  retailer_name: optionalText.optional(),
  retailer_code: optionalText.optional(),
  retailer_number: optionalText.optional(),
  retailer_number2: optionalText.optional(),
  retailer_email: optionalText.optional(),
  retailer_address: optionalText.optional(),
  address_notes: optionalText.optional(),
});

export type CartonaRetailer = z.output<typeof retailer>;

/** Cartona's id of an order: kept as text, short enough for workflow ids. */
export const hashedId = idText.refine((id) => id !== '' && id.length <= 200, 'must have 1 to 200 characters');

/** One item of `order/pull-orders` (the two examples of the supplier API page; only these four fields are always there). */
export const cartonaOrder = z.object({
  hashed_id: hashedId,
  status: z.string(),
  retailer,
  order_details: z.array(lineOrCancelled),
  receipt_id: optionalText.optional(),
  delivered_by: optionalText.optional(),
  total_price: optionalAmount.optional(),
  installment_cost: optionalAmount.optional(),
  wallet_top_up: optionalAmount.optional(),
  delivery_day: optionalText.optional(),
  estimated_delivery_day: optionalText.optional(),
  cancellation_reason: optionalText.optional(),
  note_message: optionalText.optional(),
});

export type CartonaOrder = z.output<typeof cartonaOrder>;
