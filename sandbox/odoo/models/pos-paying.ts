import type { Env } from '../env.ts';
import { OdooError, userError, valueError } from '../errors.ts';
import { reprRecordset } from '../python.ts';
import type { Row } from '../values.ts';
import { flag, num, round, text } from '../values.ts';
import { roundCash, roundingOf, toleranceOf } from './cash-rounding.ts';
import { paymentsOf } from './pos-cash.ts';
import { originalsOf } from './pos-names.ts';
import { deliverOrder } from './pos-transfers.ts';

/**
 * What an order costs: one that takes back a whole order gives back what was paid for it. 17 cannot say it for an order
 * that takes back from several.
 */
export const amountDue = (env: Env, order: Row): number => {
  const originals = originalsOf(env, order);
  if (env.major === 17 && originals.length > 1)
    throw valueError(`Expected singleton: ${reprRecordset('pos.order', originals)}`);
  const original = env.find('pos.order', originals[0] ?? 0);
  const isWhole = round(num(original, 'amount_total') + num(order, 'amount_total'), 2) === 0;
  return isWhole ? -num(original, 'amount_paid') : num(order, 'amount_total');
};

export const isCovered = (env: Env, order: Row): boolean =>
  round(roundCash(roundingOf(env, order), amountDue(env, order)) - num(order, 'amount_paid'), 2) === 0;

/** The sum of its payments, stored on the order. */
export const refreshPaid = (env: Env, id: number): void => {
  const paid = paymentsOf(env, env.get('pos.order', id)).reduce((sum, payment) => sum + num(payment, 'amount'), 0);
  env.patch('pos.order', id, { amount_paid: round(paid, 2) });
};

/** Makes an order paid and, where the session works in real time, moves its stock. Until 18 a refusal is only logged. */
export const processOrder = (env: Env, id: number): void => {
  const { transaction } = env.session;
  const before = transaction.savepoint();
  try {
    markPaid(env, id);
  } catch (error) {
    if (env.major === 19 || !(error instanceof OdooError)) throw error;
    transaction.rollbackTo(before);
  }
  const order = env.get('pos.order', id);
  if (!flag(env.find('pos.session', num(order, 'session_id')), 'update_stock_at_closing')) deliverOrder(env, order);
};

/** Where cash is rounded, what is paid may be off by a part of a coin. */
const markPaid = (env: Env, id: number): void => {
  const order = env.get('pos.order', id);
  const rounding = roundingOf(env, order);
  const off = (price: number): number => Math.abs(round(price - num(order, 'amount_paid'), 2));
  const isPaid =
    off(roundCash(rounding, num(order, 'amount_total'))) === 0 ||
    (rounding !== undefined && off(num(order, 'amount_total')) <= toleranceOf(rounding));
  if (!isPaid) throw userError(`Order ${text(order, 'name')} is not fully paid.`);
  env.write('pos.order', [id], { state: 'paid' });
};
