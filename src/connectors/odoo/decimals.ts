import Big from 'big.js';
import { Failure } from '../../domain/failure.ts';

/** A float carries 15 significant decimal digits exactly; Odoo keeps quantities and prices as floats. */
const exactDigits = 15;

/**
 * The number Odoo is to be given for a decimal string.
 * @throws Failure `InvalidInput` when it is no plain decimal or a float would round it.
 */
export const toOdooNumber = (decimal: string, what: string): number => {
  if (!/^-?\d+(\.\d+)?$/.test(decimal)) {
    throw new Failure('InvalidInput', `${what} is "${decimal}"; wanted is a decimal such as 12.50`);
  }
  const significant = new Big(decimal).c.length;
  if (significant > exactDigits) {
    throw new Failure(
      'InvalidInput',
      `${what} is ${decimal}: Odoo cannot keep more than ${exactDigits} digits exactly`,
    );
  }
  return Number(decimal);
};

/** Odoo's float as a decimal string without float noise: 0.30000000000000004 is `0.3`. At least `decimals` digits after the dot. */
export const decimalOf = (value: number, decimals = 0): string => {
  const plain = plainOf(value);
  const shown = plain.split('.')[1]?.length ?? 0;
  return shown >= decimals ? plain : `${plain}${shown === 0 ? '.' : ''}${'0'.repeat(decimals - shown)}`;
};

/** The shortest text that is this float is exact where it has no more digits than a float keeps; most have few. */
const plainOf = (value: number): string => {
  const short = String(value);
  const isExact = short.length <= exactDigits && /^-?\d+(\.\d+)?$/.test(short);
  return isExact ? short : new Big(value.toPrecision(exactDigits)).toFixed();
};

/** An amount of money, rounded to the decimals of its currency. */
export const amountOf = (value: number, decimals: number): string =>
  new Big(value.toPrecision(exactDigits)).toFixed(decimals, Big.roundHalfUp);
