import type { Env } from '../env.ts';
import type { Row } from '../values.ts';
import { num, round, text } from '../values.ts';
import { taxesToApply } from './pos-order-lines.ts';
import { computeTaxes, isAllInside } from './taxes.ts';

/** What an order sold, or took back, under the same taxes. */
export interface Sale {
  readonly key: string;
  readonly taxIds: readonly number[];
  readonly isRefund: boolean;
  readonly amount: number;
}

/** What one tax makes of it. */
export interface TaxOfOrder {
  readonly key: string;
  readonly id: number;
  readonly amount: number;
  readonly base: number;
}

export interface OrderSales {
  readonly sales: readonly Sale[];
  readonly taxes: readonly TaxOfOrder[];
}

/**
 * Sales and taxes of an order as the closing of its session books them. 17 believes the untaxed amount of the line, later
 * versions work it out anew; the taxes are always worked out, and rounded line by line or for the order as a whole.
 */
export const salesOf = (env: Env, order: Row): OrderSales => {
  const company = env.find('res.company', num(order, 'company_id'));
  const isWhole = text(company, 'tax_calculation_rounding_method') === 'round_globally';
  const sales = new Map<string, Sale>();
  const taxes = new Map<string, TaxOfOrder>();
  let isAdded = false;
  for (const line of env.lookup('pos.order.line', 'order_id', num(order, 'id'))) {
    const taxIds = taxesToApply(env, line);
    const price = num(line, 'price_unit') * (1 - num(line, 'discount') / 100);
    const taxed = computeTaxes(env, taxIds, {
      price,
      quantity: num(line, 'qty'),
      rounding: isWhole ? 'document' : 'line',
    });
    const untaxed = env.major === 17 ? num(line, 'price_subtotal') : taxed.excluded;
    const isRefund = untaxed < 0;
    const key = `${String(isRefund)}:${taxIds.join(',')}`;
    sales.set(key, { key, taxIds, isRefund, amount: (sales.get(key)?.amount ?? 0) + untaxed });
    isAdded ||= !isAllInside(env, taxIds);
    for (const { id, amount, base } of taxed.taxes) {
      const taxKey = `${String(isRefund)}:${id}`;
      const known = taxes.get(taxKey) ?? { amount: 0, base: 0 };
      taxes.set(taxKey, { key: taxKey, id, amount: known.amount + amount, base: known.base + base });
    }
  }
  const rounded = [...taxes.values()].map((tax) => ({ ...tax, amount: round(tax.amount, 2) }));
  if (env.major === 17) return { sales: [...sales.values()], taxes: rounded };
  const wanted = wholeSale([...sales.values()], [...taxes.values()], rounded, isAdded);
  return { sales: roundTo([...sales.values()], isWhole ? wanted : undefined), taxes: rounded };
};

const total = (parts: readonly { readonly amount: number }[]): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

/** Where no tax is added to a price, the price with its taxes is what is rounded. */
const wholeSale = (
  sales: readonly Sale[],
  exact: readonly TaxOfOrder[],
  rounded: readonly TaxOfOrder[],
  isAdded: boolean,
): number => (isAdded ? round(total(sales), 2) : round(round(total(sales) + total(exact), 2) - total(rounded), 2));

/** Rounds each part; what is missing to the whole goes to the largest. */
const roundTo = (sales: readonly Sale[], wanted: number | undefined): Sale[] => {
  const rounded = sales.map((sale) => ({ ...sale, amount: round(sale.amount, 2) }));
  const missing = wanted === undefined ? 0 : round(wanted - total(rounded), 2);
  if (missing === 0) return rounded;
  const largest = rounded.reduce((best, sale) => Math.max(best, Math.abs(sale.amount)), 0);
  const at = rounded.findIndex((sale) => Math.abs(sale.amount) === largest);
  return rounded.map((sale, index) => (index === at ? { ...sale, amount: round(sale.amount + missing, 2) } : sale));
};
