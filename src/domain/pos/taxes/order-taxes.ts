import { add, multiply, roundToMultiple, subtract, sum } from '../../money.ts';
import type { PosConfig } from '../odoo-pos.ts';
import { divide, rounderTo } from './exact.ts';
import { lineTaxes } from './line-taxes.ts';
import type { LineTaxes, TaxedLine, TaxRounding } from './line-taxes.ts';

/** How Odoo computes: its version, and the settings of the company and its currency. */
export interface TaxManner {
  readonly major: 17 | 18 | 19;
  readonly method: PosConfig['taxRounding'];
  /** The smallest amount of the currency. */
  readonly step: string;
}

/** A line with its taxes, as it goes into the totals of its order: rounded where Odoo rounds each line. */
export interface ComputedLine {
  readonly line: TaxedLine;
  readonly taxes: LineTaxes;
}

export interface OrderTotals {
  readonly tax: string;
  readonly included: string;
}

export const taxManner = ({ major, taxRounding, currency }: PosConfig): TaxManner => ({
  major,
  method: taxRounding,
  step: currency.rounding,
});

const exactly = (amount: string): string => amount;
const unrounded: TaxRounding = { base: exactly, excluded: exactly, tax: exactly };

/** 17 rounds prices in any case, and taxes of an order that is rounded as a whole to five digits more than the currency has. */
const roundingOf = ({ major, method, step }: TaxManner): TaxRounding => {
  const toStep = rounderTo(step);
  if (method === 'per-line') return { base: toStep, excluded: toStep, tax: toStep };
  if (major !== 17) return unrounded;
  return { base: toStep, excluded: toStep, tax: rounderTo(multiply(step, '0.00001')) };
};

export const computeLine = (line: TaxedLine, manner: TaxManner): ComputedLine => ({
  line,
  taxes: lineTaxes(manner.major, line, roundingOf(manner)),
});

/** The price without any tax, nothing rounded. */
export const exactlyExcluded = (line: TaxedLine, manner: TaxManner): string =>
  lineTaxes(manner.major, line, unrounded).excluded;

/**
 * The totals of an order as the closing of its session books them. Rounded as a whole, each tax is rounded once, and prices either once (from 18 on,
 * where a tax is added to any price), or with the taxes they include.
 */
export const orderTotals = (lines: readonly ComputedLine[], { major, method, step }: TaxManner): OrderTotals => {
  const toStep = rounderTo(step);
  const byTax = new Map<number, string>();
  for (const { line, taxes } of lines) {
    for (const [index, tax] of line.taxes.entries()) {
      byTax.set(tax.id, add(byTax.get(tax.id) ?? '0', taxes.amounts[index] ?? '0'));
    }
  }
  const excluded = sum(lines.map(({ taxes }) => taxes.excluded));
  const exactTax = sum(byTax.values());
  if (method === 'per-line') return { tax: exactTax, included: add(excluded, exactTax) };
  const tax = sum([...byTax.values()].map(toStep));
  if (major === 17) return { tax, included: add(excluded, tax) };
  const isAdded = lines.some(({ line }) => line.taxes.some(({ priceInclude }) => !priceInclude));
  return { tax, included: isAdded ? add(toStep(excluded), tax) : toStep(add(excluded, exactTax)) };
};

/** Price and price with taxes of a single line, as Odoo keeps them with the line. */
export const lineAmounts = (
  { taxes }: ComputedLine,
  { step }: TaxManner,
): { readonly subtotal: string; readonly subtotalWithTax: string } => ({
  subtotal: roundToMultiple(taxes.excluded, step),
  subtotalWithTax: roundToMultiple(add(taxes.excluded, sum(taxes.amounts)), step),
});

/**
 * The price of one, taxes that it includes with it, that makes the whole line this much without taxes. Odoo's way from one to the other is a
 * straight line, so two points of it are enough.
 */
export const priceFor = (excluded: string, line: Pick<TaxedLine, 'quantity' | 'taxes'>, manner: TaxManner): string => {
  if (!line.taxes.some(({ priceInclude }) => priceInclude)) return divide(excluded, line.quantity);
  const [low, high] = ['1000000', '2000000'];
  const atLow = exactlyExcluded({ ...line, price: low }, manner);
  const slope = divide(subtract(exactlyExcluded({ ...line, price: high }, manner), atLow), subtract(high, low));
  return add(low, divide(subtract(excluded, atLow), slope));
};
