import { divideRounded, multiply } from '../../money.ts';

/** More digits than anything that is rounded afterwards can tell. */
const digits = 20;

export const divide = (dividend: string, divisor: string): string => divideRounded(dividend, divisor, digits);

/** `percent` percent of an amount. */
export const percentOf = (amount: string, percent: string): string => divide(multiply(amount, percent), '100');
