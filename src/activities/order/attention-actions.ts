import type { AttentionAction } from '../../domain/order-stage.ts';
import type { OrderRow } from '../../store/orders.ts';

/** What a person may do about an order in attention: nothing that has left the house can be cancelled. */
export const actionsFor = (row: OrderRow): readonly AttentionAction[] =>
  Object.values(row.odoo_pickings).includes('done') ? ['retry', 'skip'] : ['retry', 'skip', 'cancel'];
