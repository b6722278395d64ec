import { divideRounded, formatMoney, isZero } from '../money.ts';
import { lineDiscount } from './line-discount.ts';
import type { PosLine } from './pos-order.ts';

/** Lines that are written out at most. */
const shownLines = 12;

/** The sum of lines written out: `2 × 80.00 − 5.00 + 1 × 20.00 = 175.00`. */
export const sumWords = (lines: readonly PosLine[], total: string): string => {
  const shown = lines.slice(0, shownLines).map(lineWords).join(' + ');
  const more = lines.length > shownLines ? ` + ${lines.length - shownLines} more lines` : '';
  return `${shown}${more} = ${money(total)}`;
};

const lineWords = (line: PosLine): string => {
  const discount = lineDiscount(line);
  return `${line.quantity} × ${money(line.unitPrice)}${isZero(discount) ? '' : ` − ${money(discount)}`}`;
};

/** Amounts that were computed may have many digits; people read four. */
export const money = (amount: string): string => formatMoney(divideRounded(amount, '1', 4));
