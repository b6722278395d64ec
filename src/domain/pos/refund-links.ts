import { compare, isEqualAmount, subtract } from '../money.ts';
import type { SeenPosLine } from './odoo-pos.ts';

/**
 * For each line of a refund the line of the original order that it takes back: of the same product, with enough left of it; best one with exactly as
 * much. Null where none fits.
 */
export const refundLinks = (
  lines: readonly { readonly productId: number; readonly quantity: string }[],
  original: readonly SeenPosLine[],
): readonly (number | null)[] => {
  const left = new Map(original.map((line) => [line.id, subtract(line.quantity, line.refundedQuantity)]));
  return lines.map(({ productId, quantity }) => {
    const fitting = original.filter(
      (line) => line.productId === productId && compare(left.get(line.id) ?? '0', quantity) >= 0,
    );
    const best = fitting.find((line) => isEqualAmount(left.get(line.id) ?? '0', quantity)) ?? fitting[0];
    if (best === undefined) return null;
    left.set(best.id, subtract(left.get(best.id) ?? '0', quantity));
    return best.id;
  });
};
