import { add, compare, isEqualAmount, isPositive, isWithin, isZero, roundToMultiple, subtract, sum } from '../money.ts';
import type { NewPosPayment, PosConfig, PosMethod } from './odoo-pos.ts';
import { findPaymentMethod } from './payment-method.ts';
import { nameOfPayment } from './payment-name.ts';
import type { PosObstacle } from './pos-obstacle.ts';
import type { PosOrder } from './pos-order.ts';
import { money } from './sum-words.ts';

/** Payments that make exactly the total of the order; as of a sale. */
export interface PlannedPayments {
  readonly payments: readonly NewPosPayment[];
  /** What the order has to come to in Odoo. */
  readonly total: string;
  readonly change: string;
}

interface Surroundings {
  readonly config: PosConfig;
  readonly fallback: string;
  readonly hasPartner: boolean;
  /** What the order comes to by its own sums, and how far what is paid may be from it. */
  readonly total: string;
  readonly tolerance: string;
}

interface Matched {
  readonly method: PosMethod;
  readonly amount: string;
}

/**
 * The payments of an order by the methods of Odoo. What is paid in excess is change, given in cash; a small difference either way is no change but
 * rounding, and becomes the order's total.
 */
export const planPayments = (order: PosOrder, surroundings: Surroundings): PlannedPayments | PosObstacle => {
  const { config, fallback, hasPartner } = surroundings;
  const choice = { methods: config.methods, fallback, hasPartner };
  const matched: Matched[] = [];
  for (const payment of order.payments) {
    const method = findPaymentMethod(payment, choice);
    if ('kind' in method) return method;
    const amount = roundToMultiple(payment.amount, config.currency.rounding);
    if (!isZero(amount)) matched.push({ method, amount });
  }
  const problem = statedSums(order, matched, surroundings);
  if (problem !== null) return mismatch(problem);
  const settled = settle(order, matched, surroundings);
  if ('kind' in settled) return settled;
  const unround = cashRounding(matched, settled.total, config);
  return unround === null ? settled : mismatch(unround);
};

const mismatch = (reason: string): PosObstacle => ({ kind: 'payment-mismatch', reason });

const paidBy = (matched: readonly Matched[]): string => sum(matched.map(({ amount }) => amount));

const settle = (
  order: PosOrder,
  matched: readonly Matched[],
  { config, total, tolerance }: Surroundings,
): PlannedPayments | PosObstacle => {
  const paid = paidBy(matched);
  const excess = subtract(paid, total);
  const payments = matched.map(({ method, amount }) => ({ methodId: method.id, amount, isChange: false }));
  const cash = matched.filter(({ method }) => method.type === 'cash');
  const said = order.totals.balance;
  const saysChange = said !== null && isPositive(excess) && isEqualAmount(said, subtract('0', excess));
  const isRounding = isWithin(paid, total, tolerance) && !(saysChange && cash.length > 0);
  if (isRounding) return { payments, total: paid, change: '0' };
  if (!isPositive(excess)) {
    const owed = subtract('0', excess);
    return mismatch(`${paymentWords(order)} of ${money(total)}; ${money(owed)} are still owed`);
  }
  const drawer = cash[0]?.method ?? config.methods.find(({ type }) => type === 'cash');
  const isCovered = saysChange || compare(paidBy(cash), excess) >= 0;
  if (drawer === undefined || !isCovered) {
    return mismatch(
      `${paymentWords(order)} of ${money(total)}; ${money(excess)} too much, and no cash to give change from`,
    );
  }
  const change = { methodId: drawer.id, amount: subtract('0', excess), isChange: true };
  return { payments: [...payments, change], total, change: excess };
};

/** `AmountPaid` is told with or without the change; nothing is owed where the balance is nothing or less. */
const statedSums = (
  order: PosOrder,
  matched: readonly Matched[],
  { total, tolerance }: Surroundings,
): string | null => {
  const { paid: stated, balance } = order.totals;
  const paid = paidBy(matched);
  const agrees = (left: string, right: string): boolean => isWithin(left, right, tolerance);
  const isCovered = compare(add(paid, tolerance), total) >= 0;
  if (stated !== null && !agrees(stated, paid) && !(isCovered && agrees(stated, total))) {
    return `${paymentWords(order)}, AmountPaid says ${money(stated)}`;
  }
  if (balance === null || (isCovered && isZero(balance))) return null;
  if (agrees(balance, subtract(total, paid)) || (stated !== null && agrees(balance, subtract(total, stated))))
    return null;
  return `${paymentWords(order)} of ${money(total)}, BalanceAmount says ${money(balance)}`;
};

const paymentWords = ({ payments }: PosOrder): string => {
  const paid = money(sum(payments.map(({ amount }) => amount)));
  if (payments.length === 0) return `paid ${paid}`;
  const each = payments.map((payment) => `${nameOfPayment(payment)} ${money(payment.amount)}`).join(' + ');
  return `paid ${each}${payments.length === 1 ? '' : ` = ${paid}`}`;
};

/** Where Odoo rounds what is paid, it takes no other amount for full. */
const cashRounding = (matched: readonly Matched[], total: string, { cashRounding: rule }: PosConfig): string | null => {
  if (rule === null || (rule.onlyCash && !matched.some(({ method }) => method.type === 'cash'))) return null;
  if (isEqualAmount(roundToMultiple(total, rule.step), total)) return null;
  return `the point of sale in Odoo rounds what is paid to multiples of ${rule.step}, and ${money(total)} is none`;
};
