import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { flag, num, round, text } from '../values.ts';
import { ACCOUNTS } from './groups.ts';
import { paymentsOf } from './pos-cash.ts';
import { journalType } from './pos-payment-methods.ts';

export const cashRoundingModels = (): Model[] => [
  defineModel({
    name: 'account.cash.rounding',
    description: 'Account Cash Rounding',
    access: ACCOUNTS,
    fields: {
      name: f.char('Name', { required: true }),
      rounding: f.float('Rounding Precision', { required: true, default: 0.01 }),
      rounding_method: f.selection(
        'Rounding Method',
        { UP: 'Up', DOWN: 'Down', 'HALF-UP': 'Nearest' },
        { required: true, default: 'HALF-UP' },
      ),
      strategy: f.selection(
        'Rounding Strategy',
        { biggest_tax: 'Modify tax amount', add_invoice_line: 'Add a rounding line' },
        { required: true, default: 'add_invoice_line' },
      ),
      profit_account_id: f.many2one('Profit Account', 'account.account'),
      loss_account_id: f.many2one('Loss Account', 'account.account'),
    },
  }),
];

/** How a till rounds what is to be paid; `undefined` if it does not, or only cash and none is in the order. */
export const roundingOf = (env: Env, order: Row): Row | undefined => {
  const config = env.find('pos.config', num(order, 'config_id'));
  if (!flag(config, 'cash_rounding')) return undefined;
  const isCash = (payment: Row): boolean =>
    journalType(env, env.get('pos.payment.method', num(payment, 'payment_method_id'))) === 'cash';
  if (flag(config, 'only_round_cash_method') && !paymentsOf(env, order).some(isCash)) return undefined;
  return env.find('account.cash.rounding', num(config, 'rounding_method'));
};

/** A payment as a till takes it: cash in its coins, the rest too unless only cash is rounded. */
export const roundPayment = (env: Env, order: Row, method: Row, amount: number): number => {
  const config = env.find('pos.config', num(order, 'config_id'));
  const isRounded = journalType(env, method) === 'cash' || !flag(config, 'only_round_cash_method');
  const rounding = env.find('account.cash.rounding', num(config, 'rounding_method'));
  return roundCash(flag(config, 'cash_rounding') && isRounded ? rounding : undefined, amount);
};

export const roundCash = (rounding: Row | undefined, amount: number): number => {
  const step = num(rounding, 'rounding');
  if (!rounding || step <= 0) return round(amount, 2);
  const units = round(amount / step, 6);
  return round(Math.sign(units) * direct(text(rounding, 'rounding_method'), Math.abs(units)) * step, 2);
};

const direct = (method: string, units: number): number =>
  method === 'UP' ? Math.ceil(units) : method === 'DOWN' ? Math.floor(units) : round(units, 0);

/** How far a payment may be from the price: half a step where it is rounded to the nearest. */
export const toleranceOf = (rounding: Row): number =>
  round(num(rounding, 'rounding') / (text(rounding, 'rounding_method') === 'HALF-UP' ? 2 : 1), 2);
