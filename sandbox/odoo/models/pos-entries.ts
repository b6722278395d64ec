import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import type { Row, Vals } from '../values.ts';
import { flag, num, round, text } from '../values.ts';
import { accountOf, entryLine, entryLines } from './accounting.ts';
import { bookCash, paymentsOf } from './pos-cash.ts';
import { salesOf } from './pos-order-sales.ts';
import { journalType } from './pos-payment-methods.ts';

/** Sums by key, in the order the keys came. */
class Sums {
  readonly #found = new Map<string, { vals: Vals; amount: number; base: number }>();

  add(key: string, amount: number, vals: () => Vals, base = 0): void {
    const known = this.#found.get(key);
    if (known) [known.amount, known.base] = [known.amount + amount, known.base + base];
    else this.#found.set(key, { vals: vals(), amount, base });
  }

  lines(): Vals[] {
    return [...this.#found.values()].map(({ vals, amount, base }) =>
      entryLine(round(amount, 2), { ...vals, tax_base_amount: round(Math.abs(base), 2) }),
    );
  }
}

/**
 * The entry of a session: sales and taxes against what was paid, with the money that went to the bank and into the
 * drawer booked on its own. Answers by how much the entry does not balance.
 */
export const bookSession = (env: Env, session: Row, orders: readonly Row[], toBalance: number): number => {
  const move = env.create('account.move', {
    journal_id: num(env.get('pos.config', num(session, 'config_id')), 'journal_id'),
    ref: text(session, 'name'),
  });
  const sums = {
    taxes: new Sums(),
    sales: new Sums(),
    rounding: new Sums(),
    methods: new Map<number, number>(),
    owed: new Sums(),
  };
  for (const order of orders) {
    addSales(env, order, sums.sales, sums.taxes);
    addRounding(env, order, sums.rounding);
    for (const payment of paymentsOf(env, order)) addPayment(env, session, order, payment, sums.methods, sums.owed);
  }
  for (const line of [...sums.taxes.lines(), ...sums.sales.lines(), ...sums.rounding.lines()])
    env.create('account.move.line', { ...line, move_id: move });
  bookMethods(env, session, move, sums.methods);
  for (const line of sums.owed.lines()) env.create('account.move.line', { ...line, move_id: move });
  if (toBalance !== 0) {
    const label = 'Difference at closing PoS session';
    const account_id = accountOf(env, 'pos_receivable');
    env.create('account.move.line', entryLine(-toBalance, { move_id: move, name: label, account_id }));
  }
  const lines = entryLines(env, move);
  const balance = round(
    lines.reduce((sum, line) => sum + num(line, 'balance'), 0),
    2,
  );
  if (balance !== 0) return balance;
  if (lines.length === 0) {
    env.unlink('account.move', [move]);
    return 0;
  }
  env.write('account.move', [move], { state: 'posted' });
  env.patch('pos.session', num(session, 'id'), { move_id: move });
  return 0;
};

const addSales = (env: Env, order: Row, sales: Sums, taxes: Sums): void => {
  const sold = salesOf(env, order);
  for (const { key, amount, taxIds, isRefund } of sold.sales)
    sales.add(key, -amount, () => saleLine(env, taxIds, isRefund));
  for (const { key, id, amount, base } of sold.taxes) {
    const line = (): Vals => ({
      name: text(env.find('account.tax', id), 'name'),
      account_id: accountOf(env, 'tax_received'),
      tax_line_id: id,
      display_type: 'tax',
    });
    taxes.add(key, -amount, line, base);
  }
};

/** What tills that round were paid beyond the price, or short of it. */
const addRounding = (env: Env, order: Row, rounding: Sums): void => {
  const config = env.get('pos.config', num(order, 'config_id'));
  const difference = round(num(order, 'amount_paid') - num(order, 'amount_total'), 2);
  if (!flag(config, 'cash_rounding') || difference === 0) return;
  const method = env.find('account.cash.rounding', num(config, 'rounding_method'));
  rounding.add('rounding', -difference, () => ({
    name: 'Rounding line',
    account_id: num(method, 'profit_account_id') || accountOf(env, 'cash_gain'),
  }));
};

const saleLine = (env: Env, tax_ids: readonly number[], isRefund: boolean): Vals => {
  const names = env.rows('account.tax', tax_ids).map((tax) => text(tax, 'name'));
  const title = isRefund ? 'Refund' : 'Sales';
  return {
    name: names.length === 0 ? `${title} untaxed` : `${title} with ${names.join(', ')}`,
    account_id: accountOf(env, 'income'),
    tax_ids: [[6, 0, tax_ids]],
  };
};

/** Money is gathered by method; what a customer owes stays with the customer. */
const addPayment = (
  env: Env,
  session: Row,
  order: Row,
  payment: Row,
  methods: Map<number, number>,
  owed: Sums,
): void => {
  const method = env.get('pos.payment.method', num(payment, 'payment_method_id'));
  const amount = num(payment, 'amount');
  if (amount === 0) return;
  if (flag(method, 'split_transactions') && num(order, 'partner_id') === 0) {
    throw userError(
      `You have enabled the "Identify Customer" option for ${text(method, 'name')} payment method,but the order ${text(order, 'name')} does not contain a customer.`,
    );
  }
  if (journalType(env, method) !== 'pay_later') {
    methods.set(num(method, 'id'), round((methods.get(num(method, 'id')) ?? 0) + amount, 2));
    return;
  }
  const isSplit = method['split_transactions'] === true;
  owed.add(isSplit ? `payment:${num(payment, 'id')}` : `method:${num(method, 'id')}`, amount, () => ({
    name: `${text(session, 'name')} - ${text(method, 'name')}`,
    account_id: accountOf(env, isSplit ? 'receivable' : 'pos_receivable'),
    partner_id: isSplit ? order['partner_id'] : false,
  }));
};

const bookMethods = (env: Env, session: Row, move: number, methods: ReadonlyMap<number, number>): void => {
  const account_id = accountOf(env, 'pos_receivable');
  for (const [id, amount] of methods) {
    const method = env.get('pos.payment.method', id);
    const isCash = journalType(env, method) === 'cash';
    if (isCash && amount === 0) continue;
    const name = `${text(session, 'name')} - ${text(method, 'name')}`;
    env.create(
      'account.move.line',
      entryLine(amount, { move_id: move, name, account_id, display_type: 'payment_term' }),
    );
    if (isCash) bookCash(env, session, amount, text(session, 'name'), account_id);
    else bookBankPayment(env, session, method, amount);
  }
};

/** Only 17 has an account for money that is on its way, and so an entry for it. */
const bookBankPayment = (env: Env, session: Row, method: Row, amount: number): void => {
  const journal_id = num(method, 'journal_id');
  const label = `Combine ${text(method, 'name')} POS payments from ${text(session, 'name')}`;
  const pair: Vals[] = [
    entryLine(amount, { account_id: accountOf(env, 'outstanding'), name: label }),
    entryLine(-amount, { account_id: accountOf(env, 'pos_receivable'), name: label }),
  ];
  const move =
    env.major === 17
      ? env.create('account.move', {
          journal_id,
          ref: label,
          state: 'posted',
          line_ids: pair.map((line) => [0, 0, line]),
        })
      : 0;
  env.create('account.payment', {
    name: env.sequence('account.payment', 'PAY'),
    amount: Math.abs(amount),
    payment_type: amount < 0 ? 'outbound' : 'inbound',
    journal_id,
    move_id: move || false,
    pos_session_id: num(session, 'id'),
    pos_payment_method_id: num(method, 'id'),
  });
};
