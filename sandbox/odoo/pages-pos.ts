import { performCall } from './calls.ts';
import type { Env } from './env.ts';
import { userError } from './errors.ts';
import type { Server } from './jsonrpc.ts';
import { bindPositional, findMethod } from './methods.ts';
import { escapeHtml } from './models/mail.ts';
import type { Page } from './page-parts.ts';
import { button, cells, latest, money, nameOf, pickingLink, SHOWN, table } from './page-parts.ts';
import type { Row } from './values.ts';
import { asText, isRecord, num, text } from './values.ts';

const link = (base: string, row: Row): string =>
  `<a href="${base}/web/pos/${num(row, 'id')}">${escapeHtml(text(row, 'name'))}</a>`;

/** POS orders, newest first, those whose receipt number or name holds the text; above them the sessions of the tills. */
export const posPage = (env: Env, base: string, wanted: string): Page => {
  const domain = wanted === '' ? [] : ['|', ['pos_reference', 'ilike', wanted], ['name', 'ilike', wanted]];
  const found = env.search('pos.order', domain, { order: 'id desc' });
  const shown = env
    .rows('pos.order', found.slice(0, SHOWN))
    .map((row) => [
      link(base, row),
      ...cells(row, ['pos_reference']),
      nameOf(env, 'pos.session', num(row, 'session_id')),
      nameOf(env, 'res.partner', num(row, 'partner_id')),
      ...cells(row, ['state']),
      money(row, 'amount_total'),
      money(row, 'amount_paid'),
      text(row, 'date_order'),
    ]);
  const states = Map.groupBy(found, (id) => text(env.find('pos.order', id), 'state'));
  const counts = [...states].map(([state, ids]) => `${ids.length} ${escapeHtml(state)}`).join(', ');
  const search = `<form method="get" action="${base}/web/pos"><input name="q" value="${escapeHtml(wanted)}" placeholder="Receipt number"> <button>Search</button></form>`;
  const limit = found.length > SHOWN ? `, the newest ${SHOWN} shown` : '';
  const count = `<p>${found.length} order${found.length === 1 ? '' : 's'}${counts === '' ? '' : `: ${counts}`}${limit}</p>`;
  const heads = ['Number', 'Receipt number', 'Session', 'Customer', 'State', 'Total', 'Paid', 'Date'];
  return {
    title: 'Point of Sale',
    body: `${sessionsTable(env, base)}<h2>Orders</h2>${search}${count}${table(heads, shown)}`,
  };
};

const sessionsTable = (env: Env, base: string): string => {
  const rows = latest(env, 'pos.session')
    .slice(0, 20)
    .map((row) => [
      escapeHtml(text(row, 'name')),
      escapeHtml(text(env.find('pos.config', num(row, 'config_id')), 'name')),
      ...cells(row, ['state', 'start_at', 'stop_at']),
      String(env.table('pos.order').count('session_id', num(row, 'id'))),
      nameOf(env, 'account.move', num(row, 'move_id')),
      text(row, 'state') === 'closed' ? '' : button(base, `/web/pos/sessions/${num(row, 'id')}/close`, 'Close'),
    ]);
  const heads = ['Session', 'Point of sale', 'State', 'Opened', 'Closed', 'Orders', 'Journal entry', ''];
  return rows.length === 0 ? '' : `<h2>Sessions</h2>${table(heads, rows)}`;
};

export const posOrderPage = (env: Env, base: string, id: number): Page | undefined => {
  const order = env.find('pos.order', id);
  if (!order) return undefined;
  const lines = env.lookup('pos.order.line', 'order_id', id).map((line) => [
    nameOf(env, 'product.product', num(line, 'product_id')),
    String(num(line, 'qty')),
    money(line, 'price_unit'),
    String(num(line, 'discount')),
    money(line, 'price_subtotal_incl'),
    env
      .lookup('pos.pack.operation.lot', 'pos_order_line_id', num(line, 'id'))
      .map((lot) => escapeHtml(text(lot, 'lot_name')))
      .join(', '),
  ]);
  const payments = env
    .lookup('pos.payment', 'pos_order_id', id)
    .map((payment) => [
      nameOf(env, 'pos.payment.method', num(payment, 'payment_method_id')),
      money(payment, 'amount'),
      payment['is_change'] === true ? 'change' : '',
      text(payment, 'payment_date'),
    ]);
  const pickings = env
    .lookup('stock.picking', 'pos_order_id', id)
    .map((row) => [pickingLink(base, row), ...cells(row, ['state', 'date_done'])]);
  const facts = [
    escapeHtml(text(order, 'pos_reference')),
    nameOf(env, 'pos.session', num(order, 'session_id')),
    nameOf(env, 'res.partner', num(order, 'partner_id')),
    `<strong>${escapeHtml(text(order, 'state'))}</strong>`,
  ];
  const totals = `<p>Taxes ${money(order, 'amount_tax')} · total ${money(order, 'amount_total')} · paid ${money(order, 'amount_paid')} ${nameOf(env, 'res.currency', num(env.find('res.company', num(order, 'company_id')), 'currency_id'))}</p>`;
  return {
    title: text(order, 'name') === '/' ? text(order, 'pos_reference') || '/' : text(order, 'name'),
    body: `<p>${facts.filter((fact) => fact !== '').join(' · ')}</p>${table(['Product', 'Quantity', 'Price', 'Discount %', 'Total', 'Lots'], lines)}${totals}<h2>Payments</h2>${table(['Method', 'Amount', '', 'Date'], payments)}<h2>Transfers</h2>${table(['Number', 'State', 'Done'], pickings)}`,
  };
};

/** Closes a session as its cashier does who has counted exactly what must be there. */
export const closeSession = async (server: Server, id: number): Promise<void> => {
  const call = (name: string, args: readonly unknown[] = []): Promise<unknown> => {
    const { model, method } = findMethod(server.engine.registry, 'pos.session', name, 'jsonrpc');
    return performCall(server.engine, server.faults, 2, {}, bindPositional(model, name, method, [[id], ...args], {}));
  };
  const data = await call('get_closing_control_data');
  const cash = isRecord(data) ? data['default_cash_details'] : undefined;
  if (isRecord(cash)) refuse(await call('post_closing_cash_details', [cash['amount']]));
  refuse(await call('close_session_from_ui'));
};

const refuse = (answer: unknown): void => {
  if (isRecord(answer) && answer['successful'] !== true) throw userError(asText(answer['message']));
};
