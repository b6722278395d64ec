import type { FulfilmentLine } from '../../domain/fulfilment/fulfilment.ts';
import { Failure } from '../../domain/failure.ts';

/** Serial numbers and lots of a line as Ysell takes them: with commas between. @throws Failure `InvalidInput` when one has a comma itself */
export const lotList = ({ lots, name }: FulfilmentLine): string => {
  const torn = lots.find((lot) => lot.name.includes(','));
  if (torn !== undefined) {
    throw new Failure(
      'InvalidInput',
      `The lot "${torn.name}" of "${name}" has a comma, and Ysell takes lots as a list with commas. Rename it in Odoo, then retry.`,
      { path: 'lots' },
    );
  }
  return lots.map((lot) => lot.name).join(',');
};

/** A JSON number where that says the same as the decimal, digit by digit, else its text. */
export const jsonNumber = (decimal: string): number | string =>
  String(Number(decimal)) === decimal ? Number(decimal) : decimal;
