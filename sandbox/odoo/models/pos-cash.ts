import type { Env } from '../env.ts';
import { noteOn } from '../orm/chatter.ts';
import type { Row } from '../values.ts';
import { num, round, text } from '../values.ts';
import { accountOf, entryLine } from './accounting.ts';
import { cashMethod, sessionsOf } from './pos-configs.ts';

/** What is neither a draft nor cancelled: it counts. */
export const isCaptured = (order: Row): boolean => !['draft', 'cancel'].includes(text(order, 'state'));

export const capturedOrders = (env: Env, session: number): Row[] =>
  env.lookup('pos.order', 'session_id', session).filter(isCaptured);

export const paymentsOf = (env: Env, order: Row): Row[] => env.lookup('pos.payment', 'pos_order_id', num(order, 'id'));

const sum = (rows: readonly Row[]): number =>
  round(
    rows.reduce((total, row) => total + num(row, 'amount'), 0),
    2,
  );

export const paidInSession = (env: Env, session: Row): number =>
  sum(capturedOrders(env, num(session, 'id')).flatMap((order) => paymentsOf(env, order)));

export const statementTotal = (env: Env, session: number): number =>
  sum(env.lookup('account.bank.statement.line', 'pos_session_id', session));

/** The session of the till before this one. */
const sessionBefore = (env: Env, session: Row): Row | undefined =>
  sessionsOf(env, env.get('pos.config', num(session, 'config_id'))).find(
    (other) => num(other, 'id') < num(session, 'id'),
  );

/** 17 starts from what was counted at the last closing, later versions from what was counted at the opening. */
export const openingBalance = (env: Env, session: Row): number =>
  env.major === 17
    ? num(sessionBefore(env, session), 'cash_register_balance_end_real')
    : num(session, 'cash_register_balance_start');

/** What must be in the drawer. */
export function expectedCash(env: Env, session: Row): number {
  const method = num(cashMethod(env, env.get('pos.config', num(session, 'config_id'))), 'id');
  if (method === 0) return 0;
  const id = num(session, 'id');
  const orders = env.major === 17 ? env.lookup('pos.order', 'session_id', id) : capturedOrders(env, id);
  const payments = orders
    .flatMap((order) => paymentsOf(env, order))
    .filter((payment) => num(payment, 'payment_method_id') === method);
  const moved = text(session, 'state') === 'closed' ? num(session, 'cash_real_transaction') : statementTotal(env, id);
  return round(openingBalance(env, session) + sum(payments) + moved, 2);
}

/** Money that is in the drawer and was not sold for, or the other way round: a line of the cash statement with its entry. */
export const bookCashDifference = (env: Env, session: Row, amount: number, when: 'opening' | 'closing'): void => {
  if (amount === 0) return;
  const kind = amount > 0 ? 'Profit' : 'Loss';
  const label = `Cash difference observed during the counting (${kind}) - ${when}`;
  bookCash(env, session, amount, label, accountOf(env, amount > 0 ? 'cash_gain' : 'cash_loss'));
};

/** A line of the cash statement and its balanced entry. */
export const bookCash = (env: Env, session: Row, amount: number, label: string, counterpart: number): void => {
  const journal = env.get(
    'account.journal',
    num(cashMethod(env, env.get('pos.config', num(session, 'config_id'))), 'journal_id'),
  );
  const journal_id = num(journal, 'id');
  const move = env.create('account.move', {
    journal_id,
    ref: label,
    state: 'posted',
    line_ids: [
      [0, 0, entryLine(amount, { account_id: num(journal, 'default_account_id'), name: label })],
      [0, 0, entryLine(-amount, { account_id: counterpart, name: label })],
    ],
  });
  env.create('account.bank.statement.line', {
    payment_ref: label,
    amount,
    journal_id,
    move_id: move,
    pos_session_id: num(session, 'id'),
  });
};

/** Says in the session's chatter by how much the counted cash differed, with the words of the cashier. */
export const noteDifference = (env: Env, session: number, when: string, difference: number, notes: string): void => {
  const parts = [difference === 0 ? '' : `${when} difference: ${difference.toFixed(2)}`, notes];
  const words = parts.filter((part) => part !== '').join('<br>');
  if (words !== '') noteOn(env, 'pos.session', session, words);
};
