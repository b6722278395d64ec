import { htmlAnswer, redirectAnswer } from '../answers.ts';
import { escapeHtml, htmlPage } from '../html.ts';
import { Refusal } from '../refusal.ts';
import type { SimulatorResponse } from '../simulator.ts';
import type { YsellControl, YsellOrderView } from './control.ts';
import { ysellStatuses } from './statuses.ts';

const shownAtMost = 200;

const button = (path: string, words: string): string =>
  `<form method="post" action="_page/${path}"><button>${escapeHtml(words)}</button></form>`;

const time = (at: string): string => at.slice(0, 19).replace('T', ' ');

const statusWords = (code: string): string => {
  const known = ysellStatuses.find((status) => status.code === code);
  if (known === undefined) return escapeHtml(code);
  return escapeHtml(known.code === known.text ? known.text : `${known.code} ${known.name}`);
};

const itemWords = ({ items }: YsellOrderView): string =>
  items
    .map(
      ({ quantity, name, productId, serials }) =>
        `${quantity} × ${escapeHtml(name ?? '')} <code>${escapeHtml(productId)}</code>` +
        (serials.length === 0 ? '' : `<br><small>serials ${serials.map(escapeHtml).join(', ')}</small>`),
    )
    .join('<br>');

const receiverWords = ({ receiver }: YsellOrderView): string =>
  [
    receiver.name,
    receiver.street,
    [receiver.zip, receiver.city].join(' '),
    receiver.state,
    receiver.country,
    receiver.phone,
  ]
    .flatMap((part) => (part === null || part.trim() === '' ? [] : escapeHtml(part)))
    .join('<br>');

const historyOf = ({ history }: YsellOrderView): string =>
  history
    .map(
      ({ at, status, words }) =>
        `<div><small>${time(at)}</small> ${statusWords(status)}${words === null ? '' : `: ${escapeHtml(words)}`}</div>`,
    )
    .join('');

const buttonsOf = ({ id, status }: YsellOrderView): string =>
  ysellStatuses
    .filter(({ code }) => code !== status)
    .map(({ code, name, text }) =>
      button(`${id}/${encodeURIComponent(code)}`, code === text ? text : `${code} ${name}`),
    )
    .join('');

const row = (order: YsellOrderView): string =>
  `<tr id="${order.id}"><td><b>${order.id}</b><br>${escapeHtml(order.reference ?? 'no reference')}` +
  `<br><small>${time(order.createdAt)}</small></td><td><b>${statusWords(order.status)}</b>` +
  `${order.trackingNumber === null ? '' : `<br><small>tracking <code>${escapeHtml(order.trackingNumber)}</code></small>`}</td>` +
  `<td>${receiverWords(order)}${order.comment === null ? '' : `<br><small>${escapeHtml(order.comment)}</small>`}</td>` +
  `<td>${itemWords(order)}</td><td>${historyOf(order)}</td>` +
  `<td>${button(`${order.id}/advance`, 'one step on')}<details><summary>move to</summary>${buttonsOf(order)}</details></td></tr>`;

/** The newest orders with their serial numbers, and what can be done to them. */
export const ysellPage = (control: YsellControl): SimulatorResponse => {
  const count = control.count();
  const orders = control.orders({ offset: Math.max(0, count - shownAtMost) }).reverse();
  return htmlAnswer(
    200,
    htmlPage(
      'Ysell (simulated)',
      `<p>${count} orders. What you do here is what the prep centre does. <a href="_control/orders">As JSON</a></p>` +
        `<table><thead><tr><th>Order<th>Status<th>Receiver<th>Items<th>History<th></thead>` +
        `<tbody>${orders.map(row).join('')}</tbody></table>`,
    ),
  );
};

/** A press of a button on the page: `/_page/<order>/<status>`, or `advance`. */
export const pressYsellButton = (control: YsellControl, path: string): SimulatorResponse => {
  const [, id, action] = /^\/_page\/(\d+)\/([A-Za-z0-9.]+)$/.exec(path) ?? [];
  if (id === undefined || action === undefined) throw new Refusal(404, `${path} is not known`);
  if (action === 'advance') control.advance(id);
  else if (ysellStatuses.some(({ code }) => code === action)) control.setStatus(id, { status: action });
  else throw new Refusal(404, `${action} is no status`);
  return redirectAnswer(`../../#${id}`);
};
