import { formatMoney, isEqualAmount, isWithin } from './money.ts';
import type { WrittenLine } from './order-row.ts';

/** A line as both sides can say it. Quantities and prices are decimal strings. */
export interface ComparedLine {
  readonly productId: number;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly description?: string;
}

/** The lines that stand in Odoo: without those that were left out. */
export const productLines = (lines: readonly WrittenLine[]): readonly Required<ComparedLine>[] =>
  lines.flatMap(({ productId, quantity, unitPrice, name }) =>
    productId === null ? [] : [{ productId, quantity, unitPrice, description: name }],
  );

/** Whether both have the same lines, in any order; the same product may stand on several. */
export const isSameLines = (left: readonly ComparedLine[], right: readonly ComparedLine[]): boolean =>
  left.length === right.length && unmatched(left, right).length === 0;

/** What is different, for a person: `product 904: 10 × 200.00 became 8 × 200.00`. */
export const describeDifference = (before: readonly ComparedLine[], after: readonly ComparedLine[]): string => {
  const gone = unmatched(before, after);
  const come = unmatched(after, before);
  const products = [...new Set([...gone, ...come].map((line) => line.productId))];
  const words = products.map((id) => {
    const was = gone.filter((line) => line.productId === id).map(say);
    const is = come.filter((line) => line.productId === id).map(say);
    if (was.length === 0) return `product ${id}: ${is.join(' and ')} came`;
    if (is.length === 0) return `product ${id}: ${was.join(' and ')} went`;
    return `product ${id}: ${was.join(' and ')} became ${is.join(' and ')}`;
  });
  return words.length === 0 ? 'nothing but the order of the lines' : words.join('; ');
};

const say = (line: ComparedLine): string => `${line.quantity} × ${formatMoney(line.unitPrice)}`;

/** Lines of `left` that find no partner in `right`, each of which is used once. */
const unmatched = (left: readonly ComparedLine[], right: readonly ComparedLine[]): readonly ComparedLine[] => {
  const free = [...right];
  return left.filter((line) => {
    const at = free.findIndex((other) => isSameLine(line, other));
    if (at === -1) return true;
    free.splice(at, 1);
    return false;
  });
};

/** Odoo keeps a price to two digits unless told otherwise, so a price divided by a factor comes back rounded. */
const isSameLine = (left: ComparedLine, right: ComparedLine): boolean =>
  left.productId === right.productId &&
  isEqualAmount(left.quantity, right.quantity) &&
  isWithin(left.unitPrice, right.unitPrice, '0.005');
