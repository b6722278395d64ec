import type { Delivery, DeliveryDetail } from './delivery-answers.ts';
import { formatTable } from './table.ts';
import { fact, moment } from './words.ts';

export const deliveryTable = (items: readonly Delivery[]): string =>
  formatTable(
    items,
    [
      { title: 'connection', value: (item) => item.connection },
      { title: 'picking', value: (item) => item.number },
      { title: 'id', value: (item) => item.picking_id },
      { title: 'n', value: (item) => item.n },
      { title: 'state', value: (item) => item.state },
      { title: 'courier', value: (item) => item.courier?.id },
      { title: 'status', value: (item) => item.courier?.status },
      { title: 'tracking', value: (item) => item.tracking_number },
      { title: 'updated', value: (item) => moment(item.updated_at) },
      { title: 'attention', value: (item) => item.attention?.kind },
    ],
    'No shipments.',
  );

/** One shipment on a page: both sides, receiver, parcels, its way, and what happened, oldest first. */
export const deliveryInWords = (item: DeliveryDetail): string =>
  [
    `${item.number} (${item.picking_id}) by ${item.connection}, shipment ${item.n}: ${item.state}`,
    ...item.openAttention.map(({ kind, reason }) => `Waits for a person: ${kind}: ${reason}`),
    ...(item.error == null ? [] : [`Came to nothing: ${item.error}`]),
    ...(item.cancelRefused == null ? [] : [`Not cancelled: ${item.cancelRefused}`]),
    ...(item.sendingSince == null
      ? []
      : [`It is being booked since ${moment(item.sendingSince)}; whether it was taken is not known yet`]),
    fact('Shipment', [item.shipment_id, item.reference]),
    fact('Odoo', [item.odoo?.state, item.odoo?.url]),
    fact('Courier', courierFacts(item)),
    fact('Tracking', [item.tracking_number]),
    fact('Label', [item.label]),
    fact('Receiver', receiverFacts(item)),
    fact(
      'Parcels',
      item.parcels.map(({ count, weightKg, description }) =>
        [`${count} of ${weightKg} kg`, description].filter((part) => part != null).join(', '),
      ),
    ),
    ...(item.notes == null ? [] : [fact('Notes', [item.notes])]),
    fact('Workflow', [item.workflowId, item.url]),
    ...(item.events.length === 0 ? [] : ['', ...item.events.map(eventInWords)]),
    '',
    ...item.timeline.map((entry) => `${moment(entry.at)}  ${entry.text}`),
  ].join('\n');

const courierFacts = ({ courier, askedAt }: DeliveryDetail): readonly (string | null | undefined)[] => {
  if (courier == null) return [];
  const since = courier.at == null ? '' : ` since ${moment(courier.at)}`;
  const status = courier.status == null ? null : `${courier.status}${since}`;
  return [courier.id, status, courier.words, askedAt == null ? null : `asked ${moment(askedAt)}`];
};

const receiverFacts = ({ receiver }: DeliveryDetail): readonly (string | null | undefined)[] => {
  if (receiver == null) return [];
  const { name, contact, street, street2, zip, city, country, phone, email } = receiver;
  const place = [zip, city, country].filter((part) => part != null).join(' ');
  return [name, contact, [street, street2, place].filter((part) => part != null).join(', '), phone, email];
};

const eventInWords = ({ at, text, location }: DeliveryDetail['events'][number]): string =>
  `${moment(at)}  ${text}${location == null ? '' : ` (${location})`}`;
