/** States of a sale order; the ones an addon may add are none of ours. */
export type SaleOrderState = 'draft' | 'sent' | 'sale' | 'cancel';

/** States of a transfer. */
export const pickingStates = ['draft', 'waiting', 'confirmed', 'assigned', 'done', 'cancel'] as const;
export type PickingState = (typeof pickingStates)[number];
