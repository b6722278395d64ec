import { add, isZero, multiply, subtract, sum } from '../../money.ts';
import type { PosTax } from '../odoo-pos.ts';
import { divide, percentOf } from './exact.ts';
import type { LineTaxes, TaxedLine, TaxRounding } from './line-taxes.ts';
import { taxRows } from './tax-rows.ts';

interface Entry {
  readonly tax: PosTax;
  /** Taxes that are computed together with it, by index. */
  readonly row: readonly number[];
  amount: string | null;
  /** What other taxes add to what it is computed on, and to what is left without it. */
  extraForTax: string;
  extraForBase: string;
}

/**
 * From 18 on: first what is fixed, then the included taxes from the last to the first, then the others from the first to the last; each tells those
 * that are computed on another base because of it.
 */
export const lineTaxesSince18 = ({ quantity, price, taxes }: TaxedLine, rounding: TaxRounding): LineTaxes => {
  const base = rounding.base(multiply(price, quantity));
  const rows = taxRows(taxes);
  const entries: Entry[] = taxes.map((tax, index) => ({
    tax,
    row: rows[index] ?? [index],
    amount: null,
    extraForTax: '0',
    extraForBase: '0',
  }));
  const settle = (entry: Entry, amount: string): void => {
    entry.amount = rounding.tax(amount);
    tellOthers(entries, entry, entry.amount);
  };
  const backwards = [...entries].reverse();
  for (const entry of backwards) if (entry.tax.type === 'fixed') settle(entry, multiply(quantity, entry.tax.amount));
  for (const entry of backwards) {
    if (entry.amount === null && entry.tax.priceInclude) settle(entry, includedAmount(entries, entry, base));
  }
  for (const entry of entries) if (entry.amount === null) settle(entry, addedAmount(entries, entry, base));

  const [first] = entries;
  const amounts = entries.map(({ amount }) => amount ?? '0');
  if (first === undefined) return { excluded: rounding.excluded(base), amounts };
  const before = add(base, first.extraForBase);
  const ownRow = sum(first.row.map((index) => amounts[index] ?? '0'));
  return { excluded: rounding.excluded(first.tax.priceInclude ? subtract(before, ownRow) : before), amounts };
};

const rowPercent = (entries: readonly Entry[], { row }: Entry): string =>
  sum(row.map((index) => entries[index]?.tax.amount ?? '0'));

const includedAmount = (entries: readonly Entry[], entry: Entry, base: string): string => {
  const on = add(base, entry.extraForTax);
  if (entry.tax.type === 'division') return percentOf(on, entry.tax.amount);
  const whole = add('100', rowPercent(entries, entry));
  return isZero(whole) ? '0' : divide(multiply(on, entry.tax.amount), whole);
};

const addedAmount = (entries: readonly Entry[], entry: Entry, base: string): string => {
  const on = add(base, entry.extraForTax);
  if (entry.tax.type === 'percent') return percentOf(on, entry.tax.amount);
  const rest = subtract('100', rowPercent(entries, entry));
  return isZero(rest) ? percentOf(on, entry.tax.amount) : divide(multiply(on, entry.tax.amount), rest);
};

/** An included tax is no part of what the others are computed on, unless it raises their base; one that is added may raise the base of those after it. */
const tellOthers = (entries: readonly Entry[], teller: Entry, amount: string): void => {
  const at = entries.indexOf(teller);
  const raise = (entry: Entry, by: string): void => {
    if (entry.amount === null) entry.extraForTax = add(entry.extraForTax, by);
    entry.extraForBase = add(entry.extraForBase, by);
  };
  const { tax, row } = teller;
  const after = entries.slice(Math.max(at, ...row) + 1);
  if (!tax.priceInclude) {
    if (tax.includeBaseAmount) for (const entry of after) if (entry.tax.isBaseAffected) raise(entry, amount);
    return;
  }
  const taken = subtract('0', amount);
  for (const entry of after) if (!tax.includeBaseAmount || !entry.tax.isBaseAffected) raise(entry, taken);
  for (const entry of entries.slice(0, Math.min(at, ...row))) raise(entry, taken);
};
