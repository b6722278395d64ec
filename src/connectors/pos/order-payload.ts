import { z } from 'zod';
import { amountField, idText, optionalAmountField, optionalText } from '../payload-fields.ts';

/** Digits of an amount: what floats spell out at most (`12.000000000000002`), since sums are compared within a tolerance. */
const digits = 17;

const amount = amountField({ digits });
const optionalAmount = optionalAmountField({ digits });

const percent = optionalAmountField({
  digits,
  refuse: (text) => (Number(text) < 0 || Number(text) > 100 ? `${text} is no percentage` : undefined),
});

/** An id in Odoo; 0, false and blank name none. */
const odooId = z.unknown().transform((value, context): number | null => {
  if (value === undefined || value === null || value === '' || value === false) return null;
  const id = typeof value === 'string' && /^\d{1,16}$/.test(value.trim()) ? Number(value) : value;
  if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return id === 0 ? null : id;
  context.issues.push({ code: 'custom', message: 'must be the id of a record in Odoo, a whole number', input: value });
  return z.NEVER;
});

/** The source's own id; 0 is how it says that there is none. */
const itemId = optionalText.transform((id) => (id === '0' ? null : id));

/** A whole number, or the word that stands in its place. */
const mode = optionalText.transform((text) =>
  text !== null && /^\d{1,9}$/.test(text) ? { number: Number(text), word: null } : { number: null, word: text },
);

const lotName = z.union([idText, z.looseObject({ LotName: idText }), z.looseObject({ Name: idText })], {
  error: 'must be the name of a lot',
});

const lots = z.union([z.array(lotName), lotName], { error: 'must be a name or a list of names' }).nullish();

const product = {
  OdooItemID: odooId.optional(),
  ItemID: itemId.optional(),
  ItemName: optionalText.optional(),
  /** Older raw event. */
  Name: optionalText.optional(),
  Quantity: amount,
};

const part = z.object({ ...product, Price: optionalAmount.optional() });

export type PosPartPayload = z.output<typeof part>;

const item = z.object({
  ...product,
  Price: optionalAmount.optional(),
  /** Push shape. */
  PriceWithoutTax: optionalAmount.optional(),
  DiscountAmount: optionalAmount.optional(),
  DiscountPercentage: percent.optional(),
  LotName: lots,
  Lots: lots,
  SerialNumber: lots,
  SerialNumbers: lots,
  OrderDetailPackages: z.array(part).nullish(),
});

export type PosItemPayload = z.output<typeof item>;

export type PosLotsPayload = z.output<typeof lots>;

const payment = z.object({
  AmountPaid: amount,
  CardType: optionalText.optional(),
  PaymentMode: mode.optional(),
  ReferenceID: optionalText.optional(),
});

export type PosPaymentPayload = z.output<typeof payment>;

/** The source's id of an order: kept as text, short enough for workflow ids; `:REFUND` behind it is ours. */
export const posOrderId = idText
  .refine((id) => id !== '', 'is missing')
  .refine((id) => id !== '0', 'is 0')
  .refine((id) => id.length <= 200, 'must have at most 200 characters')
  .refine((id) => !/\p{Cc}/u.test(id), 'must not hold control characters')
  .refine((id) => !id.endsWith(':REFUND'), 'must not end in :REFUND');

/** One order in any of the shapes of vendors.md §3: pull, push, and the older raw event (`OrderDetails`, `OrderCheckoutDetails`). */
export const posOrderPayload = z.object({
  OrderID: posOrderId,
  OrderStatus: optionalText.optional(),
  OrderDate: z.unknown().optional(),
  CheckoutDate: z.unknown().optional(),
  OrderItems: z.array(item).nullish(),
  OrderDetails: z.array(item).nullish(),
  CheckoutDetails: z.array(payment).nullish(),
  OrderCheckoutDetails: z.array(payment).nullish(),
  PaymentMode: mode.optional(),
  AmountTotal: optionalAmount.optional(),
  AmountDiscount: optionalAmount.optional(),
  DiscountPercent: percent.optional(),
  Tax: optionalAmount.optional(),
  GrandTotal: optionalAmount.optional(),
  AmountPaid: optionalAmount.optional(),
  BalanceAmount: optionalAmount.optional(),
  ServiceCharges: optionalAmount.optional(),
  partner_id: odooId.optional(),
  customer_ref: optionalText.optional(),
});

export type PosOrderPayload = z.output<typeof posOrderPayload>;
