import type { NewPosLine, NewPosOrder, NewPosPayment } from '../../../domain/pos/odoo-pos.ts';
import type { Cell, LoadRecord } from '../load-once.ts';
import { wholeSecond } from '../pages.ts';

const head = [
  'id',
  'session_id/.id',
  'company_id/.id',
  'pos_reference',
  'date_order',
  'partner_id/.id',
  'amount_total',
  'amount_tax',
  'amount_paid',
  'amount_return',
];
const lineColumns = [
  'product_id/.id',
  'full_product_name',
  'name',
  'qty',
  'price_unit',
  'discount',
  'price_subtotal',
  'price_subtotal_incl',
  'tax_ids/.id',
  'refunded_orderline_id/.id',
];
const paymentColumns = ['payment_method_id/.id', 'amount', 'payment_date', 'is_change'];

/** Fiscal position, pricelist and number are left to Odoo: those of the session's configuration. */
export const orderColumns: readonly string[] = [
  ...head,
  ...lineColumns.map((column) => `lines/${column}`),
  'lines/pack_lot_ids/lot_name',
  ...paymentColumns.map((column) => `payment_ids/${column}`),
];

/**
 * The rows of an order in `load`: lines and payments stand beside each other, and a line with several lots has a row for each, the further ones
 * without anything else of the line. Numbers go as text, which Odoo reads digit by digit.
 */
export const orderRecord = (order: NewPosOrder): LoadRecord => {
  const date = wholeSecond(new Date(order.date));
  const lines = order.lines.flatMap(lineRows);
  const payments = order.payments.map((payment) => paymentCells(payment, date));
  const rows: Cell[][] = [];
  for (let index = 0; index < Math.max(1, lines.length, payments.length); index += 1) {
    rows.push([
      ...(index === 0 ? headCells(order, date) : blank(head.length)),
      ...(lines[index] ?? blank(lineColumns.length + 1)),
      ...(payments[index] ?? blank(paymentColumns.length)),
    ]);
  }
  const externalId = `conveyor.${order.externalId}`;
  return { externalId, about: `POS order ${order.posReference}`, rows, numbers: [order.posReference] };
};

const headCells = (order: NewPosOrder, date: string): Cell[] => [
  `conveyor.${order.externalId}`,
  order.sessionId,
  order.companyId,
  order.posReference,
  date,
  order.partnerId ?? '',
  order.amountTotal,
  order.amountTax,
  order.amountPaid,
  order.amountReturn,
];

const lineRows = (line: NewPosLine): Cell[][] => {
  const [lot = '', ...furtherLots] = line.lots;
  const cells: Cell[] = [
    line.productId,
    line.name,
    line.name,
    line.quantity,
    line.unitPrice,
    line.discount,
    line.subtotal,
    line.subtotalWithTax,
    // Empty: no tax at all, whatever the product says.
    line.taxIds.join(','),
    line.refundedLineId ?? '',
  ];
  return [[...cells, lot], ...furtherLots.map((further) => [...blank(cells.length), further])];
};

const paymentCells = (payment: NewPosPayment, date: string): Cell[] => [
  payment.methodId,
  payment.amount,
  date,
  payment.isChange ? '1' : '0',
];

const blank = (count: number): Cell[] => Array.from({ length: count }, () => '');
