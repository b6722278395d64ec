import type { Sale } from './model.ts';

export interface SaleTotals {
  /** Σ price × quantity − discounts of lines. */
  readonly beforeTax: number;
  /** On the whole order. */
  readonly discount: number;
  readonly tax: number;
  /** With tax, after the discount on the order. */
  readonly grandTotal: number;
  readonly paid: number;
  /** What is owed; negative where change was given. */
  readonly balance: number;
}

const cents = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100;

const sum = (values: readonly number[]): number => cents(values.reduce((total, value) => total + value, 0));

/** What a line comes to before tax. */
export const lineTotal = ({ price, quantity, discount }: Sale['lines'][number]): number =>
  cents(price * quantity - discount);

/** Taxes are rounded line by line, and a discount on the order lowers each line by its share. */
export const totalsOf = (sale: Pick<Sale, 'lines' | 'discount' | 'serviceCharges' | 'payments'>): SaleTotals => {
  const beforeTax = sum(sale.lines.map(lineTotal));
  const share = beforeTax === 0 ? 1 : (beforeTax - sale.discount) / beforeTax;
  const tax = sum(sale.lines.map((line) => cents((lineTotal(line) * share * line.taxPercent) / 100)));
  const grandTotal = cents(beforeTax - sale.discount + tax + sale.serviceCharges);
  const paid = sum(sale.payments.map((payment) => payment.amount));
  return { beforeTax, discount: sale.discount, tax, grandTotal, paid, balance: cents(grandTotal - paid) };
};
