import type { OrderTransfer } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import { pickingState } from '../picking-fields.ts';
import type { TransferRow } from './order-rows.ts';

export const kindOf = (row: TransferRow): OrderTransfer['kind'] => {
  if (row.return_id !== null || row.picking_type_code === 'incoming') return 'return';
  // `dropship`, of an addon, goes from the vendor to the customer.
  if (row.picking_type_code !== 'outgoing' && row.picking_type_code !== 'dropship') return 'step';
  return row.backorder_id === null ? 'delivery' : 'backorder';
};

/** Those in a state that is Odoo's own, the oldest first. */
export const transfersOf = (rows: readonly TransferRow[]): readonly OrderTransfer[] =>
  rows
    .toSorted((one, other) => one.id - other.id)
    .flatMap((row) => {
      const state = pickingState.safeParse(row.state);
      return state.success ? [{ id: row.id, name: row.name, state: state.data, kind: kindOf(row) }] : [];
    });
