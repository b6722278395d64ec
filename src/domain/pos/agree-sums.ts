import {
  add,
  compare,
  isPositive,
  isWithin,
  isZero,
  larger,
  multiply,
  roundToMultiple,
  subtract,
  sum,
} from '../money.ts';
import type { PosOrder } from './pos-order.ts';
import { computePriced, priceLine } from './priced-line.ts';
import type { PricedLine, SoldLine } from './priced-line.ts';
import { money, sumWords } from './sum-words.ts';
import { divide } from './taxes/exact.ts';
import { orderTotals } from './taxes/order-taxes.ts';
import type { TaxManner } from './taxes/order-taxes.ts';

/** An order whose stated sums agree with its lines and with the taxes of Odoo. */
export interface AgreedSums {
  readonly lines: readonly PricedLine[];
  /** With tax: as stated, else as Odoo computes it. */
  readonly total: string;
}

/** Sums may differ by ten of the smallest amount of the currency. */
export const toleranceOf = ({ step }: TaxManner): string => multiply(step, '10');

/**
 * Compares every sum the source states with its lines. `AmountDiscount` may be a discount on the whole order or the discounts of the lines told once
 * more: the reading that agrees better is taken.
 *
 * @returns a sentence with the sum written out where they do not agree
 */
export const agreeSums = (order: PosOrder, sold: readonly SoldLine[], manner: TaxManner): AgreedSums | string => {
  const readings = discountReadings(order, sold, manner);
  const [first] = readings;
  if (first === undefined) return discountTooLarge(order, sold);
  const best = readings.reduce((one, other) => (compare(other.deviation, one.deviation) < 0 ? other : one), first);
  const problem = unheldCharges(order, best, manner) ?? disagreement(order, best, manner);
  if (problem !== null) return problem;
  const total = order.totals.grandTotal ?? best.total;
  return { lines: best.lines, total: roundToMultiple(total, manner.step) };
};

/** The sums of an order, in one reading of its discount. */
interface Reading {
  readonly lines: readonly PricedLine[];
  /** Before any discount, after those of the lines, after that of the order; all before tax. */
  readonly gross: string;
  readonly afterLines: string;
  readonly net: string;
  /** Taken off the whole order. */
  readonly discount: string;
  /** As Odoo computes it. */
  readonly tax: string;
  readonly total: string;
  /** The largest difference from any stated sum. */
  readonly deviation: string;
}

const discountReadings = (order: PosOrder, sold: readonly SoldLine[], manner: TaxManner): readonly Reading[] => {
  const gross = sum(sold.map((line) => line.gross));
  const afterLines = sum(sold.map((line) => line.net));
  const stated = order.totals.discount ?? '0';
  const isRepetition = isWithin(stated, subtract(gross, afterLines), toleranceOf(manner));
  const discounts = isZero(stated) ? ['0'] : [stated, ...(isRepetition ? ['0'] : [])];
  return discounts
    .filter((discount) => compare(discount, afterLines) <= 0)
    .map((discount) => {
      const net = subtract(afterLines, discount);
      const lines = sold.map((line) => priceLine(line, spread(line.net, net, afterLines), manner));
      const totals = orderTotals(
        lines.map((line) => computePriced(line, manner)),
        manner,
      );
      const reading = { lines, gross, afterLines, net, discount, tax: totals.tax, total: totals.included };
      return { ...reading, deviation: deviationOf(order, reading) };
    });
};

const spread = (amount: string, net: string, afterLines: string): string =>
  compare(net, afterLines) === 0 ? amount : divide(multiply(amount, net), afterLines);

type Sums = Omit<Reading, 'deviation'>;

/** The order with tax, by the tax it states itself where it states any. */
const totalByStatement = ({ totals }: PosOrder, { net, tax }: Sums): string => add(net, totals.tax ?? tax);

const distance = (left: string, right: string): string => {
  const difference = subtract(left, right);
  return isPositive(difference) ? difference : subtract('0', difference);
};

const deviationOf = (order: PosOrder, sums: Sums): string => {
  const { beforeTax, tax, grandTotal } = order.totals;
  let deviation = '0';
  if (beforeTax !== null) deviation = larger(deviation, nearest(beforeTax, sums));
  if (tax !== null) deviation = larger(deviation, distance(tax, sums.tax));
  if (grandTotal !== null) return larger(deviation, distance(grandTotal, totalByStatement(order, sums)));
  const paid = sum(order.payments.map(({ amount }) => amount));
  return larger(deviation, distance(paid, sums.total));
};

/** `AmountTotal` is told before or after discounts. */
const nearest = (beforeTax: string, { gross, afterLines, net }: Sums): string =>
  [gross, afterLines, net]
    .map((amount) => distance(beforeTax, amount))
    .reduce((one, other) => (compare(other, one) < 0 ? other : one));

const disagreement = (order: PosOrder, reading: Reading, manner: TaxManner): string | null => {
  const tolerance = toleranceOf(manner);
  const { beforeTax, tax, grandTotal } = order.totals;
  const lines = wordsOf(order, reading);
  if (beforeTax !== null && compare(nearest(beforeTax, reading), tolerance) > 0) {
    return `${lines}, AmountTotal says ${money(beforeTax)}`;
  }
  const total = totalByStatement(order, reading);
  if (grandTotal !== null && !isWithin(grandTotal, total, tolerance)) {
    return `${lines}; tax ${money(tax ?? reading.tax)}; makes ${money(total)}, GrandTotal says ${money(grandTotal)}`;
  }
  if (tax !== null && !isWithin(tax, reading.tax, tolerance)) {
    return `${lines}; Odoo computes a tax of ${money(reading.tax)} on it, Tax says ${money(tax)}; see the taxes of the products in Odoo`;
  }
  return null;
};

const wordsOf = (order: PosOrder, { afterLines, discount, net }: Reading): string => {
  const lines = sumWords(order.lines, afterLines);
  return isZero(discount) ? lines : `${lines}; less AmountDiscount ${money(discount)} = ${money(net)}`;
};

/** Charges that the total holds, but no line. */
const unheldCharges = (order: PosOrder, reading: Reading, manner: TaxManner): string | null => {
  const { serviceCharges, grandTotal } = order.totals;
  if (serviceCharges === null || isZero(serviceCharges)) return null;
  const holds = grandTotal !== null && isWithin(grandTotal, totalByStatement(order, reading), toleranceOf(manner));
  return holds ? null : `it has service charges of ${money(serviceCharges)} that no line holds`;
};

const discountTooLarge = (order: PosOrder, sold: readonly SoldLine[]): string => {
  const afterLines = sum(sold.map((line) => line.net));
  return `${sumWords(order.lines, afterLines)}; AmountDiscount ${money(order.totals.discount ?? '0')} is more than that`;
};
