import {
  add,
  compare,
  divideRounded,
  floor,
  isEqualAmount,
  isPositive,
  isZero,
  larger,
  multiply,
  roundHalfUp,
  roundToMultiple,
  subtract,
} from '../money.ts';
import { computePriced } from './priced-line.ts';
import type { PricedLine } from './priced-line.ts';
import { divide, percentOf } from './taxes/exact.ts';
import { orderTotals } from './taxes/order-taxes.ts';
import type { ComputedLine, TaxManner } from './taxes/order-taxes.ts';

/** Lines that are tried at most, the dearest first. */
const tried = 6;
const searchDigits = 12;
const niceDigits = [2, 3, 4, 5, 6, 7, 8];

/**
 * The lines with the price of one of them changed a little, so that Odoo's total is exactly this one: by a part of the smallest amount where that
 * is enough. Rounded taxes leave gaps between the totals that one line can make; then a second line helps out, and where there is none, the line
 * is written as two (Odoo moves the goods of both together). Taxes that all round at the same price leave a gap that only a cent without them fills.
 *
 * @returns null where it cannot be done
 */
export const reachTotal = (
  lines: readonly PricedLine[],
  target: string,
  manner: TaxManner,
  quantityDigits: number | null,
): readonly PricedLine[] | null => {
  const order = createOrder(lines, manner);
  if (isEqualAmount(order.total(), target)) return lines;
  const candidates = dearest(order);
  for (const index of candidates) {
    const unitPrice = reach(order, index, target).exact;
    if (unitPrice !== null) return withPrice(lines, index, unitPrice);
  }
  for (const first of candidates.slice(0, 3)) {
    const found = reachWithTwo(order, first, candidates, target);
    if (found !== null) return found;
  }
  for (const index of candidates.slice(0, 3)) {
    const halves = splitLine(lines[index], quantityDigits);
    if (halves === null) continue;
    const more = createOrder([...lines.slice(0, index), ...halves, ...lines.slice(index + 1)], manner);
    const found = reachWithTwo(more, index, [index + 1], target) ?? reachWithTwo(more, index + 1, [index], target);
    if (found !== null) return found;
  }
  for (const index of candidates) {
    const found = reachWithRest(order, index, target, quantityDigits);
    if (found !== null) return found;
  }
  return null;
};

/** The lines of an order, of which one may be tried at another price. */
interface TriedOrder {
  readonly lines: readonly PricedLine[];
  readonly computed: readonly ComputedLine[];
  readonly manner: TaxManner;
  total(): string;
  totalWith(index: number, unitPrice: string): string;
}

const createOrder = (lines: readonly PricedLine[], manner: TaxManner): TriedOrder => {
  const computed = lines.map((line) => computePriced(line, manner));
  return {
    lines,
    computed,
    manner,
    total: () => orderTotals(computed, manner).included,
    totalWith: (index, unitPrice) => {
      const line = lines[index];
      if (line === undefined) return orderTotals(computed, manner).included;
      const changed = computePriced({ ...line, unitPrice }, manner);
      return orderTotals(computed.with(index, changed), manner).included;
    },
  };
};

const dearest = ({ lines, computed }: TriedOrder): readonly number[] =>
  computed
    .map(({ taxes }, index) => ({ index, excluded: taxes.excluded }))
    .filter(({ index, excluded }) => isPositive(excluded) && isPositive(lines[index]?.unitPrice ?? '0'))
    .sort((left, right) => compare(right.excluded, left.excluded))
    .slice(0, tried)
    .map(({ index }) => index);

interface Reached {
  /** The price that makes the total; null where none does. */
  readonly exact: string | null;
  /** A price that makes a total a little below. */
  readonly below: string;
}

/** A higher price never makes a lower total, so the price is found by halving. */
const reach = (order: TriedOrder, index: number, target: string): Reached => {
  const { step } = order.manner;
  const line = order.lines[index];
  if (line === undefined) return { exact: null, below: '0' };
  const gap = subtract(target, order.total());
  const room = add(isPositive(gap) ? gap : subtract('0', gap), `${Number(step) * 4}`);
  const share = subtract('1', percentOf('1', line.discount));
  const near = reachNearby(order, index, target, gap);
  if (near !== null) return { exact: near, below: line.unitPrice };
  const span = divide(divide(room, line.quantity), isZero(share) ? '1' : share);
  let low = larger('0', subtract(line.unitPrice, span));
  let high = add(line.unitPrice, span);
  for (let round = 0; round < 44; round += 1) {
    const middle = divideRounded(add(low, high), '2', searchDigits);
    if (compare(order.totalWith(index, middle), target) < 0) low = middle;
    else high = middle;
  }
  if (isEqualAmount(order.totalWith(index, high), target)) return { exact: nice(order, index, high), below: low };
  return { exact: null, below: nice(order, index, low) };
};

/** Most gaps are closed by a line that is dearer or cheaper by the gap, or by a little less since its taxes follow. */
const reachNearby = (order: TriedOrder, index: number, target: string, gap: string): string | null => {
  const { step } = order.manner;
  const line = order.lines[index];
  if (line === undefined) return null;
  const share = subtract('1', percentOf('1', line.discount));
  const units = multiply(line.quantity, share);
  if (isZero(units)) return null;
  const price = roundToMultiple(multiply(line.unitPrice, units), step);
  const towards = isPositive(gap) ? step : subtract('0', step);
  for (const less of ['0', '1', '2', '0.5']) {
    const changed = divideRounded(add(price, subtract(gap, multiply(less, towards))), units, searchDigits);
    for (const unitPrice of [roundHalfUp(changed, 2), roundHalfUp(changed, 4), changed]) {
      if (isPositive(unitPrice) && isEqualAmount(order.totalWith(index, unitPrice), target)) return add(unitPrice, '0');
    }
  }
  return null;
};

/** The price with the fewest digits near this one that makes the same total. */
const nice = (order: TriedOrder, index: number, unitPrice: string): string => {
  const total = order.totalWith(index, unitPrice);
  for (const digits of niceDigits) {
    const rounded = roundHalfUp(unitPrice, digits);
    const next = smallest(digits);
    for (const candidate of [rounded, add(rounded, next), subtract(rounded, next)]) {
      if (isPositive(candidate) && isEqualAmount(order.totalWith(index, candidate), total)) return add(candidate, '0');
    }
  }
  return unitPrice;
};

/** The first line goes just below the total (or reaches it), one of the others makes up for the rest. */
const reachWithTwo = (
  order: TriedOrder,
  first: number,
  others: readonly number[],
  target: string,
): readonly PricedLine[] | null => {
  const alone = reach(order, first, target);
  if (alone.exact !== null) return withPrice(order.lines, first, alone.exact);
  const lines = withPrice(order.lines, first, alone.below);
  const lowered = createOrder(lines, order.manner);
  for (const second of others) {
    if (second === first) continue;
    const unitPrice = reach(lowered, second, target).exact;
    if (unitPrice !== null) return withPrice(lines, second, unitPrice);
  }
  return null;
};

/** A crumb of the line costs what is missing, without tax. */
const reachWithRest = (
  order: TriedOrder,
  index: number,
  target: string,
  quantityDigits: number | null,
): readonly PricedLine[] | null => {
  const line = order.lines[index];
  if (line === undefined || !isDivisible(line)) return null;
  const crumb = smallest(Math.min(quantityDigits ?? 2, 2));
  const quantity = subtract(line.quantity, crumb);
  if (!isPositive(quantity)) return null;
  const shrunk = createOrder(order.lines.with(index, { ...line, quantity }), order.manner);
  const lines = withPrice(shrunk.lines, index, reach(shrunk, index, target).below);
  const missing = subtract(target, createOrder(lines, order.manner).total());
  const untaxed = { written: [], applied: [] };
  const rest = { ...line, quantity: crumb, unitPrice: divide(missing, crumb), discount: '0', taxes: untaxed };
  const whole = lines.toSpliced(index + 1, 0, rest);
  return isEqualAmount(createOrder(whole, order.manner).total(), target) ? whole : null;
};

/** 0.01 for two digits. */
const smallest = (digits: number): string => divideRounded('1', `1${'0'.repeat(digits)}`, digits);

const withPrice = (lines: readonly PricedLine[], index: number, unitPrice: string): readonly PricedLine[] =>
  lines.map((line, at) => (at === index ? { ...line, unitPrice } : line));

const isDivisible = ({ lots, product }: PricedLine): boolean => lots.length === 0 && product.tracking === 'none';

/** Two lines that are one together: one piece and the rest, or halves where it is a single one. Goods with lots stay whole. */
const splitLine = (line: PricedLine | undefined, quantityDigits: number | null): readonly PricedLine[] | null => {
  if (line === undefined || !isDivisible(line)) return null;
  const { quantity } = line;
  const whole = compare(quantity, '1') > 0 && isEqualAmount(floor(quantity), quantity);
  const first = whole ? '1' : divideRounded(quantity, '2', quantityDigits ?? searchDigits);
  const second = subtract(quantity, first);
  if (!isPositive(first) || !isPositive(second)) return null;
  return [
    { ...line, quantity: second },
    { ...line, quantity: first },
  ];
};
