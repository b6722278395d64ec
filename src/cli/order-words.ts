import type { Order, OrderDetail } from './answers.ts';
import { formatTable } from './table.ts';
import { fact, moment } from './words.ts';

export const orderTable = (orders: readonly Order[]): string =>
  formatTable(
    orders,
    [
      { title: 'connection', value: (order) => order.connection },
      { title: 'external id', value: (order) => order.externalId },
      { title: 'number', value: (order) => order.number },
      { title: 'stage', value: (order) => order.stage },
      { title: 'marketplace', value: (order) => order.marketplaceStatus },
      { title: 'odoo', value: (order) => order.odoo?.name },
      { title: 'total', value: (order) => money(order.totals?.marketplace, order.currency) },
      { title: 'customer', value: (order) => order.customer?.name },
      { title: 'updated', value: (order) => moment(order.updatedAt) },
      { title: 'attention', value: (order) => order.attention?.kind },
    ],
    'No orders.',
  );

/** One order on a page: both sides, its lines, and what happened, oldest first. */
export const orderInWords = (order: OrderDetail): string =>
  [
    `${order.number} (${order.externalId}) of ${order.connection}: ${order.stage}`,
    ...order.openAttention.map(({ kind, reason }) => `Waits for a person: ${kind}: ${reason}`),
    fact('Customer', [order.customer?.name, order.customer?.ref]),
    fact('Marketplace', [order.marketplaceStatus, order.deliveredBy, money(order.totals?.marketplace, order.currency)]),
    fact('Odoo', [order.odoo?.name, order.odoo?.state, money(order.totals?.odoo, order.currency), order.odoo?.url]),
    fact('Workflow', [order.workflowId, order.url]),
    '',
    lineTable(order.lines),
    '',
    ...order.timeline.map((entry) => `${moment(entry.at)}  ${entry.text}`),
  ].join('\n');

const money = (amount: string | null | undefined, currency: string | null | undefined): string =>
  amount === null || amount === undefined ? '' : `${amount} ${currency ?? ''}`.trimEnd();

const lineTable = (lines: OrderDetail['lines']): string =>
  formatTable(
    lines,
    [
      { title: 'line', value: (line) => line.externalId },
      { title: 'listing', value: (line) => line.listingId },
      { title: 'name', value: (line) => line.name },
      { title: 'product', value: (line) => (line.skipped === true ? 'left out' : line.productId) },
      { title: 'quantity', value: (line) => line.quantity },
      { title: 'unit price', value: (line) => line.unitPrice },
    ],
    'No lines.',
  );
