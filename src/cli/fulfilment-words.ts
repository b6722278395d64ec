import type { FollowResult, Fulfilment, FulfilmentDetail } from './fulfilment-answers.ts';
import { formatTable } from './table.ts';
import { counted, fact, moment } from './words.ts';

export const fulfilmentTable = (items: readonly Fulfilment[]): string =>
  formatTable(
    items,
    [
      { title: 'connection', value: (item) => item.connection },
      { title: 'sale order', value: (item) => item.number },
      { title: 'id', value: (item) => item.saleOrderId },
      { title: 'stage', value: (item) => item.stage },
      { title: 'prep centre', value: (item) => item.centre?.id },
      { title: 'status', value: (item) => item.centre?.status },
      { title: 'tracking', value: (item) => item.trackingNumber },
      { title: 'transfer', value: (item) => item.transfer?.name },
      { title: 'updated', value: (item) => moment(item.updatedAt) },
      { title: 'attention', value: (item) => item.attention?.kind },
    ],
    'No shipments.',
  );

/** One shipment on a page: both sides, receiver, lines, and what happened, oldest first. */
export const fulfilmentInWords = (item: FulfilmentDetail): string =>
  [
    `${item.number} (${item.saleOrderId}) by ${item.connection}: ${item.stage}`,
    ...item.openAttention.map(({ kind, reason }) => `Waits for a person: ${kind}: ${reason}`),
    ...(item.waitsFor == null ? [] : [`Not sent yet: it waits for ${item.waitsFor}`]),
    ...(item.sendingSince == null
      ? []
      : [`It is being sent since ${moment(item.sendingSince)}; whether it arrived is not known yet`]),
    fact('Odoo', [item.odoo?.state, item.odoo?.url]),
    fact('Prep centre', centreFacts(item)),
    fact('Tracking', [item.trackingNumber]),
    fact('Transfer', [item.transfer?.name, item.transfer?.url]),
    fact('Receiver', receiverFacts(item)),
    ...(item.comment == null ? [] : [fact('Comment', [item.comment])]),
    fact('Workflow', [item.workflowId, item.url]),
    '',
    lineTable(item),
    '',
    ...item.timeline.map((entry) => `${moment(entry.at)}  ${entry.text}`),
  ].join('\n');

const centreFacts = ({ centre, askedAt }: FulfilmentDetail): readonly (string | null | undefined)[] => {
  if (centre == null) return [];
  const since = centre.at == null ? '' : ` since ${moment(centre.at)}`;
  const status = centre.status == null ? null : `status ${centre.status} (${centre.class ?? 'unknown'})${since}`;
  return [centre.id, status, centre.words, askedAt == null ? null : `asked ${moment(askedAt)}`];
};

const receiverFacts = ({ receiver }: FulfilmentDetail): readonly (string | null | undefined)[] => {
  if (receiver == null) return [];
  const { name, phone, email, street, zip, city, state, country } = receiver;
  const place = [zip, city, state, country].filter((part) => part != null && part !== '').join(' ');
  return [name, phone, email, `${street}, ${place}`];
};

const lineTable = ({ lines, currency }: FulfilmentDetail): string =>
  formatTable(
    lines,
    [
      { title: 'product', value: (line) => line.productId },
      { title: 'at the centre', value: (line) => line.centreProductId },
      { title: 'name', value: (line) => line.name },
      { title: 'quantity', value: (line) => line.quantity },
      { title: 'unit price', value: (line) => `${line.unitPrice} ${currency ?? ''}`.trimEnd() },
      { title: 'lots', value: (line) => line.lots.map(({ name }) => name).join(' ') },
    ],
    'Nothing is collected yet.',
  );

/** What a round came to, or how far it is. */
export const followInWords = ({ asked, changed, done, dead, errors, unknown, made }: FollowResult): string =>
  [
    ...(made > 0 ? [`${counted(made, 'confirmed order')} taken up`] : []),
    `${counted(asked, 'shipment')} asked after`,
    `${changed} changed`,
    ...(done > 0 ? [`${done} delivered`] : []),
    ...(dead > 0 ? [`${dead} cancelled there`] : []),
    ...(errors > 0 ? [`${errors} with an error`] : []),
    ...(unknown > 0 ? [`${unknown} with a status the connection does not know`] : []),
  ].join(', ');
