import { createHash } from 'node:crypto';
import { problemsOf } from '../../config/connections/problems.ts';
import type { PosSettings } from '../../config/connections/pos.ts';
import { multiply, subtract, sum } from '../../domain/money.ts';
import type {
  PosLine,
  PosOrder,
  PosProblem,
  PosReading,
  PosTotals,
  UnreadPosOrder,
} from '../../domain/pos/pos-order.ts';
import { refundKey } from '../../domain/pos/pos-order.ts';
import { posOrderId, posOrderPayload } from './order-payload.ts';
import type { PosItemPayload, PosOrderPayload, PosPaymentPayload } from './order-payload.ts';
import { readDate } from './read-date.ts';
import { hasPrice, isNamed, priceOf, toLine, toPayment } from './read-lines.ts';
import { faultOfRefund, faultOfSale, isNegative, isZero, withoutSign } from './signs.ts';
import type { FieldFault, PlacedAmount } from './signs.ts';

/** What reading an order needs to know of its connection. */
export type PosReadingSettings = Pick<PosSettings, 'timeZone'>;

/** Reads one order of any shape (vendors.md §3) for itself: a bad one becomes a problem with its payload kept, never an error. */
export const readPosOrder = (raw: unknown, settings: PosReadingSettings): PosReading => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return unreadable(raw, `An entry is no order but ${nameOf(raw)}: correct it at the source.`);
  }
  const id = posOrderId.safeParse('OrderID' in raw ? raw.OrderID : '');
  if (!id.success) {
    const why = problemsOf(id.error)[0]?.message ?? 'is missing';
    return unreadable(raw, `An order cannot be told from others: OrderID ${why}. Correct it at the source.`, 'OrderID');
  }
  const orderId = id.data;
  const kind = kindOf('OrderStatus' in raw ? raw.OrderStatus : undefined);
  const key = kind === 'refund' ? refundKey(orderId) : orderId;
  const refuse = (problemKind: PosProblem['kind'], { path, words }: FieldFault, advice: string): UnreadPosOrder => ({
    key,
    orderId,
    raw,
    problem: { kind: problemKind, path, message: `Order ${orderId}: ${path} ${words}. ${advice}` },
  });
  if (typeof kind === 'object') {
    const words = `is ${kind.other}, which is neither a sale (103) nor a refund (106)`;
    return refuse('status', { path: 'OrderStatus', words }, 'There is nothing to import until that changes.');
  }
  const badPayload = (fault: FieldFault) => refuse('bad-payload', fault, 'Correct it at the source.');
  const parsed = posOrderPayload.safeParse(raw);
  if (!parsed.success) return badPayload(faultIn(problemsOf(parsed.error)));
  const order = toOrder(parsed.data, kind, settings);
  return 'words' in order ? badPayload(order) : { order, raw };
};

/** A payload that has no key of its own: the same one always gets the same, so that it is one row however often it comes. */
export const unreadable = (raw: unknown, message: string, path = ''): UnreadPosOrder => ({
  key: `unreadable-${createHash('sha256')
    .update(JSON.stringify(raw ?? null))
    .digest('hex')
    .slice(0, 16)}`,
  orderId: null,
  raw,
  problem: { kind: 'bad-payload', path, message },
});

const nameOf = (raw: unknown): string => {
  if (raw === null || raw === undefined) return 'nothing';
  return Array.isArray(raw) ? 'a list' : `a ${typeof raw}`;
};

/** 103 sale, 106 refund (vendors.md §3); the requirement's own format names no status: such an order is a sale. */
const kindOf = (status: unknown): PosOrder['kind'] | { other: string } => {
  if (status === undefined || status === null || status === '') return 'sale';
  const text = typeof status === 'string' ? status.trim() : JSON.stringify(status);
  if (text === '103') return 'sale';
  return text === '106' ? 'refund' : { other: text.slice(0, 60) };
};

const faultIn = (problems: ReturnType<typeof problemsOf>): FieldFault => {
  const [first, ...others] = problems;
  const more = others.slice(0, 3).map(({ path, message }) => `; ${path} ${message}`);
  return { path: first?.path ?? '', words: `${first?.message ?? 'is no order'}${more.join('')}` };
};

/** Lists under either of their names, and that name. */
interface Lists {
  readonly items: readonly PosItemPayload[];
  readonly itemsField: string;
  readonly payments: readonly PosPaymentPayload[];
  readonly paymentsField: string;
}

const listsOf = (payload: PosOrderPayload): Lists => {
  const isOlder = payload.OrderItems == null && payload.OrderDetails != null;
  const isOlderPaid = payload.CheckoutDetails == null && payload.OrderCheckoutDetails != null;
  return {
    items: (isOlder ? payload.OrderDetails : payload.OrderItems) ?? [],
    itemsField: isOlder ? 'OrderDetails' : 'OrderItems',
    payments: (isOlderPaid ? payload.OrderCheckoutDetails : payload.CheckoutDetails) ?? [],
    paymentsField: isOlderPaid ? 'OrderCheckoutDetails' : 'CheckoutDetails',
  };
};

const toOrder = (
  payload: PosOrderPayload,
  kind: PosOrder['kind'],
  { timeZone }: PosReadingSettings,
): PosOrder | FieldFault => {
  const lists = listsOf(payload);
  const fault = faultOfItems(lists) ?? faultOfSigns(payload, lists, kind);
  if (fault !== null) return fault;
  const dateField = payload.OrderDate == null || payload.OrderDate === '' ? 'CheckoutDate' : 'OrderDate';
  const date = readDate(payload[dateField], timeZone);
  if (!date.ok) return { path: dateField, words: date.problem };
  const lines = lists.items.filter(({ Quantity }) => !isZero(Quantity)).map(toLine);
  if (lines.length === 0) return { path: lists.itemsField, words: 'has no item with a quantity: nothing was sold' };
  const payments = lists.payments
    .filter(({ AmountPaid }) => !isZero(AmountPaid))
    .map((each) => toPayment(each, lists.payments.length === 1 ? payload.PaymentMode : undefined));
  const totals = toTotals(payload, lines);
  if (payments.length === 0 && !isZero(totals.grandTotal ?? worthOf(lines, totals))) {
    return { path: lists.paymentsField, words: 'has no payment other than of zero, and the order costs something' };
  }
  const { OrderID: orderId, partner_id: partnerId = null, customer_ref: ref = null } = payload;
  return {
    key: kind === 'refund' ? refundKey(orderId) : orderId,
    orderId,
    kind,
    date: date.date,
    lines,
    payments,
    totals,
    customer: partnerId === null && ref === null ? null : { partnerId, ref },
  };
};

const faultOfItems = ({ items, itemsField }: Lists): FieldFault | null => {
  for (const [index, item] of items.entries()) {
    const path = `${itemsField}[${index}]`;
    if (isZero(item.Quantity)) continue;
    if (!hasPrice(item)) return { path: `${path}.Price`, words: 'is missing' };
    const nameless = item.OrderDetailPackages?.findIndex((part) => !isNamed(part)) ?? -1;
    const at = nameless >= 0 ? `${path}.OrderDetailPackages[${nameless}]` : path;
    if (nameless >= 0 || !isNamed(item)) {
      return {
        path: `${at}.ItemName`,
        words: 'is missing, and so are ItemID and OdooItemID: nothing says what was sold',
      };
    }
  }
  return null;
};

const faultOfSigns = (payload: PosOrderPayload, lists: Lists, kind: PosOrder['kind']): FieldFault | null => {
  const { items, itemsField, payments, paymentsField } = lists;
  const quantities: PlacedAmount[] = [];
  const prices: PlacedAmount[] = [];
  const discounts: PlacedAmount[] = [];
  for (const [index, item] of items.entries()) {
    const path = `${itemsField}[${index}]`;
    const { field, amount } = priceOf(item);
    quantities.push({ path: `${path}.Quantity`, amount: item.Quantity });
    prices.push({ path: `${path}.${field}`, amount });
    discounts.push({ path: `${path}.DiscountAmount`, amount: item.DiscountAmount ?? '0' });
    for (const [at, part] of (item.OrderDetailPackages ?? []).entries()) {
      const below = `${path}.OrderDetailPackages[${at}]`;
      quantities.push({ path: `${below}.Quantity`, amount: part.Quantity });
      prices.push({ path: `${below}.Price`, amount: part.Price ?? '0' });
    }
  }
  const paid = payments.map(({ AmountPaid }, index) => ({
    path: `${paymentsField}[${index}].AmountPaid`,
    amount: AmountPaid,
  }));
  const totals = (['AmountTotal', 'Tax', 'GrandTotal', 'AmountPaid'] as const).map((path) => ({
    path,
    amount: payload[path] ?? '0',
  }));
  const discount = { path: 'AmountDiscount', amount: payload.AmountDiscount ?? '0' };
  return kind === 'sale'
    ? faultOfSale([...quantities, ...prices, ...discounts, ...paid, ...totals, discount])
    : faultOfRefund([quantities, prices, discounts, paid, totals]);
};

/** Sums as of a sale: those of a refund may come with either sign. */
const toTotals = (payload: PosOrderPayload, lines: readonly PosLine[]): PosTotals => {
  const { AmountTotal, Tax, GrandTotal, AmountPaid, BalanceAmount, ServiceCharges } = payload;
  const isTurned = [GrandTotal, AmountTotal, AmountPaid, Tax].some((amount) => amount != null && isNegative(amount));
  const plain = (amount: string | null | undefined): string | null => (amount == null ? null : withoutSign(amount));
  return {
    beforeTax: plain(AmountTotal),
    discount: discountOf(payload, lines),
    tax: plain(Tax),
    grandTotal: plain(GrandTotal),
    paid: plain(AmountPaid),
    balance: BalanceAmount == null ? null : isTurned ? subtract('0', BalanceAmount) : BalanceAmount,
    serviceCharges: plain(ServiceCharges),
  };
};

/** The older raw event may have the discount of the order in percent alone. */
const discountOf = ({ AmountDiscount, DiscountPercent }: PosOrderPayload, lines: readonly PosLine[]): string | null => {
  if (AmountDiscount != null && !isZero(AmountDiscount)) return withoutSign(AmountDiscount);
  if (DiscountPercent == null || isZero(DiscountPercent)) return AmountDiscount ?? null;
  return multiply(multiply(sum(lines.map(netOf)), DiscountPercent), '0.01');
};

const netOf = ({ quantity, unitPrice, discount }: PosLine): string => {
  const gross = multiply(quantity, unitPrice);
  const off = 'amount' in discount ? discount.amount : multiply(multiply(gross, discount.percent), '0.01');
  return subtract(gross, off);
};

const worthOf = (lines: readonly PosLine[], { discount }: PosTotals): string =>
  subtract(sum(lines.map(netOf)), discount ?? '0');
