/** States of a sale order; the ones an addon may add are none of ours. */
export type SaleOrderState = 'draft' | 'sent' | 'sale' | 'cancel';

/** States of a transfer. */
export type PickingState = 'draft' | 'waiting' | 'confirmed' | 'assigned' | 'done' | 'cancel';
