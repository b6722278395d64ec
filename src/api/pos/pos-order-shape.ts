import { z } from 'zod';
import { formatMoney } from '../../domain/money.ts';
import { workflowIds } from '../../domain/names.ts';
import { posDifference } from '../../domain/pos/pos-difference.ts';
import { posOrderStates } from '../../domain/pos/pos-order.ts';
import type { PosItem, PosLine, PosOrder } from '../../domain/pos/pos-order.ts';
import type { ListedPosOrder, PosOrderRow } from '../../store/pos/order-list.ts';
import { attentionShape } from '../attention/attention-shape.ts';
import { openAttentionShape, toOpenAttention } from '../attention/open-attention-shape.ts';
import type { Links } from '../deps.ts';
import { exchangeLineShape } from '../exchange-shape.ts';
import { posOrderUrl } from '../links.ts';

const amount = z.string().nullable();

const item = {
  odooItemId: z.int().nullable(),
  itemId: z.string().nullable(),
  name: z.string(),
  quantity: z.string(),
  unitPrice: z.string().describe('Of one, before tax and discount.'),
};

const lineShape = z.strictObject({
  ...item,
  discount: z.string().describe('Off the whole line: an amount, or percent where a `%` follows.'),
  lots: z.array(z.string()),
  parts: z.array(z.strictObject(item)).describe('Of a bundle.'),
});

const odooLineShape = z.strictObject({
  productId: z.int().describe('`product.product`.'),
  name: z.string(),
  quantity: z.string(),
  unitPrice: z.string(),
  discount: z.string().describe('Percent.'),
  totalWithTax: z.string(),
});

const order = {
  connection: z.string(),
  key: z.string().describe('`<OrderID>`, or `<OrderID>:REFUND`.'),
  orderId: z.string().nullable(),
  kind: z.enum(['sale', 'refund']).nullable().describe('null while it cannot be read.'),
  state: z
    .enum(posOrderStates)
    .describe(
      '`loading`: Odoo may hold it already; `loaded`: it is a draft there; `refused`: neither sale nor refund.',
    ),
  attention: openAttentionShape.nullable().describe('What waits for a person; the oldest, where there is more.'),
  source: z.enum(['pull', 'push']).describe('How its present content came.'),
  date: z.iso.datetime().nullable().describe('As the source says.'),
  odoo: z
    .strictObject({
      posOrderId: z.int(),
      name: z.string().nullable(),
      sessionId: z.int().nullable(),
      partnerId: z.int().nullable(),
      url: z.string(),
    })
    .nullable(),
  totals: z.strictObject({ source: amount, odoo: amount }).describe('With tax; of a refund negative in Odoo.'),
  revision: z.int(),
  workflowId: z.string().describe('Of its run, which there is only while it needs attention.'),
  url: z.string().describe('The run in the Temporal Web UI.'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  paidAt: z.iso.datetime().nullable(),
};

export const posOrderShape = z.strictObject(order).meta({ id: 'PosOrder' });

export const posOrderDetailShape = z
  .strictObject({
    ...order,
    lines: z.strictObject({
      source: z.array(lineShape),
      odoo: z.array(odooLineShape).describe('As they were written; of a refund quantities are negative.'),
    }),
    payments: z.array(
      z.strictObject({ amount: z.string(), cardType: amount, mode: z.int().nullable(), reference: amount }),
    ),
    sums: z
      .strictObject({
        beforeTax: amount,
        discount: amount,
        tax: amount,
        grandTotal: amount,
        paid: amount,
        balance: amount,
        serviceCharges: amount,
      })
      .nullable()
      .describe('As the source states them; null while it cannot be read.'),
    customer: z.strictObject({ partnerId: z.int().nullable(), ref: z.string().nullable() }).nullable(),
    problem: z
      .strictObject({ kind: z.enum(['bad-payload', 'status']), path: z.string(), message: z.string() })
      .nullable()
      .describe('Why it cannot be read, or is refused.'),
    difference: z.array(z.string()).describe('What the source says otherwise since the import, in words.'),
    openAttention: z.array(attentionShape),
    timeline: z.array(z.strictObject({ at: z.iso.datetime(), text: z.string() })),
    exchanges: z.array(exchangeLineShape).describe('The newest calls about this order.'),
  })
  .meta({ id: 'PosOrderDetail' });

export const toPosOrder = ({ row, attention: [first] }: ListedPosOrder, links: Links) => {
  const workflowId = workflowIds.posOrder(row.connection, row.key);
  return {
    connection: row.connection,
    key: row.key,
    orderId: row.order_id,
    kind: row.kind,
    state: row.state,
    attention: first === undefined ? null : toOpenAttention(first),
    source: row.source,
    date: row.content?.date ?? null,
    odoo:
      row.odoo_id === null
        ? null
        : {
            posOrderId: row.odoo_id,
            name: row.odoo_name,
            sessionId: row.session_id,
            partnerId: row.partner_id,
            url: posOrderUrl(links.odooUrl, row.odoo_id),
          },
    totals: { source: money(row.content?.totals.grandTotal), odoo: money(row.total_odoo) },
    revision: row.revision,
    workflowId,
    url: links.run(workflowId),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    paidAt: row.paid_at?.toISOString() ?? null,
  };
};

/** What the detail shows beyond the list, as far as the row says it. */
export const toPosContent = (row: PosOrderRow) => ({
  lines: { source: row.content?.lines.map(toLine) ?? [], odoo: row.lines },
  payments: row.content?.payments.map((payment) => ({ ...payment, amount: formatMoney(payment.amount) })) ?? [],
  sums: row.content === null ? null : sumsOf(row.content),
  customer: row.content?.customer ?? null,
  problem: row.problem,
  difference: differenceOf(row),
});

const toItem = ({ odooItemId, itemId, name, quantity, unitPrice }: PosItem) => ({
  odooItemId,
  itemId,
  name,
  quantity,
  unitPrice: formatMoney(unitPrice),
});

const toLine = (line: PosLine): z.input<typeof lineShape> => ({
  ...toItem(line),
  discount: 'amount' in line.discount ? formatMoney(line.discount.amount) : `${line.discount.percent} %`,
  lots: [...line.lots],
  parts: line.parts.map(toItem),
});

const sumsOf = ({ totals }: PosOrder) => ({
  beforeTax: money(totals.beforeTax),
  discount: money(totals.discount),
  tax: money(totals.tax),
  grandTotal: money(totals.grandTotal),
  paid: money(totals.paid),
  balance: money(totals.balance),
  serviceCharges: money(totals.serviceCharges),
});

const differenceOf = ({ content, newer_content: newer, newer_hash: newerHash }: PosOrderRow): string[] => {
  if (newerHash === null) return [];
  if (newer === null) return ['The source says of it what cannot be imported.'];
  return content === null ? [] : posDifference(content, newer);
};

const money = (value: string | null | undefined): string | null =>
  value === null || value === undefined ? null : formatMoney(value);
