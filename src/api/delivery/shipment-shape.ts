import { z } from 'zod';
import { shipmentStates } from '../../domain/delivery/delivery.ts';
import type { CourierEvent, CourierReceiver, CourierRequest } from '../../domain/delivery/delivery.ts';
import { pickingStates } from '../../domain/odoo-states.ts';
import { workflowIds } from '../../domain/names.ts';
import type { ListedShipment } from '../../store/shipments/list-shipments.ts';
import { attentionShape } from '../attention/attention-shape.ts';
import { openAttentionShape, toOpenAttention } from '../attention/open-attention-shape.ts';
import type { Links } from '../deps.ts';
import { exchangeLineShape } from '../exchange-shape.ts';
import { transferUrl } from '../links.ts';

const text = z.string().nullable();
const time = z.iso.datetime().nullable();

const shipment = {
  shipment_id: z.uuid(),
  picking_id: z.int().describe('`stock.picking`.'),
  connection: z.string(),
  provider_code: z.string().describe('Kind of the connection.'),
  state: z
    .enum(shipmentStates)
    .describe(
      '`draft`: its picking is being checked while somebody waits for the answer. `pending`: booked, or about to be. `shipped`: collected. `error`: refused, or not delivered.',
    ),
  tracking_number: text,
  error: text.describe('Why it came to nothing, in words.'),
  label: z.url().nullable().describe('Where the label is; null while there is none.'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  number: z.string().describe('Name of the picking; its id with a `#` while Odoo was not asked yet.'),
  n: z.int().describe('The first shipment of the picking is 1; one more for each after one that came to nothing.'),
  courier: z
    .strictObject({
      id: z.string().describe("The courier's order number."),
      status: text.describe('As the courier says it.'),
      words: text.describe('What the courier says beside it.'),
      at: time.describe('Since when it stands so.'),
    })
    .nullable()
    .describe('The booking; null until it is there.'),
  attention: openAttentionShape.nullable().describe('What waits for a person; the oldest, where there is more.'),
  odoo: z.strictObject({ pickingId: z.int(), state: z.enum(pickingStates).nullable(), url: z.string() }),
  revision: z.int(),
  workflowId: z.string(),
  url: z.string().describe('The run in the Temporal Web UI.'),
  bookedAt: time,
  closedAt: time,
};

export const shipmentShape = z.strictObject(shipment).meta({ id: 'Shipment' });

const receiverShape = z.strictObject({
  name: z.string(),
  contact: text,
  street: z.string(),
  street2: text,
  zip: z.string(),
  city: z.string(),
  state: text,
  country: text.describe('ISO 3166-1 alpha-2.'),
  phone: text,
  email: text,
});

const parcelShape = z.strictObject({
  count: z.int(),
  weightKg: z.string().describe('Of all of them together.'),
  description: text,
});

export const shipmentDetailShape = z
  .strictObject({
    ...shipment,
    reference: text.describe('Ours at the courier; null before the picking is checked.'),
    receiver: receiverShape.nullable().describe('As the courier is told it; null before the picking is checked.'),
    parcels: z.array(parcelShape),
    notes: text.describe("For the courier's people."),
    events: z
      .array(z.strictObject({ at: z.iso.datetime(), text: z.string(), location: text }))
      .describe('What the courier tells of its way, the oldest first.'),
    sendingSince: time.describe('A booking was begun then, and its outcome is not known yet.'),
    askedAt: time.describe('When the courier was last asked after it.'),
    cancelRefused: text.describe('What the courier said when it was last asked to cancel, where it refused.'),
    openAttention: z.array(attentionShape),
    timeline: z.array(z.strictObject({ at: z.iso.datetime(), text: z.string() })),
    exchanges: z.array(exchangeLineShape).describe('The newest calls about it.'),
  })
  .meta({ id: 'ShipmentDetail' });

export const toShipment = ({ row, attention: [first] }: ListedShipment, links: Links) => {
  const workflowId = workflowIds.delivery(row.picking_id, row.n);
  return {
    shipment_id: row.shipment_id,
    picking_id: row.picking_id,
    connection: row.connection,
    provider_code: row.kind,
    state: row.state,
    tracking_number: row.tracking_number,
    error: row.error,
    label: row.labelled_at === null ? null : `${links.publicUrl}/api/delivery/shipments/${row.shipment_id}/label`,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    number: row.number,
    n: row.n,
    courier:
      row.courier_id === null
        ? null
        : { id: row.courier_id, status: row.courier_status, words: row.courier_words, at: iso(row.status_at) },
    attention: first === undefined ? null : toOpenAttention(first),
    odoo: { pickingId: row.picking_id, state: row.odoo_state, url: transferUrl(links.odooUrl, row.picking_id) },
    revision: row.revision,
    workflowId,
    url: links.run(workflowId),
    bookedAt: iso(row.booked_at),
    closedAt: iso(row.closed_at),
  };
};

/** What the detail shows beyond the list, as far as the row says it. */
export const toShipmentContent = ({ row }: ListedShipment) => ({
  ...contentOf(row.content),
  events: row.events.map(({ at, text: words, location }: CourierEvent) => ({ at, text: words, location })),
  sendingSince: iso(row.sending_at),
  askedAt: iso(row.asked_at),
  cancelRefused: row.cancel_answer,
});

const contentOf = (content: CourierRequest | null) => ({
  reference: content?.reference ?? null,
  receiver: content === null ? null : receiverOf(content.receiver),
  parcels: (content?.parcels ?? []).map(({ count, weightKg, description }) => ({ count, weightKg, description })),
  notes: content?.notes ?? null,
});

/** In the order of an address: the database keeps none. */
const receiverOf = ({ name, contact, street, street2, zip, city, state, country, phone, email }: CourierReceiver) => ({
  name,
  contact,
  street,
  street2,
  zip,
  city,
  state,
  country,
  phone,
  email,
});

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
