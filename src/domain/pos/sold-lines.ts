import { divideRounded, isEqualAmount, isNegative, isZero, multiply, subtract, sum } from '../money.ts';
import type { FoundPosProduct } from './find-product.ts';
import { lineDiscount } from './line-discount.ts';
import type { PosConfig } from './odoo-pos.ts';
import type { PosPlanSettings } from './plan-settings.ts';
import type { PosObstacle } from './pos-obstacle.ts';
import type { PosItem, PosLine } from './pos-order.ts';
import type { SoldLine } from './priced-line.ts';
import { soldItems } from './sold-items.ts';
import { divide } from './taxes/exact.ts';
import { taxesOfLine } from './taxes/taxes-of-line.ts';

interface Surroundings {
  readonly config: PosConfig;
  readonly settings: Pick<PosPlanSettings, 'bundleParts'>;
  readonly findProduct: (item: PosItem) => FoundPosProduct | PosObstacle;
}

/** What the lines of an order sell in Odoo, or all that stands against it. Lines of nothing are left out. */
export const soldLines = (
  lines: readonly PosLine[],
  surroundings: Surroundings,
): { readonly sold: readonly SoldLine[]; readonly obstacles: readonly PosObstacle[] } => {
  const entries = lines.filter(({ quantity }) => !isZero(quantity)).map((line) => sellLine(line, surroundings));
  return {
    sold: entries.flatMap(({ sold }) => sold),
    obstacles: entries.flatMap(({ obstacles }) => obstacles),
  };
};

interface Entry {
  readonly sold: readonly SoldLine[];
  readonly obstacles: readonly PosObstacle[];
}

const sellLine = (line: PosLine, surroundings: Surroundings): Entry => {
  const gross = multiply(line.quantity, line.unitPrice);
  const net = subtract(gross, lineDiscount(line));
  if (isNegative(net)) {
    const reason = `"${line.name}": a discount of ${lineDiscount(line)} on ${line.quantity} × ${line.unitPrice}`;
    return { sold: [], obstacles: [{ kind: 'payment-mismatch', reason }] };
  }
  const shares = sharesOf(line, soldItems(line, surroundings.settings));
  const entries = shares.map((share) =>
    sellItem(line, share, { gross: part(gross, share), net: part(net, share) }, surroundings),
  );
  return {
    sold: giveLots(
      line,
      entries.flatMap((entry) => ('kind' in entry ? [] : [entry])),
    ),
    obstacles: entries.flatMap((entry) => ('kind' in entry ? [entry] : [])),
  };
};

/** An item of a line and what part of the line's price is its own. */
interface Share {
  readonly item: PosItem;
  readonly quantity: string;
  readonly weight: string;
  readonly weights: string;
}

/** Parts of a bundle share its price by their own prices, or by their numbers where they have none. */
const sharesOf = (line: PosLine, items: readonly PosItem[]): readonly Share[] => {
  if (items.length === 1 && items[0] === line) {
    return [{ item: line, quantity: line.quantity, weight: '1', weights: '1' }];
  }
  const parts = items.filter(({ quantity }) => !isZero(quantity));
  const worth = parts.map((item) => multiply(item.quantity, item.unitPrice));
  const weights = isZero(sum(worth)) ? parts.map(({ quantity }) => quantity) : worth;
  return parts.map((item, index) => ({
    item,
    quantity: multiply(item.quantity, line.quantity),
    weight: weights[index] ?? '0',
    weights: sum(weights),
  }));
};

const part = (amount: string, { weight, weights }: Share): string =>
  isEqualAmount(weight, weights) ? amount : divide(multiply(amount, weight), weights);

const sellItem = (
  line: PosLine,
  { item, quantity }: Share,
  amounts: { readonly gross: string; readonly net: string },
  { config, findProduct }: Surroundings,
): SoldLine | PosObstacle => {
  const found = findProduct(item);
  if ('kind' in found) return found;
  const { product, factor } = found;
  const taxes = taxesOfLine(product.taxIds, config);
  if (typeof taxes === 'string') return { kind: 'payment-mismatch', reason: `"${item.name}": ${taxes}` };
  const units = multiply(quantity, factor);
  const digits = config.quantityDigits;
  if (digits !== null && !isEqualAmount(divideRounded(units, '1', digits), units)) {
    const reason = `"${item.name}": Odoo keeps ${digits} digits of a quantity, which is ${units} here; have it keep more (Decimal Accuracy)`;
    return { kind: 'bad-payload', reason };
  }
  const name = (item.name === '' ? product.name : item.name).replaceAll(/\s+/gu, ' ').trim();
  return { product, name, quantity: units, ...amounts, lots: item === line ? line.lots : [], taxes };
};

/** Lots of a bundle are those of its only part that has any. */
const giveLots = (line: PosLine, sold: readonly SoldLine[]): readonly SoldLine[] => {
  if (line.lots.length === 0 || sold.some(({ lots }) => lots.length > 0)) return sold;
  const tracked = sold.filter(({ product }) => product.tracking !== 'none');
  return sold.map((one) => (tracked.length === 1 && one === tracked[0] ? { ...one, lots: line.lots } : one));
};
