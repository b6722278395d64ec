import { divideRounded, multiply } from '../money.ts';
import type { PosLine } from './pos-order.ts';

/** More digits than any currency shows. */
const exactDigits = 12;

/** What is taken off the line, before tax. */
export const lineDiscount = ({ quantity, unitPrice, discount }: PosLine): string =>
  'amount' in discount
    ? discount.amount
    : divideRounded(multiply(multiply(quantity, unitPrice), discount.percent), '100', exactDigits);
