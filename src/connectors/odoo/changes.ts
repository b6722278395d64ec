import { z } from 'zod';
import type { OdooChanges } from './client.ts';
import { readPages, wholeSecond } from './pages.ts';
import { pickingState } from './picking-fields.ts';
import type { Rpc } from './rpc.ts';
import { saleOrderState } from './sale-order-fields.ts';
import { id } from './values.ts';

// An addon may have states of its own: such a record means nothing to us until it is in one we know.
const orderRow = z.object({ id, state: z.string() });
const pickingRow = z.object({ id, sale_id: id, state: z.string() });

/**
 * What was written at or after a whole second. The time is Odoo's at the first answer: nothing read afterwards can be missed by going on from
 * there.
 */
export const readChanges = async (rpc: Rpc, since: Date): Promise<OdooChanges> => {
  const isNew = ['write_date', '>=', wholeSecond(since)];
  const orders = await readPages(rpc, {
    model: 'sale.order',
    domain: [isNew],
    row: orderRow,
    lane: 'watch',
    about: 'changes of sale.order',
  });
  const pickings = await readPages(rpc, {
    model: 'stock.picking',
    domain: [isNew, ['sale_id', '!=', false], ['picking_type_id.code', '=', 'outgoing']],
    row: pickingRow,
    lane: 'watch',
    about: 'changes of stock.picking',
  });
  return {
    serverTime: orders.date ?? new Date(),
    saleOrders: orders.rows.flatMap((row) => {
      const state = saleOrderState.safeParse(row.state);
      return state.success ? [{ id: row.id, state: state.data }] : [];
    }),
    pickings: pickings.rows.flatMap((row) => {
      const state = pickingState.safeParse(row.state);
      return state.success ? [{ id: row.id, saleOrderId: row.sale_id, state: state.data }] : [];
    }),
  };
};
