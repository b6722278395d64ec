import type { OrderState } from '../../src/domain/order-state.ts';
import type { OrderView } from '../../src/domain/order-view.ts';
import type { NoticedOrder } from '../../src/domain/status-notice.ts';

/** An imported and acknowledged order of a delivering supplier whose quotation waits in Odoo. */
export const anOrder = (changes: Partial<OrderState> = {}): OrderState => ({
  stage: 'acknowledged',
  closed: false,
  hasContent: true,
  status: 'pending',
  deliverer: 'supplier',
  pulledRevision: 1,
  importedRevision: 1,
  acknowledgedRevision: 1,
  odoo: { state: 'draft', pickings: [] },
  wasConfirmed: false,
  needsOtp: false,
  hasOtp: false,
  otpAccepted: false,
  cancelWanted: false,
  blocked: [],
  confirmOrders: 'on-approval',
  shippedWhen: 'first-transfer',
  ...changes,
});

/** An order that was pulled and stands nowhere in Odoo yet. */
export const aPulledOrder = (changes: Partial<OrderState> = {}): OrderState =>
  anOrder({ stage: 'received', importedRevision: 0, acknowledgedRevision: 0, odoo: null, ...changes });

/** A confirmed order with outgoing transfers in these states. */
export const aConfirmedOrder = (pickings: readonly string[], changes: Partial<OrderState> = {}): OrderState =>
  anOrder({
    stage: 'confirmed',
    status: 'approved',
    odoo: { state: 'sale', pickings },
    wasConfirmed: true,
    ...changes,
  });

export const aNoticedOrder = (changes: Partial<NoticedOrder> = {}): NoticedOrder => ({
  number: 'C-10021',
  status: 'pending',
  deliverer: 'supplier',
  deliveredBy: 'delivered_by_supplier',
  sentStatuses: [],
  ...changes,
});

/** What a run knows of an order that waits. */
export const aView = (changes: Partial<OrderView> = {}): OrderView => ({
  number: 'C-10021',
  stage: 'confirmed',
  next: 'wait',
  marketplaceStatus: 'approved',
  deliverer: 'supplier',
  odoo: { id: 42, name: 'S00042' },
  attention: [],
  hasLeft: false,
  needsOtp: false,
  revision: 2,
  ...changes,
});
