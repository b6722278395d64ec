import { z } from 'zod';
import type { OdooChanges } from './client.ts';
import { confirmedOrderOf, confirmedOrderRow } from './fulfilment/confirmed-order.ts';
import { readPages, wholeSecond } from './pages.ts';
import { pickingState } from './picking-fields.ts';
import type { Rpc } from './rpc.ts';
import { id } from './values.ts';

// An addon may have states of its own: such a transfer means nothing to us until it is in one we know.
const pickingRow = z.object({ id, sale_id: id, state: z.string(), picking_type_code: z.string() });

/**
 * What was written at or after a whole second. The time is Odoo's at the first answer: nothing read afterwards can be missed by going on from
 * there.
 */
export const readChanges = async (rpc: Rpc, since: Date): Promise<OdooChanges> => {
  const isNew = ['write_date', '>=', wholeSecond(since)];
  const orders = await readPages(rpc, {
    model: 'sale.order',
    domain: [isNew],
    row: confirmedOrderRow,
    lane: 'watch',
    about: 'changes of sale.order',
  });
  const pickings = await readPages(rpc, {
    model: 'stock.picking',
    domain: [isNew, ['sale_id', '!=', false]],
    row: pickingRow,
    lane: 'watch',
    about: 'changes of stock.picking',
  });
  const transfers = pickings.rows.flatMap((row) => {
    const state = pickingState.safeParse(row.state);
    return state.success
      ? [{ id: row.id, saleOrderId: row.sale_id, state: state.data, type: row.picking_type_code }]
      : [];
  });
  return {
    serverTime: orders.date ?? new Date(),
    saleOrders: orders.rows.flatMap((row) => confirmedOrderOf(row) ?? []),
    pickings: transfers.filter(({ type, state }) => type === 'outgoing' && state !== 'draft').map(withoutType),
    transfers: transfers.map(withoutType),
  };
};

const withoutType = ({ id: transferId, saleOrderId, state }: OdooChanges['transfers'][number]) => ({
  id: transferId,
  saleOrderId,
  state,
});
