import type { PosOrder, PosOrderDetail, PosRun, PosStatusAnswer } from './pos-answers.ts';
import { formatTable } from './table.ts';
import { counted, fact, moment } from './words.ts';

export const posOrderTable = (orders: readonly PosOrder[]): string =>
  formatTable(
    orders,
    [
      { title: 'order', value: (order) => order.key },
      { title: 'state', value: (order) => order.state },
      { title: 'total', value: (order) => order.totals.source },
      { title: 'odoo', value: (order) => order.odoo?.name },
      { title: 'in odoo', value: (order) => order.totals.odoo },
      { title: 'sold', value: (order) => moment(order.date) },
      { title: 'updated', value: (order) => moment(order.updatedAt) },
      { title: 'attention', value: (order) => order.attention?.kind },
    ],
    'No orders.',
  );

/** What the last sync came to, and how all orders are. */
export const posStatusInWords = (connection: string, { running, orders, ...last }: PosStatusAnswer): string =>
  [
    last.last_sync_status === null || last.last_sync_status === undefined
      ? 'No sync yet.'
      : `Last sync   ${moment(last.last_sync_date)} · ${last.last_sync_status} · ${last.last_sync_message ?? ''}`,
    ...(running === null || running === undefined
      ? []
      : [`Under way   since ${moment(running.startedAt)} · ${running.message}`]),
    `Orders      ${statesInWords(orders.byState)}`,
    ...(orders.attention === 0
      ? []
      : [`Attention   ${counted(orders.attention, 'order')}: \`pos orders ${connection} --attention\``]),
  ].join('\n');

export const posRunTable = (runs: readonly PosRun[]): string =>
  formatTable(
    runs,
    [
      { title: 'started', value: (run) => moment(run.startedAt) },
      { title: 'finished', value: (run) => moment(run.finishedAt) },
      { title: 'status', value: (run) => run.status },
      { title: 'message', value: (run) => run.message },
    ],
    'No syncs.',
  );

/** One order on a page: both sides, lines, payments, and what happened, oldest first. */
export const posOrderInWords = (order: PosOrderDetail): string =>
  [
    `${order.key} of ${order.connection}: ${order.kind ?? 'cannot be read'}, ${order.state}`,
    ...order.openAttention.map(({ kind, reason }) => `Waits for a person: ${kind}: ${reason}`),
    ...order.difference.map((difference) => `Changed since: ${difference}`),
    fact('Source', [order.date === null ? null : moment(order.date), order.totals.source]),
    fact('Odoo', [order.odoo?.name, order.totals.odoo, order.odoo?.url]),
    fact('Workflow', [order.workflowId, order.url]),
    '',
    sourceTable(order),
    '',
    ...(order.lines.odoo.length === 0 ? [] : ['In Odoo:', odooTable(order), '']),
    ...order.payments.map(({ amount, cardType, mode, reference }) =>
      fact('Paid', [amount, cardType, mode === null || mode === undefined ? null : `mode ${mode}`, reference]),
    ),
    '',
    ...order.timeline.map((entry) => `${moment(entry.at)}  ${entry.text}`),
  ].join('\n');

const statesInWords = (byState: Readonly<Record<string, number>>): string =>
  Object.entries(byState)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ') || 'none';

const sourceTable = ({ lines }: PosOrderDetail): string =>
  formatTable(
    lines.source,
    [
      { title: 'item', value: (line) => line.name },
      { title: 'id', value: (line) => line.itemId },
      { title: 'odoo id', value: (line) => line.odooItemId },
      { title: 'quantity', value: (line) => line.quantity },
      { title: 'unit price', value: (line) => line.unitPrice },
      { title: 'discount', value: (line) => line.discount },
    ],
    'No lines.',
  );

const odooTable = ({ lines }: PosOrderDetail): string =>
  formatTable(
    lines.odoo,
    [
      { title: 'product', value: (line) => line.productId },
      { title: 'name', value: (line) => line.name },
      { title: 'quantity', value: (line) => line.quantity },
      { title: 'unit price', value: (line) => line.unitPrice },
      { title: 'with tax', value: (line) => line.totalWithTax },
    ],
    'No lines.',
  );
