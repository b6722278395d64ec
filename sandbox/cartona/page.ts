import { htmlAnswer, redirectAnswer } from '../answers.ts';
import { escapeHtml, htmlPage } from '../html.ts';
import type { SimulatorResponse } from '../simulator.ts';
import type { CartonaControl, OrderView } from './control.ts';
import type { OrderStatus } from './order-states.ts';
import { hasOpenLines, isTerminal } from './order-states.ts';
import { Refusal } from '../refusal.ts';

/** What a person can do to an order from the page. */
const actions: Readonly<Record<string, (control: CartonaControl, order: OrderView) => void>> = {
  'cancel-as-retailer': (control, { hashed_id: id }) => {
    control.setStatus(id, { by: 'retailer', status: 'cancelled_by_retailer' });
  },
  'start-editing': (control, { hashed_id: id }) => void control.setEditing(id, true),
  'stop-editing': (control, { hashed_id: id }) => void control.setEditing(id, false),
  'add-one-piece': (control, { hashed_id: id, order_details: [line] }) => {
    if (line) control.edit(id, { lines: [{ id: line.id, amount: line.amount + 1 }] });
  },
  'approve-as-cartona': (control, { hashed_id: id }) =>
    void control.setStatus(id, { by: 'cartona', status: 'approved' }),
  'hand-over-as-cartona': (control, { hashed_id: id }) =>
    void control.setStatus(id, { by: 'cartona', status: 'assigned_to_salesman' }),
  'deliver-as-cartona': (control, { hashed_id: id }) =>
    void control.setStatus(id, { by: 'cartona', status: 'delivered' }),
  'return-as-cartona': (control, { hashed_id: id }) =>
    void control.setStatus(id, { by: 'cartona', status: 'returned' }),
};

const nextByCartona: Readonly<Partial<Record<OrderStatus, readonly string[]>>> = {
  pending: ['approve-as-cartona'],
  approved: ['hand-over-as-cartona'],
  assigned_to_salesman: ['deliver-as-cartona', 'return-as-cartona'],
};

const actionsOf = (order: OrderView): readonly string[] => {
  if (order.status === 'editing') return ['stop-editing', 'add-one-piece'];
  return [
    ...(order.status === 'pending' ? ['start-editing'] : []),
    ...(hasOpenLines(order.status) ? ['add-one-piece'] : []),
    ...(order.delivered_by === 'delivered_by_cartona' ? (nextByCartona[order.status] ?? []) : []),
    ...(isTerminal(order.status) ? [] : ['cancel-as-retailer']),
  ];
};

const button = (order: OrderView, action: string): string =>
  `<form method="post" action="_page/orders/${encodeURIComponent(order.hashed_id)}/${action}">` +
  `<button>${action.replaceAll('-', ' ')}</button></form>`;

const historyOf = (order: OrderView): string =>
  order.history
    .map(
      (entry) =>
        `<div${entry.accepted ? '' : ' class="refused"'}><small>${entry.at.slice(11, 23)} ${entry.by}</small> ` +
        `${entry.accepted ? '' : `${escapeHtml(entry.status ?? '')} refused: `}${escapeHtml(entry.text)}</div>`,
    )
    .join('');

const row = (order: OrderView): string =>
  `<tr id="${escapeHtml(order.hashed_id)}"><td><b>${escapeHtml(order.receipt_id)}</b><br><code>${escapeHtml(order.hashed_id)}</code></td>` +
  `<td>${order.status}<br><small>${order.delivered_by.replaceAll('_', ' ')}<br>` +
  `${order.acknowledged ? 'acknowledged' : 'in the pull'}</small></td>` +
  `<td>${escapeHtml(order.retailer.retailer_name)}<br><small>` +
  order.order_details
    .map((line) => `${line.amount} × ${escapeHtml(line.product_name)} at ${line.selling_price}`)
    .join('<br>') +
  `</small></td><td>${order.total_price.toFixed(2)} EGP` +
  `${order.retailer_otp === null ? '' : `<br><small>retailer's OTP <code>${escapeHtml(order.retailer_otp)}</code></small>`}</td>` +
  `<td>${historyOf(order)}</td><td>${actionsOf(order)
    .map((action) => button(order, action))
    .join('')}</td></tr>`;

/** The newest two hundred orders with their history and what can be done to them. */
export const ordersPage = (control: CartonaControl): SimulatorResponse => {
  const orders = control.orders().reverse().slice(0, 200);
  const { orders: counts } = control.summary();
  return htmlAnswer(
    200,
    htmlPage(
      'Cartona (simulated)',
      `<p>${counts.total} orders, ${counts.unacknowledged} waiting to be pulled and acknowledged. ` +
        `What you do here is what a retailer or Cartona does. <a href="_control/orders">As JSON</a></p>` +
        `<form method="post" action="_page/new-order"><button>place an order</button></form>` +
        `<table><thead><tr><th>Order<th>Status<th>Retailer and lines<th>Total<th>History<th></thead>` +
        `<tbody>${orders.map(row).join('')}</tbody></table>`,
    ),
  );
};

/** A press of a button on the page. */
export const pressButton = (control: CartonaControl, path: string): SimulatorResponse => {
  if (path === '/_page/new-order') {
    control.createOrders();
    return redirectAnswer('../');
  }
  const [, id, action = ''] = /^\/_page\/orders\/([^/]+)\/([a-z-]+)$/.exec(path) ?? [];
  const act = actions[action];
  if (id === undefined || !act) throw new Refusal(404, `${path} is not known`);
  const order = control.order(decodeURIComponent(id));
  act(control, order);
  return redirectAnswer(`../../../#${encodeURIComponent(order.hashed_id)}`);
};
