import { divideRounded, formatMoney, isEqualAmount, isWithin, isZero, multiply } from '../money.ts';
import { foldedName } from './folded-name.ts';
import { pairOff } from './pair-off.ts';
import { lineDiscount } from './line-discount.ts';
import { nameOfPayment } from './payment-name.ts';
import type { PosItem, PosLine, PosOrder, PosPayment, PosTotals } from './pos-order.ts';

/**
 * What is different between two contents of one order, in sentences for a shopkeeper; empty: the same order. The order of lines and payments means
 * nothing, and only what both state is compared: what was pushed states no sums, another source no dates, lots or parts of bundles.
 */
export const posDifference = (before: PosOrder, after: PosOrder): string[] => [
  ...dateDifference(before.date, after.date),
  ...customerDifference(before, after),
  ...lineDifferences(before.lines, after.lines),
  ...paymentDifferences(before.payments, after.payments),
  ...totalDifferences(before.totals, after.totals),
];

/** Some shapes tell a date without its seconds. */
const dateToleranceMs = 60_000;

const dateDifference = (before: string | null, after: string | null): string[] => {
  if (before === null || after === null) return [];
  if (Math.abs(Date.parse(before) - Date.parse(after)) < dateToleranceMs) return [];
  return [`The date was ${before} and is now ${after}.`];
};

const customerDifference = ({ customer: before }: PosOrder, { customer: after }: PosOrder): string[] => {
  if (before === null || after === null) return [];
  if (before.partnerId !== null && after.partnerId !== null) {
    if (before.partnerId === after.partnerId) return [];
    return [`The customer was partner ${before.partnerId} and is now partner ${after.partnerId}.`];
  }
  if (before.ref === null || after.ref === null || before.ref === after.ref) return [];
  return [`The customer was ${before.ref} and is now ${after.ref}.`];
};

const lineDifferences = (before: readonly PosLine[], after: readonly PosLine[]): string[] => {
  const { changed, removed, added } = pairOff(before, after, {
    isSame: isSameItem,
    isEqual: (left, right) => isSameItem(left, right) && lineChanges(left, right).length === 0,
  });
  return [
    ...changed.map(([left, right]) => `${nameOf(left)}: ${lineChanges(left, right).join(', ')}.`),
    ...removed.map((line) => `${nameOf(line)} (${shown(line)}) is gone.`),
    ...added.map((line) => `${nameOf(line)} (${shown(line)}) was added.`),
  ];
};

/** By the first id that both have, by the name where there is none. */
const isSameItem = (left: PosItem, right: PosItem): boolean => {
  if (left.odooItemId !== null && right.odooItemId !== null) return left.odooItemId === right.odooItemId;
  if (left.itemId !== null && right.itemId !== null) return left.itemId === right.itemId;
  return foldedName(left.name) === foldedName(right.name);
};

const lineChanges = (before: PosLine, after: PosLine): string[] => {
  const changes: string[] = [];
  if (!isEqualAmount(before.quantity, after.quantity)) {
    changes.push(`quantity ${before.quantity} is now ${after.quantity}`);
  }
  if (!isEqualAmount(before.unitPrice, after.unitPrice)) {
    changes.push(`price ${formatMoney(before.unitPrice)} is now ${formatMoney(after.unitPrice)}`);
  }
  if (!isSameDiscount(before, after)) {
    changes.push(`discount ${shownDiscount(before)} is now ${shownDiscount(after)}`);
  }
  if (before.lots.length > 0 && after.lots.length > 0 && !isSameSet(before.lots, after.lots)) {
    changes.push(`lots ${before.lots.join(', ')} are now ${after.lots.join(', ')}`);
  }
  if (before.parts.length > 0 && after.parts.length > 0 && !isSameParts(before.parts, after.parts)) {
    changes.push(
      `its parts ${before.parts.map(shownPart).join(', ')} are now ${after.parts.map(shownPart).join(', ')}`,
    );
  }
  return changes;
};

/** Percent are told with two digits at most, amounts with those of the currency. */
const discountTolerance = '0.01';

const isSameDiscount = (left: PosLine, right: PosLine): boolean => {
  if ('amount' in left.discount && 'amount' in right.discount) {
    return isEqualAmount(left.discount.amount, right.discount.amount);
  }
  if ('percent' in left.discount && 'percent' in right.discount) {
    return isEqualAmount(left.discount.percent, right.discount.percent);
  }
  // The quantities or prices differ: said already, and no worth can be compared.
  if (!isEqualAmount(left.quantity, right.quantity) || !isEqualAmount(left.unitPrice, right.unitPrice)) return true;
  const worth = [lineDiscount(left), lineDiscount(right)] as const;
  if (isWithin(worth[0], worth[1], discountTolerance)) return true;
  const gross = multiply(left.quantity, left.unitPrice);
  return !isZero(gross) && isWithin(percentOf(worth[0], gross), percentOf(worth[1], gross), discountTolerance);
};

const percentOf = (amount: string, gross: string): string => divideRounded(multiply(amount, '100'), gross, 10);

const isSameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((entry) => right.includes(entry));

const isSameParts = (left: readonly PosItem[], right: readonly PosItem[]): boolean => {
  const { changed, removed, added } = pairOff(left, right, {
    isSame: isSameItem,
    isEqual: (one, other) =>
      isSameItem(one, other) &&
      isEqualAmount(one.quantity, other.quantity) &&
      isEqualAmount(one.unitPrice, other.unitPrice),
  });
  return changed.length === 0 && removed.length === 0 && added.length === 0;
};

const paymentDifferences = (before: readonly PosPayment[], after: readonly PosPayment[]): string[] => {
  const { changed, removed, added } = pairOff(before, after, {
    isSame: isSameMeans,
    isEqual: (left, right) => isSameMeans(left, right) && isEqualAmount(left.amount, right.amount),
  });
  return [
    ...changed.map(
      ([left, right]) =>
        `The payment ${nameOfPayment(left)} was ${formatMoney(left.amount)} and is now ${formatMoney(right.amount)}.`,
    ),
    ...removed.map((payment) => `The payment ${nameOfPayment(payment)} of ${formatMoney(payment.amount)} is gone.`),
    ...added.map((payment) => `A payment ${nameOfPayment(payment)} of ${formatMoney(payment.amount)} was added.`),
  ];
};

const isSameMeans = (left: PosPayment, right: PosPayment): boolean => {
  const cards = [left.cardType, right.cardType].map((card) => (card === null ? '' : foldedName(card)));
  if (cards[0] !== '' && cards[1] !== '' && cards[0] !== cards[1]) return false;
  return left.mode === null || right.mode === null || left.mode === right.mode;
};

const totalNames: Readonly<Record<keyof PosTotals, string>> = {
  beforeTax: 'AmountTotal',
  discount: 'AmountDiscount',
  tax: 'Tax',
  grandTotal: 'GrandTotal',
  paid: 'AmountPaid',
  balance: 'BalanceAmount',
  serviceCharges: 'ServiceCharges',
};

const totalDifferences = (before: PosTotals, after: PosTotals): string[] =>
  Object.entries(totalNames).flatMap(([key, name]) => {
    const [left, right] = [before, after].map((totals) => totals[key as keyof PosTotals]);
    if (left === null || left === undefined || right === null || right === undefined) return [];
    if (isEqualAmount(left, right)) return [];
    return [`${name} was ${formatMoney(left)} and is now ${formatMoney(right)}.`];
  });

const nameOf = (item: PosItem): string =>
  item.name === '' ? `Item ${item.itemId ?? item.odooItemId ?? 'without a name'}` : item.name;

const shown = (line: PosLine): string => `${line.quantity} × ${formatMoney(line.unitPrice)}`;

const shownPart = (item: PosItem): string => `${item.quantity} × ${nameOf(item)} at ${formatMoney(item.unitPrice)}`;

const shownDiscount = ({ discount }: PosLine): string =>
  'amount' in discount ? formatMoney(discount.amount) : `${discount.percent} %`;
