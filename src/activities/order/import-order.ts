import { isSameLines, productLines } from '../../domain/line-difference.ts';
import { isWithin, multiply, sum } from '../../domain/money.ts';
import { formatMoney } from '../../domain/money.ts';
import { isCancelledStatus } from '../../domain/marketplace-order.ts';
import type { MarketplaceOrder } from '../../domain/marketplace-order.ts';
import type { WrittenLine } from '../../domain/order-row.ts';
import { AttentionNeeded } from './attention-needed.ts';
import { changeSaleOrder } from './change-sale-order.ts';
import { createSaleOrder } from './create-sale-order.ts';
import type { Done } from './done.ts';
import { findLines } from './find-lines.ts';
import { noteApprovalForAPerson } from './note-approval.ts';
import type { ImportContext, OrderContext } from './order-context.ts';

/**
 * Brings the newest content of the order into Odoo: a sale order if there is none, else its lines follow. Does nothing while the retailer is
 * at it (`editing`) or when the order was cancelled before it was ever imported.
 */
export const importOrder = async (context: OrderContext): Promise<Done> => {
  const { row, state } = context;
  const isNew = row.odoo_id === null;
  if (row.closed_at !== null) return nothing;
  // What is cancelled changes no more: its new content only wants to be acknowledged.
  if (!isNew && isCancelled(context)) return { changes: { imported_revision: row.pulled_revision }, told: [] };
  if (row.problem !== null) throw unreadable(row.number, row.problem);
  if (row.content === null || state.status === 'editing') return nothing;
  if (isNew && (state.cancelWanted || isCancelled(context))) return nothing;
  if (!isNew && row.imported_revision >= row.pulled_revision) return nothing;
  const importing: ImportContext = { ...context, odoo: await context.deps.odoo(), order: row.content };
  const lines = await findLines(importing);
  const mismatch = compareTotals(importing);
  return isNew ? importNew(importing, lines, mismatch) : changeSaleOrder(importing, lines);
};

const isCancelled = ({ state }: OrderContext): boolean => state.status !== null && isCancelledStatus(state.status);

const nothing: Done = { changes: {}, told: [] };

const unreadable = (number: string, problem: { path: string; message: string }): AttentionNeeded =>
  new AttentionNeeded(
    'import',
    'bad-payload',
    `Order ${number} could not be read: ${problem.path}: ${problem.message}. Its payload is kept; it is read again when the marketplace sends it anew.`,
  );

const importNew = async (
  context: ImportContext,
  lines: readonly WrittenLine[],
  mismatch: string | null,
): Promise<Done> => {
  const { odoo, row, order, connection } = context;
  const created = await createSaleOrder(context, lines);
  const saleOrder = await odoo.readSaleOrder(created.id, { lines: created.found, pickings: created.found });
  if (saleOrder === null) {
    throw new AttentionNeeded(
      'import',
      'rejected',
      `The sale order ${created.id} of order ${order.number} was deleted in Odoo right after it was made.`,
    );
  }
  await noteApprovalForAPerson(context, saleOrder);
  // The retailer changed the order between two attempts of its creation: the first one stands, and its lines have yet to follow.
  const isOlder = created.found && !created.adopted && !isSameLines(saleOrder.lines, productLines(lines));
  const skipped = lines.filter((line) => line.skipped);
  const taxless =
    connection.settings.taxes === 'none' && skipped.length === 0 && order.total !== null
      ? difference(order, saleOrder.amountTotal, 'the sale order', connection.settings.totalTolerance)
      : null;
  return {
    changes: {
      odoo_id: created.id,
      odoo_name: saleOrder.name,
      odoo_state: saleOrder.state,
      odoo_user_id: saleOrder.userId,
      odoo_pickings: JSON.stringify(Object.fromEntries(saleOrder.pickings.map(({ id, state }) => [id, state]))),
      was_confirmed: saleOrder.state === 'sale',
      partner_id: created.partnerId,
      total_odoo: saleOrder.amountTotal,
      imported_revision: isOlder ? row.imported_revision : row.pulled_revision,
      written_lines: JSON.stringify(isOlder ? (row.attempted_lines ?? []) : lines),
      attempted_lines: null,
    },
    told: [
      created.adopted ? `Found in Odoo as ${saleOrder.name} and adopted` : `Imported into Odoo as ${saleOrder.name}`,
      ...skipped.map((line) => `Line ${line.externalId} left out: ${line.name} is unknown`),
      ...[mismatch, taxless].filter((words) => words !== null),
    ],
  };
};

/** Compares the marketplace's total with the sum of all its lines, skipped or not. @throws AttentionNeeded where the connection holds. */
const compareTotals = ({ order, connection }: ImportContext): string | null => {
  const ofLines = sum(order.lines.map((line) => multiply(line.quantity, line.unitPrice)));
  const words = difference(order, ofLines, 'the sum of its lines', connection.settings.totalTolerance);
  if (words !== null && connection.settings.onTotalMismatch === 'hold') {
    throw new AttentionNeeded('import', 'total-mismatch', words);
  }
  return words;
};

const difference = (order: MarketplaceOrder, other: string, what: string, tolerance: number): string | null =>
  order.total === null || isWithin(order.total, other, String(tolerance))
    ? null
    : `The total of order ${order.number} is ${formatMoney(order.total)} ${order.currency}, ${what} ${formatMoney(other)}`;
