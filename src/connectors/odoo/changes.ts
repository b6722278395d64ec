import { z } from 'zod';
import type { OdooChanges, SeenTransfer } from './client.ts';
import { confirmedOrderOf, confirmedOrderRow } from './fulfilment/confirmed-order.ts';
import { readPages, wholeSecond } from './pages.ts';
import { pickingState } from './picking-fields.ts';
import type { Rpc } from './rpc.ts';
import { id, reference } from './values.ts';

// An addon may have states of its own: such a transfer means nothing to us until it is in one we know.
const pickingRow = z.object({ id, sale_id: reference, state: z.string(), picking_type_code: z.string() });

/**
 * What was written at or after a whole second; of the transfers those of sale orders, and those that are asked for by id. The time is Odoo's at the
 * first answer: nothing read afterwards can be missed by going on from there.
 */
export const readChanges = async (rpc: Rpc, since: Date, pickingIds: readonly number[] = []): Promise<OdooChanges> => {
  const isNew = ['write_date', '>=', wholeSecond(since)];
  const orders = await readPages(rpc, {
    model: 'sale.order',
    domain: [isNew],
    row: confirmedOrderRow,
    lane: 'watch',
    about: 'changes of sale.order',
  });
  const ofAnOrder = ['sale_id', '!=', false];
  const pickings = await readPages(rpc, {
    model: 'stock.picking',
    domain: [isNew, ...(pickingIds.length === 0 ? [ofAnOrder] : ['|', ofAnOrder, ['id', 'in', pickingIds]])],
    row: pickingRow,
    lane: 'watch',
    about: 'changes of stock.picking',
  });
  const seen = pickings.rows.flatMap((row) => {
    const state = pickingState.safeParse(row.state);
    return state.success ? [{ ...row, state: state.data }] : [];
  });
  const ofOrders = seen.flatMap(({ sale_id, ...row }) => (sale_id === null ? [] : [{ ...row, saleOrderId: sale_id }]));
  return {
    serverTime: orders.date ?? new Date(),
    saleOrders: orders.rows.flatMap((row) => confirmedOrderOf(row) ?? []),
    pickings: ofOrders.filter((row) => row.picking_type_code === 'outgoing' && row.state !== 'draft').map(transferOf),
    transfers: ofOrders.map(transferOf),
    carried: seen.map(({ id: pickingId, state }) => ({ id: pickingId, state })),
  };
};

const transferOf = ({ id: transferId, saleOrderId, state }: SeenTransfer): SeenTransfer => ({
  id: transferId,
  saleOrderId,
  state,
});
