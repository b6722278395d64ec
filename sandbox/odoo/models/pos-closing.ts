import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import { noteOn } from '../orm/chatter.ts';
import type { Call } from '../registry.ts';
import type { Row } from '../values.ts';
import { asText, flag, num, round, text, toIds } from '../values.ts';
import { accountOf } from './accounting.ts';
import {
  bookCashDifference,
  capturedOrders,
  expectedCash,
  isCaptured,
  noteDifference,
  openingBalance,
  paymentsOf,
  statementTotal,
} from './pos-cash.ts';
import { cashMethod, hasCash, methodsOf } from './pos-configs.ts';
import { bookSession } from './pos-entries.ts';
import { journalType } from './pos-payment-methods.ts';
import { deliverSession } from './pos-transfers.ts';

const configOf = (env: Env, session: Row): Row => env.get('pos.config', num(session, 'config_id'));
const sessionOf = ({ env, ids }: Call): Row => env.get('pos.session', ids[0] ?? 0);

const draftsOf = (env: Env, session: number): number[] =>
  env
    .lookup('pos.order', 'session_id', session)
    .filter((order) => text(order, 'state') === 'draft')
    .map((order) => num(order, 'id'))
    .reverse();

const draftWords = (env: Env): string =>
  env.major === 19
    ? 'You cannot close the POS while there are still draft orders for the day.'
    : 'You cannot close the POS when orders are still in draft';

/** What the cashier is shown before closing: what must be there for each method. */
export function closingData(call: Call): unknown {
  const { env } = call;
  const session = sessionOf(call);
  const id = num(session, 'id');
  const config = configOf(env, session);
  const orders = capturedOrders(env, id);
  const payments = orders.flatMap((order) => paymentsOf(env, order));
  const of = (method: Row): Row[] =>
    payments.filter((payment) => num(payment, 'payment_method_id') === num(method, 'id'));
  const amountOf = (method: Row): number =>
    round(
      of(method).reduce((sum, row) => sum + num(row, 'amount'), 0),
      2,
    );
  const cash = cashMethod(env, config);
  const others = methodsOf(env, config)
    .filter((method) => num(method, 'id') !== num(cash, 'id'))
    .map((method) => ({
      name: text(method, 'name'),
      amount: amountOf(method),
      number: of(method).length,
      id: num(method, 'id'),
      type: journalType(env, method),
    }));
  return {
    orders_details: {
      quantity: orders.length,
      amount: round(
        orders.reduce((sum, order) => sum + num(order, 'amount_total'), 0),
        2,
      ),
    },
    opening_notes: session['opening_notes'] ?? false,
    default_cash_details: cash
      ? {
          name: text(cash, 'name'),
          amount: round(openingBalance(env, session) + amountOf(cash) + statementTotal(env, id), 2),
          opening: openingBalance(env, session),
          payment_amount: amountOf(cash),
          moves: env
            .lookup('account.bank.statement.line', 'pos_session_id', id)
            .map((line) => ({ name: text(line, 'payment_ref'), amount: num(line, 'amount') })),
          id: num(cash, 'id'),
        }
      : null,
    [env.major === 17 ? 'other_payment_methods' : 'non_cash_payment_methods']: others,
    is_manager: true,
    amount_authorized_diff: flag(config, 'set_maximum_difference') ? num(config, 'amount_authorized_diff') : null,
  };
}

/** Why a session cannot be closed now, as an answer; `undefined` if it can. */
const refusal = (env: Env, session: Row): Record<string, unknown> | undefined => {
  if (draftsOf(env, num(session, 'id')).length > 0)
    return { successful: false, message: draftWords(env), redirect: false };
  if (text(session, 'state') !== 'closed') return undefined;
  return {
    successful: false,
    type: 'alert',
    title: 'Session already closed',
    message:
      "The session has been already closed by another User. All sales completed in the meantime have been saved in a Rescue Session, which can be reviewed anytime and posted to Accounting from Point of Sale's dashboard.",
    redirect: true,
  };
};

/** From 18 on a refusal lists the orders that are in the way. */
const withDrafts = (env: Env, session: number, answer: Record<string, unknown>): Record<string, unknown> =>
  env.major === 17 ? answer : { ...answer, open_order_ids: draftsOf(env, session) };

export function takeCountedCash(call: Call): unknown {
  const { env, args } = call;
  const session = sessionOf(call);
  const id = num(session, 'id');
  const refused = refusal(env, session);
  if (refused) return withDrafts(env, id, refused);
  if (!hasCash(env, configOf(env, session))) throw userError('There is no cash register in this session.');
  env.write('pos.session', [id], { cash_register_balance_end_real: args['counted_cash'] });
  return { successful: true };
}

export function noteClosing(call: Call): undefined {
  const { env, args } = call;
  const session = sessionOf(call);
  if (text(session, 'state') === 'closed') throw userError('This session is already closed.');
  const id = num(session, 'id');
  env.write('pos.session', [id], { state: 'closing_control', stop_at: env.now, closing_notes: args['notes'] });
  const difference = num(session, 'cash_register_balance_end_real') - expectedCash(env, session);
  noteDifference(env, id, 'Closing', round(difference, 2), asText(args['notes']));
}

export function closeFromUi(call: Call): unknown {
  const { env } = call;
  const session = sessionOf(call);
  const id = num(session, 'id');
  const refused = refusal(env, session);
  if (refused) return withDrafts(env, id, refused);
  const wizard = close(env, session, 0);
  if (wizard) return withDrafts(env, id, { successful: false, message: wizard['name'], redirect: true });
  noteOn(env, 'pos.session', id, 'Point of Sale Session ended');
  return { successful: true };
}

/** The button of the form: raises where the till's own call answers. */
export function closingControl(call: Call): unknown {
  const { env } = call;
  const session = sessionOf(call);
  if (draftsOf(env, num(session, 'id')).length > 0) throw userError(draftWords(env));
  if (text(session, 'state') === 'closed') throw userError('This session is already closed.');
  return close(env, session, 0) ?? true;
}

/** A person has decided that what does not balance is booked as a difference. */
export function closeByWizard({ env, ids }: Call): unknown {
  const [id = 0] = toIds(env.context['active_ids']);
  return (
    close(
      env,
      env.get('pos.session', id),
      num(env.get('pos.close.session.wizard', ids[0] ?? 0), 'amount_to_balance'),
    ) ?? true
  );
}

/** Moves the stock, books, and posts the orders; when the entry does not balance, nothing is done and a wizard is answered. */
const close = (env: Env, session: Row, toBalance: number): Record<string, unknown> | undefined => {
  const id = num(session, 'id');
  const { transaction } = env.session;
  const before = transaction.savepoint();
  const orders = env.lookup('pos.order', 'session_id', id);
  const difference = round(num(session, 'cash_register_balance_end_real') - expectedCash(env, session), 2);
  env.write('pos.session', [id], { state: 'closing_control', stop_at: session['stop_at'] || env.now });
  if (orders.some((order) => text(order, 'state') !== 'cancel') || statementTotal(env, id) !== 0) {
    env.patch('pos.session', id, { cash_real_transaction: statementTotal(env, id) });
    if (flag(session, 'update_stock_at_closing')) deliverSession(env, session);
    const imbalance = bookSession(env, session, orders.filter(isCaptured), toBalance);
    if (imbalance !== 0) {
      transaction.rollbackTo(before);
      return balanceWizard(env, id, imbalance);
    }
    bookDifference(env, session, difference);
    for (const order of orders)
      if (text(order, 'state') === 'paid') env.patch('pos.order', num(order, 'id'), { state: 'done' });
  } else bookDifference(env, session, difference);
  env.write('pos.session', [id], { state: 'closed' });
  return undefined;
};

const bookDifference = (env: Env, session: Row, difference: number): void => {
  if (hasCash(env, configOf(env, session))) bookCashDifference(env, session, difference, 'closing');
};

const balanceWizard = (env: Env, session: number, amount: number): Record<string, unknown> => {
  const wizard = env.create('pos.close.session.wizard', {
    amount_to_balance: amount,
    account_id: accountOf(env, 'pos_receivable') || false,
    message:
      'There is a difference between the amounts to post and the amounts of the orders, it is probably caused by taxes or accounting configurations changes.',
  });
  return {
    name: 'Force Close Session',
    type: 'ir.actions.act_window',
    view_mode: 'form',
    res_model: 'pos.close.session.wizard',
    res_id: wizard,
    target: 'new',
    context: { ...env.context, active_ids: [session], active_model: 'pos.session' },
  };
};
