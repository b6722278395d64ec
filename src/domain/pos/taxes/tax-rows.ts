import type { PosTax } from '../odoo-pos.ts';

/** Which taxes, by index, each one is computed together with, itself included (from 18 on): neighbours of one kind that do not raise each other's base. */
export const taxRows = (taxes: readonly PosTax[]): readonly (readonly number[])[] => {
  const rows: number[][] = [];
  let row: number[] = [];
  let isBaseAffected = false;
  for (const [index, tax] of [...taxes.entries()].reverse()) {
    const [one] = row;
    const other = one === undefined ? undefined : taxes[one];
    const isTogether =
      other !== undefined &&
      tax.type === other.type &&
      tax.priceInclude === other.priceInclude &&
      tax.includeBaseAmount === other.includeBaseAmount &&
      (!tax.includeBaseAmount || !isBaseAffected);
    if (!isTogether) row = [];
    row.push(index);
    rows[index] = row;
    isBaseAffected = tax.isBaseAffected;
  }
  return rows;
};
