import { htmlAnswer, redirectAnswer } from '../answers.ts';
import { escapeHtml, htmlPage } from '../html.ts';
import { Refusal } from '../refusal.ts';
import type { SimulatorResponse } from '../simulator.ts';
import type { PosControl, SaleView } from './control.ts';
import { statuses } from './model.ts';

const shownAtMost = 200;

const statusWords = (status: number): string => {
  if (status === statuses.sale) return 'sale';
  return status === statuses.refund ? 'refund' : 'neither sale nor refund';
};

const button = (path: string, words: string): string =>
  `<form method="post" action="_page/${path}"><button>${words}</button></form>`;

const row = (source: string, sale: SaleView): string =>
  `<tr id="${escapeHtml(sale.key)}"><td><b>${escapeHtml(String(sale.orderId))}</b><br><small>${sale.at.slice(0, 19).replace('T', ' ')}</small></td>` +
  `<td>${sale.status}<br><small>${statusWords(sale.status)}</small></td><td>` +
  sale.lines
    .slice(0, 20)
    .map((line) => `${line.quantity} × ${escapeHtml(line.name)} at ${line.price}`)
    .join('<br>') +
  (sale.lines.length > 20 ? `<br><small>and ${sale.lines.length - 20} more</small>` : '') +
  `</td><td>${sale.totals.grandTotal.toFixed(2)}<br><small>of it tax ${sale.totals.tax.toFixed(2)}</small></td><td>` +
  sale.payments.map(({ amount, cardType }) => `${amount.toFixed(2)} ${escapeHtml(cardType)}`).join('<br>') +
  `</td><td>${sale.status === statuses.sale ? button(`${source}/refund/${encodeURIComponent(sale.key)}`, 'take it back') : ''}</td></tr>`;

const fetchesOf = (control: PosControl): string => {
  const rows = control
    .fetches()
    .slice(-20)
    .reverse()
    .map(
      ({ at, since, orders, sent, isWhole }) =>
        `<tr><td>${at.slice(0, 19).replace('T', ' ')}<td>${escapeHtml(since ?? 'all')}<td>${orders}<td>${isWhole ? 'to its end' : `cut after ${sent}`}</tr>`,
    );
  return rows.length === 0
    ? '<p>Nobody has asked for orders yet.</p>'
    : `<table><thead><tr><th>Asked at<th>Since<th>Orders<th>Answer</thead><tbody>${rows.join('')}</tbody></table>`;
};

/** The newest orders of one point of sale, and who asked for them. */
export const posPage = (control: PosControl, sources: readonly string[]): SimulatorResponse => {
  const { source } = control;
  const orders = control.orders({ offset: Math.max(0, control.count() - shownAtMost) }).reverse();
  const others = sources.map((name) =>
    name === source
      ? `<b>${escapeHtml(name)}</b>`
      : `<a href="?source=${encodeURIComponent(name)}">${escapeHtml(name)}</a>`,
  );
  return htmlAnswer(
    200,
    htmlPage(
      'Point of sale (simulated)',
      `<p>${others.join(' · ')}</p><p>${control.count()} orders at <code>/pos/${escapeHtml(source)}/orders</code>. What you do here is what the ` +
        `shop does. <a href="_control/orders?source=${encodeURIComponent(source)}">As JSON</a></p>` +
        button(`${source}/new-order`, 'sell something') +
        button(`${source}/unknown-product`, 'sell something that Odoo does not know') +
        `<h2>Fetched</h2>${fetchesOf(control)}` +
        `<h2>Orders</h2><table><thead><tr><th>Order<th>Status<th>Lines<th>Total<th>Paid<th></thead>` +
        `<tbody>${orders.map((sale) => row(source, sale)).join('')}</tbody></table>`,
    ),
  );
};

const actions: Readonly<Record<string, (control: PosControl, key: string) => void>> = {
  'new-order': (control) => void control.createOrders(),
  'unknown-product': (control) =>
    void control.createOrders({
      template: { lines: [{}, { name: 'Date cake, home made', price: 18, taxPercent: 15 }] },
    }),
  refund: (control, key) => void control.refund(key),
};

/** A press of a button on the page. */
export const pressPosButton = (open: (source: string) => PosControl, path: string): SimulatorResponse => {
  const [, source = '', action = '', key = ''] = /^\/_page\/([^/]+)\/([a-z-]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const act = actions[action];
  if (!act) throw new Refusal(404, `${path} is not known`);
  act(open(source), decodeURIComponent(key));
  return redirectAnswer(`${key === '' ? '../../' : '../../../'}?source=${encodeURIComponent(source)}`);
};
