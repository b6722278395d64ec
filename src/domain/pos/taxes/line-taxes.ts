import type { PosTax } from '../odoo-pos.ts';
import { lineTaxesOf17 } from './line-taxes-17.ts';
import { lineTaxesSince18 } from './line-taxes-18.ts';

/** A line as its taxes are computed: of a sale, so nothing is negative. */
export interface TaxedLine {
  readonly quantity: string;
  /** Of one after discount, as Odoo has it: with the taxes that its price includes. */
  readonly price: string;
  /** In the order Odoo applies them, groups taken apart. */
  readonly taxes: readonly PosTax[];
}

export interface LineTaxes {
  readonly excluded: string;
  /** One for each tax of the line, in their order. */
  readonly amounts: readonly string[];
}

/** How amounts are rounded on the way. */
export interface TaxRounding {
  /** The price of the line. */
  readonly base: (amount: string) => string;
  readonly excluded: (amount: string) => string;
  readonly tax: (amount: string) => string;
}

/** Base and taxes of one line, as the version of Odoo computes them. */
export const lineTaxes = (major: 17 | 18 | 19, line: TaxedLine, rounding: TaxRounding): LineTaxes =>
  major === 17 ? lineTaxesOf17(line, rounding) : lineTaxesSince18(line, rounding);
