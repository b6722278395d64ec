import { Big } from 'big.js';

/** Exact arithmetic on decimal strings: quantities, prices, totals. What rounds says so in its name. */
export const add = (left: string, right: string): string => Big(left).plus(right).toFixed();

export const subtract = (left: string, right: string): string => Big(left).minus(right).toFixed();

export const multiply = (left: string, right: string): string => Big(left).times(right).toFixed();

export const sum = (amounts: Iterable<string>): string => {
  let total = Big(0);
  for (const amount of amounts) total = total.plus(amount);
  return total.toFixed();
};

/** Divides and rounds half away from zero to `places` digits; trailing zeros are left out. */
export const divideRounded = (dividend: string, divisor: string, places: number): string =>
  bigWithPlaces(places)(dividend).div(divisor).toFixed();

/** A constructor costs far more than a division, and there are few different ones. */
const constructors = new Map<number, ReturnType<typeof Big>>();

const bigWithPlaces = (places: number): ReturnType<typeof Big> => {
  const known = constructors.get(places);
  if (known !== undefined) return known;
  const made = Big();
  made.DP = places;
  made.RM = Big.roundHalfUp;
  constructors.set(places, made);
  return made;
};

/** To exactly `places` digits behind the point, half away from zero. */
export const roundHalfUp = (amount: string, places: number): string => Big(amount).toFixed(places, Big.roundHalfUp);

/** The nearest multiple of `step`, half away from zero. */
export const roundToMultiple = (amount: string, step: string): string => multiply(divideRounded(amount, step, 0), step);

/** The largest whole number that is not greater. */
export const floor = (amount: string): string => {
  const cut = Big(amount).round(0, Big.roundDown);
  return (cut.gt(amount) ? cut.minus(1) : cut).toFixed();
};

export const larger = (left: string, right: string): string => (compare(left, right) < 0 ? right : left);

export const smaller = (left: string, right: string): string => (compare(left, right) > 0 ? right : left);

/** −1, 0 or 1, as `left` is less than, equal to or greater than `right`. */
export const compare = (left: string, right: string): -1 | 0 | 1 => Big(left).cmp(right);

export const isEqualAmount = (left: string, right: string): boolean => Big(left).eq(right);

/** Whether two amounts differ by no more than `tolerance`. */
export const isWithin = (left: string, right: string, tolerance: string): boolean =>
  Big(left).minus(right).abs().lte(tolerance);

export const isZero = (amount: string): boolean => Big(amount).eq(0);

export const isPositive = (amount: string): boolean => Big(amount).gt(0);

export const isNegative = (amount: string): boolean => Big(amount).lt(0);

/** As people write money: at least `places` digits behind the point, further digits kept. */
export const formatMoney = (amount: string, places = 2): string => {
  const [whole = '0', fraction = ''] = Big(amount).toFixed().split('.');
  return places === 0 && fraction === '' ? whole : `${whole}.${fraction.padEnd(places, '0')}`;
};
