import { add, isZero, multiply, subtract } from '../../money.ts';
import type { PosTax } from '../odoo-pos.ts';
import { divide, percentOf } from './exact.ts';
import type { LineTaxes, TaxedLine, TaxRounding } from './line-taxes.ts';

/**
 * 17: first the price without taxes is found, from the last tax back to the first; then the taxes are computed on it from the first on. The last
 * included tax of a row takes what is left up to the price it was found from, so that nothing is lost by rounding.
 */
export const lineTaxesOf17 = ({ quantity, price, taxes }: TaxedLine, rounding: TaxRounding): LineTaxes => {
  const { base, prices } = withoutIncluded(quantity, rounding.base(multiply(price, quantity)), taxes);
  const excluded = rounding.excluded(base);
  const amounts: string[] = [];
  let reached = excluded;
  /** Included taxes since the last one that was found as a remainder. */
  let pending = '0';
  let mixed = false;
  for (const [index, tax] of taxes.entries()) {
    const target = prices.get(index);
    let amount: string;
    if (tax.priceInclude && target !== undefined && !mixed) {
      amount = rounding.tax(subtract(target, add(reached, pending)));
      pending = '0';
    } else {
      amount = rounding.tax(amountOf(tax, tax.priceInclude || tax.isBaseAffected ? reached : excluded, quantity));
    }
    if (tax.priceInclude && target === undefined) pending = add(pending, amount);
    amounts.push(amount);
    if (!tax.includeBaseAmount) continue;
    reached = add(reached, amount);
    if (!tax.priceInclude) mixed = true;
  }
  return { excluded, amounts };
};

interface Included {
  percent: string;
  division: string;
  fixed: string;
}

const none = (): Included => ({ percent: '0', division: '0', fixed: '0' });

/** The price without its included taxes, and the prices that rows of included taxes make together, by the index of their last tax. */
const withoutIncluded = (
  quantity: string,
  price: string,
  taxes: readonly PosTax[],
): { readonly base: string; readonly prices: ReadonlyMap<number, string> } => {
  const prices = new Map<number, string>();
  let base = price;
  let included = none();
  let isRowOpen = true;
  let isBaseAffected = true;
  for (const [index, tax] of [...taxes.entries()].reverse()) {
    if (tax.includeBaseAmount && isBaseAffected) {
      base = without(base, included);
      included = none();
      isRowOpen = true;
    }
    if (tax.priceInclude) {
      if (tax.type === 'percent') included.percent = add(included.percent, tax.amount);
      else if (tax.type === 'division') included.division = add(included.division, tax.amount);
      // A second one takes the place of the first.
      else included.fixed = multiply(quantity, tax.amount);
      if (isRowOpen && !isZero(tax.amount)) {
        prices.set(index, base);
        isRowOpen = false;
      }
    }
    isBaseAffected = tax.isBaseAffected;
  }
  return { base: without(base, included), prices };
};

const without = (base: string, { percent, division, fixed }: Included): string =>
  percentOf(divide(multiply(subtract(base, fixed), '100'), add('100', percent)), subtract('100', division));

const amountOf = (tax: PosTax, base: string, quantity: string): string => {
  if (tax.type === 'fixed') return multiply(quantity, tax.amount);
  if (tax.type === 'percent') return percentOf(base, tax.amount);
  const rest = subtract('100', tax.amount);
  return isZero(rest) ? '0' : subtract(divide(multiply(base, '100'), rest), base);
};
