import { z } from 'zod';
import { readAmount } from '../../../domain/amount.ts';

/** Ids are strings that may look like numbers, and now and then come as such. */
const idText = z
  .union([z.string(), z.int()], { error: 'must be a text or a whole number' })
  .transform((id) => String(id).trim());

/** Blank is the same as missing. */
const optionalText = idText
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

type Sign = 'not-negative' | 'positive';

const signProblem = (amount: string, sign: Sign): string | undefined => {
  if (amount.startsWith('-')) return `${amount} is negative`;
  if (sign === 'positive' && amount === '0') return 'is zero';
  return undefined;
};

const checkedAmount = (value: unknown, sign: Sign, context: z.core.$RefinementCtx): string => {
  const reading = readAmount(value);
  const problem = reading.ok ? signProblem(reading.amount, sign) : reading.problem;
  if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: value });
  return reading.ok ? reading.amount : z.NEVER;
};

const amount = (sign: Sign) => z.unknown().transform((value, context) => checkedAmount(value, sign, context));

const optionalAmount = z.unknown().transform((value, context) => {
  const isMissing = value === undefined || value === null || value === '';
  return isMissing ? null : checkedAmount(value, 'not-negative', context);
});

const line = z.object({
  id: idText.refine((id) => id !== '', 'is empty'),
  supplier_product_id: optionalText.optional(),
  internal_product_id: optionalText.optional(),
  product_name: optionalText.optional(),
  /** The quantity: Cartona calls it an amount. */
  amount: amount('positive'),
  /** Final price of one unit, after both discounts. */
  selling_price: amount('not-negative'),
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
