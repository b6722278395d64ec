import { divideRounded, multiply, roundHalfUp, roundToMultiple } from '../../money.ts';

/** More digits than anything that is rounded afterwards can tell. */
const digits = 20;

export const divide = (dividend: string, divisor: string): string => divideRounded(dividend, divisor, digits);

/** `percent` percent of an amount. */
export const percentOf = (amount: string, percent: string): string => multiply(multiply(amount, percent), '0.01');

/** Rounds to multiples of a step, half away from zero; without a division where it is 1 or a power of ten below. */
export const rounderTo = (step: string): ((amount: string) => string) => {
  const match = /^(?:1|0\.(0*1))$/.exec(step);
  if (match === null) return (amount) => roundToMultiple(amount, step);
  const places = match[1]?.length ?? 0;
  return (amount) => roundHalfUp(amount, places);
};
