import { z } from 'zod';
import { fulfilmentStages } from '../../domain/fulfilment/fulfilment.ts';
import type { FulfilmentOrder, StatusClass } from '../../domain/fulfilment/fulfilment.ts';
import { formatMoney } from '../../domain/money.ts';
import { workflowIds } from '../../domain/names.ts';
import type { ListedFulfilment } from '../../store/fulfilments/list-fulfilments.ts';
import type { FulfilmentRow } from '../../store/fulfilments/rows.ts';
import { attentionShape } from '../attention/attention-shape.ts';
import { openAttentionShape, toOpenAttention } from '../attention/open-attention-shape.ts';
import type { Links } from '../deps.ts';
import { exchangeLineShape } from '../exchange-shape.ts';
import { saleOrderUrl, transferUrl } from '../links.ts';

const statusClasses = ['progress', 'error', 'done', 'dead', 'unknown'] as const satisfies readonly StatusClass[];

const text = z.string().nullable();
const time = z.iso.datetime().nullable();

const fulfilment = {
  connection: z.string(),
  saleOrderId: z.int().describe('`sale.order`.'),
  number: z.string().describe('Name of the sale order: our reference at the prep centre.'),
  stage: z.enum(fulfilmentStages),
  attention: openAttentionShape.nullable().describe('What waits for a person; the oldest, where there is more.'),
  waitsFor: text.describe(
    'What it waits for before it is sent, though nothing is wrong: its confirmation, a reservation. null: nothing keeps it.',
  ),
  centre: z
    .strictObject({
      id: z.string(),
      status: text.describe('As it stands there.'),
      class: z.enum(statusClasses).nullable().describe('What the connection says that status means.'),
      words: text.describe('What the prep centre says about it.'),
      at: time.describe('Since when it stands so.'),
    })
    .nullable()
    .describe('The order at the prep centre; null until it is there.'),
  trackingNumber: text,
  odoo: z.strictObject({ saleOrderId: z.int(), name: z.string(), state: text, url: z.string() }),
  transfer: z
    .strictObject({ id: z.int(), name: z.string(), url: z.string() })
    .nullable()
    .describe('The draft transfer made when it was delivered.'),
  byHand: z.boolean().describe('Asked for by a person, whatever the rule of the connection says.'),
  revision: z.int(),
  workflowId: z.string(),
  url: z.string().describe('The run in the Temporal Web UI.'),
  orderedAt: time.describe('When Odoo says it was confirmed.'),
  sentAt: time,
  closedAt: time,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const fulfilmentShape = z.strictObject(fulfilment).meta({ id: 'Fulfilment' });

const receiverShape = z.strictObject({
  name: z.string(),
  phone: z.string(),
  email: text,
  street: z.string(),
  city: z.string(),
  zip: text,
  state: text,
  country: text.describe('ISO 3166-1 alpha-2.'),
});

const lineShape = z.strictObject({
  productId: z.int().describe('`product.product`.'),
  centreProductId: z.string().describe('What the prep centre calls the product.'),
  name: z.string(),
  quantity: z.string().describe("In the prep centre's units."),
  productQuantity: z.string().describe("In the product's own unit in Odoo."),
  unitPrice: z.string().describe("Of one of the prep centre's units, before taxes."),
  lots: z
    .array(z.strictObject({ name: z.string(), quantity: z.string() }))
    .describe('Reserved lots and serial numbers that are sent.'),
});

export const fulfilmentDetailShape = z
  .strictObject({
    ...fulfilment,
    receiver: receiverShape.nullable().describe('As it is sent; null while it cannot be.'),
    currency: text,
    comment: text,
    lines: z.array(lineShape),
    sendingSince: time.describe('The call that creates it was begun then, and its outcome is not known yet.'),
    askedAt: time.describe('When the prep centre was last asked after it.'),
    openAttention: z.array(attentionShape),
    timeline: z.array(z.strictObject({ at: z.iso.datetime(), text: z.string() })),
    exchanges: z.array(exchangeLineShape).describe('The newest calls about this order.'),
  })
  .meta({ id: 'FulfilmentDetail' });

export const toFulfilment = ({ row, attention: [first] }: ListedFulfilment, links: Links) => {
  const workflowId = workflowIds.shipment(row.connection, row.sale_order_id);
  return {
    connection: row.connection,
    saleOrderId: row.sale_order_id,
    number: row.number,
    stage: row.stage,
    attention: first === undefined ? null : toOpenAttention(first),
    waitsFor: row.closed_at === null ? row.waits_for : null,
    centre: centreOf(row),
    trackingNumber: row.tracking_number,
    odoo: {
      saleOrderId: row.sale_order_id,
      name: row.number,
      state: row.odoo_state,
      url: saleOrderUrl(links.odooUrl, row.sale_order_id),
    },
    transfer: transferOf(row, links),
    byHand: row.by_hand,
    revision: row.revision,
    workflowId,
    url: links.run(workflowId),
    orderedAt: iso(row.ordered_at),
    sentAt: iso(row.sent_at),
    closedAt: iso(row.closed_at),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
};

/** What the detail shows beyond the list, as far as the row says it. */
export const toFulfilmentContent = (row: FulfilmentRow) => ({
  receiver: row.content?.receiver ?? null,
  currency: row.content?.currency ?? null,
  comment: row.content?.comment ?? null,
  lines: row.content === null ? [] : linesOf(row.content),
  sendingSince: iso(row.sending_at),
  askedAt: iso(row.asked_at),
});

const linesOf = ({ lines }: FulfilmentOrder): z.input<typeof lineShape>[] =>
  lines.map((line) => ({
    productId: line.productId,
    centreProductId: line.centreProductId,
    name: line.name,
    quantity: line.quantity,
    productQuantity: line.productQuantity,
    unitPrice: formatMoney(line.unitPrice),
    lots: [...line.lots],
  }));

const centreOf = (row: FulfilmentRow) =>
  row.centre_id === null
    ? null
    : {
        id: row.centre_id,
        status: row.centre_status,
        class: row.status_class,
        words: row.centre_words,
        at: iso(row.status_at),
      };

const transferOf = ({ transfer_id: id, transfer_name: name }: FulfilmentRow, links: Links) =>
  id === null ? null : { id, name: name ?? String(id), url: transferUrl(links.odooUrl, id) };

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
