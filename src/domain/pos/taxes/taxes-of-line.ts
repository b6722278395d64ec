import type { PosConfig, PosTax } from '../odoo-pos.ts';

/** Taxes of a line: those that are written into Odoo, and those that Odoo applies then. */
export interface TaxesOfLine {
  readonly written: readonly number[];
  readonly applied: readonly PosTax[];
}

/**
 * The taxes of a product at a point of sale: those that are of its company, changed by its fiscal position (which Odoo does by itself), groups
 * taken apart, in the order they are applied.
 *
 * @returns a sentence where a tax is of a kind that cannot be computed here
 */
export const taxesOfLine = (
  taxIds: readonly number[],
  { taxes, fiscalPosition }: Pick<PosConfig, 'taxes' | 'fiscalPosition'>,
): TaxesOfLine | string => {
  const written = taxIds.filter((id) => taxes.has(id));
  const followers = written.flatMap((id) => fiscalPosition?.taxes.get(id) ?? [id]);
  const applied = new Map<number, PosTax>();
  for (const tax of inOrder(followers, taxes)) {
    for (const part of tax.type === 'group' ? inOrder(tax.children, taxes) : [tax]) {
      if (part.type === 'other' || part.type === 'group') {
        return `the tax "${part.name}" is computed by a formula of its own, which cannot be followed here; give the product another tax in Odoo`;
      }
      applied.set(part.id, part);
    }
  }
  return { written, applied: [...applied.values()] };
};

const inOrder = (ids: readonly number[], taxes: PosConfig['taxes']): readonly PosTax[] =>
  [...new Set(ids)]
    .flatMap((id) => taxes.get(id) ?? [])
    .sort((left, right) => left.sequence - right.sequence || left.id - right.id);
