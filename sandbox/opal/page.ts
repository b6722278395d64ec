import { htmlAnswer, redirectAnswer } from '../answers.ts';
import { escapeHtml, htmlPage } from '../html.ts';
import { Refusal } from '../refusal.ts';
import type { SimulatorResponse } from '../simulator.ts';
import type { MoveInput, OpalControl } from './control.ts';
import { labelOf } from './label.ts';
import type { OpalOrder } from './model.ts';
import { cancelled, delivered, inVain, isPlanned, usualWay } from './statuses.ts';

const shownAtMost = 200;

/** What the buttons do, by their words. */
const moves: ReadonlyMap<string, MoveInput> = new Map([
  ...usualWay.map((status) => [status, { status }] as const),
  [inVain, { status: delivered, receiver: inVain }],
  [cancelled, { status: cancelled }],
]);

const button = (path: string, words: string): string =>
  `<form method="post" action="_page/${path}"><button>${escapeHtml(words)}</button></form>`;

const time = (at: string): string => at.slice(0, 19).replace('T', ' ');

const lines = (parts: readonly (string | null)[]): string =>
  parts.flatMap((part) => (part === null || part.trim() === '' ? [] : escapeHtml(part))).join('<br>');

const receiverWords = ({ receiver }: OpalOrder): string =>
  lines([
    receiver.name1,
    receiver.name2,
    receiver.contact,
    [receiver.street, receiver.houseNumber].join(' '),
    [receiver.zip, receiver.city].join(' '),
    receiver.country,
    receiver.phone,
  ]);

const parcelWords = ({ parcels, notes }: OpalOrder): string =>
  lines([...parcels.map(({ count, weight, description }) => `${count} × ${description ?? ''} ${weight} kg`), notes]);

const historyOf = ({ history, receivedBy }: OpalOrder): string =>
  history.map(({ at, status }) => `<div><small>${time(at)}</small> ${escapeHtml(status)}</div>`).join('') +
  (receivedBy === null ? '' : `<div><small>received by</small> ${escapeHtml(receivedBy)}</div>`);

const row = (order: OpalOrder): string => {
  const { orderNumber, trackingNumber, reference, status } = order;
  const buttons = [...moves.keys()]
    .filter((words) => words !== status)
    .map((words) => button(`${orderNumber}/${words}`, words));
  const label = isPlanned(status) ? `<br><a href="_page/${orderNumber}/label">label</a>` : '';
  return (
    `<tr id="${orderNumber}"><td><b>${orderNumber}</b><br><code>${escapeHtml(trackingNumber ?? 'UNKNOWN')}</code>` +
    `<br>${escapeHtml(reference)}<br><small>${time(order.createdAt)}</small></td><td><b>${escapeHtml(status)}</b>${label}</td>` +
    `<td>${receiverWords(order)}</td><td>${parcelWords(order)}</td><td>${historyOf(order)}</td>` +
    `<td>${button(`${orderNumber}/advance`, 'one step on')}<details><summary>move to</summary>${buttons.join('')}</details></td></tr>`
  );
};

/** The newest orders, and what can be done to them. */
export const opalPage = (control: OpalControl): SimulatorResponse => {
  const count = control.count();
  const orders = control.orders({ offset: Math.max(0, count - shownAtMost) }).reverse();
  return htmlAnswer(
    200,
    htmlPage(
      'OPAL (simulated)',
      `<p>${count} orders. What you do here is what the courier does. <a href="_control/orders">As JSON</a></p>` +
        `<table><thead><tr><th>Order<th>Status<th>Receiver<th>Parcels<th>History<th></thead>` +
        `<tbody>${orders.map(row).join('')}</tbody></table>`,
    ),
  );
};

/** What the page links to: `/_page/<order>/label` to look at, and its buttons `/_page/<order>/<words>`. */
export const answerOpalPage = (control: OpalControl, method: string, path: string): SimulatorResponse => {
  const [, number, action] = /^\/_page\/([A-Z]+-\d+-\d+)\/([A-Za-z]+)$/.exec(path) ?? [];
  if (number === undefined || action === undefined) throw new Refusal(404, `${path} is not known`);
  if (method === 'GET' && action === 'label') {
    return { status: 200, headers: { 'Content-Type': 'application/pdf' }, body: labelOf(control.order(number)) };
  }
  const move = moves.get(action);
  if (method !== 'POST') throw new Refusal(405, `${method} is not known`);
  if (action === 'advance') control.advance(number);
  else if (move !== undefined) control.setStatus(number, move);
  else throw new Refusal(404, `${action} is no status`);
  return redirectAnswer(`../../#${number}`);
};
