import type { OdooSaleOrder } from '../../connectors/odoo/client.ts';
import { describeDifference, isSameLines, productLines } from '../../domain/line-difference.ts';
import type { WrittenLine } from '../../domain/order-row.ts';
import { updateOrder } from '../../store/orders.ts';
import { AttentionNeeded } from './attention-needed.ts';
import type { Done } from './done.ts';
import type { ImportContext } from './order-context.ts';

/**
 * The retailer changed an order that stands in Odoo: while the sale order is a quotation that still equals what Conveyor wrote, its lines
 * follow in one absolute write. Safe to repeat: lines that are there already are not written again.
 *
 * @throws AttentionNeeded `changed-after-confirmation` with the difference in words
 */
export const changeSaleOrder = async (context: ImportContext, lines: readonly WrittenLine[]): Promise<Done> => {
  const { deps, key, odoo, row, order, connection } = context;
  const imported = {
    imported_revision: row.pulled_revision,
    written_lines: JSON.stringify(lines),
    attempted_lines: null,
  };
  if (row.attempted_lines === null && isSameLines(productLines(row.written_lines), productLines(lines))) {
    return { changes: imported, told: [] };
  }
  const saleOrder =
    row.odoo_id === null ? null : await odoo.readSaleOrder(row.odoo_id, { lines: true, pickings: false });
  if (saleOrder === null) {
    throw new AttentionNeeded(
      'import',
      'rejected',
      `Order ${order.number} changed, but its sale order ${row.odoo_name ?? ''} was deleted in Odoo.`,
    );
  }
  if (isSameLines(saleOrder.lines, productLines(lines))) {
    return {
      changes: { ...imported, total_odoo: saleOrder.amountTotal },
      told: [`${saleOrder.name} equals the changed order`],
    };
  }
  const ours = [row.written_lines, ...(row.attempted_lines === null ? [] : [row.attempted_lines])].find((known) =>
    isSameLines(saleOrder.lines, productLines(known)),
  );
  const why = whyNotFollow(saleOrder, ours !== undefined);
  if (why !== null) throw changedAfterwards(saleOrder, order.number, why, lines);
  // The answer may get lost, and the order be another one by the time of the next attempt.
  await updateOrder(deps.db, key, {
    written_lines: JSON.stringify(ours ?? []),
    attempted_lines: JSON.stringify(lines),
  });
  await odoo.replaceSaleOrderLines(saleOrder.id, productLines(lines), connection.settings.taxes);
  const after = await odoo.readSaleOrder(saleOrder.id, { lines: false, pickings: false });
  return {
    changes: {
      ...imported,
      total_odoo: after?.amountTotal ?? saleOrder.amountTotal,
    },
    told: [
      `The lines of ${saleOrder.name} follow the changed order: ${describeDifference(saleOrder.lines, productLines(lines))}`,
    ],
  };
};

const whyNotFollow = (saleOrder: OdooSaleOrder, isAsWritten: boolean): string | null => {
  if (saleOrder.state === 'cancel') return 'is cancelled';
  if (saleOrder.state === 'sale') return 'is confirmed';
  if (saleOrder.locked) return 'is locked';
  return isAsWritten ? null : 'was edited in Odoo';
};

const changedAfterwards = (
  saleOrder: OdooSaleOrder,
  number: string,
  why: string,
  lines: readonly WrittenLine[],
): AttentionNeeded =>
  new AttentionNeeded(
    'import',
    'changed-after-confirmation',
    `The retailer changed order ${number}, but ${saleOrder.name} ${why}: ${describeDifference(saleOrder.lines, productLines(lines))}. Change it in Odoo and retry, or skip to leave it as it is.`,
  );
