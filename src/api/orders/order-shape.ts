import { z } from 'zod';
import { orderStages } from '../../domain/order-stage.ts';
import { formatMoney } from '../../domain/money.ts';
import { workflowIds } from '../../domain/names.ts';
import type { ListedOrder, OrderRow } from '../../store/order-list.ts';
import { attentionShape } from '../attention/attention-shape.ts';
import { openAttentionShape, toOpenAttention } from '../attention/open-attention-shape.ts';
import type { Links } from '../deps.ts';
import { exchangeLineShape } from '../exchange-shape.ts';
import { saleOrderUrl } from '../links.ts';

const lineShape = z.strictObject({
  externalId: z.string(),
  listingId: z.string(),
  name: z.string(),
  productId: z.int().nullable().describe('`product.product` in Odoo; null while it is not known.'),
  quantity: z.string(),
  unitPrice: z.string(),
  skipped: z.boolean(),
});

const order = {
  connection: z.string(),
  externalId: z.string(),
  number: z.string().describe('What the marketplace shows.'),
  stage: z.enum(orderStages),
  attention: openAttentionShape.nullable().describe('What waits for a person; the oldest, where there is more.'),
  marketplaceStatus: z.string().nullable(),
  deliveredBy: z.string().nullable(),
  odoo: z
    .strictObject({ saleOrderId: z.int(), name: z.string().nullable(), state: z.string().nullable(), url: z.string() })
    .nullable(),
  customer: z.strictObject({ ref: z.string().nullable(), name: z.string().nullable() }).nullable(),
  currency: z.string().nullable(),
  totals: z.strictObject({ marketplace: z.string().nullable(), odoo: z.string().nullable() }),
  revision: z.int(),
  workflowId: z.string(),
  url: z.string().describe('The run in the Temporal Web UI.'),
  closedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const orderShape = z.strictObject({ ...order, lines: z.array(lineShape) }).meta({ id: 'Order' });

export const orderDetailShape = z
  .strictObject({
    ...order,
    lines: z.array(lineShape),
    problem: z
      .strictObject({ path: z.string(), message: z.string() })
      .nullable()
      .describe('Why the payload could not be read.'),
    openAttention: z.array(attentionShape),
    timeline: z.array(z.strictObject({ at: z.iso.datetime(), text: z.string() })),
    exchanges: z.array(exchangeLineShape).describe('The newest calls about this order.'),
  })
  .meta({ id: 'OrderDetail' });

const asMoney = (amount: string | null | undefined): string | null =>
  amount === null || amount === undefined ? null : formatMoney(amount);

export const toOrder = ({ row, attention: [first] }: ListedOrder, links: Links) => {
  const workflowId = workflowIds.order(row.connection, row.external_id);
  return {
    connection: row.connection,
    externalId: row.external_id,
    number: row.number,
    stage: row.stage,
    attention: first === undefined ? null : toOpenAttention(first),
    marketplaceStatus: row.marketplace_status,
    deliveredBy: row.delivered_by,
    odoo:
      row.odoo_id === null
        ? null
        : {
            saleOrderId: row.odoo_id,
            name: row.odoo_name,
            state: row.odoo_state,
            url: saleOrderUrl(links.odooUrl, row.odoo_id),
          },
    customer: customerOf(row),
    currency: row.currency ?? row.content?.currency ?? null,
    totals: { marketplace: asMoney(row.total_marketplace ?? row.content?.total), odoo: asMoney(row.total_odoo) },
    lines: linesOf(row),
    revision: row.revision,
    workflowId,
    url: links.run(workflowId),
    closedAt: row.closed_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
};

const customerOf = ({ customer_ref: ref, customer_name: name, content }: OrderRow) => {
  const customer = { ref: ref ?? content?.customer.ref ?? null, name: name ?? content?.customer.name ?? null };
  return customer.ref === null && customer.name === null ? null : customer;
};

/** The lines as the marketplace has them, each with what became of it in Odoo. */
const linesOf = ({ content, written_lines: writtenLines }: OrderRow): z.input<typeof lineShape>[] => {
  const written = new Map(writtenLines.map((line) => [line.externalId, line]));
  return (content?.lines ?? []).map((line) => ({
    externalId: line.externalId,
    listingId: line.listingId,
    name: line.name,
    productId: written.get(line.externalId)?.productId ?? null,
    quantity: line.quantity,
    unitPrice: formatMoney(line.unitPrice),
    skipped: written.get(line.externalId)?.skipped ?? false,
  }));
};
