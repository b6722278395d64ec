import { isCancelledStatus, isTerminalStatus } from './marketplace-order.ts';
import type { MarketplaceStatus } from './marketplace-order.ts';
import type { OrderStage } from './order-stage.ts';
import { hasLeftTheHouse, hasOpenTransfers, shipment } from './order-state.ts';
import type { OrderState } from './order-state.ts';
import { odooMaySet, statusPath } from './status-order.ts';

/** What the marketplace's status (or a person) asks of the sale order now. */
export type OdooAction = 'none' | 'confirm' | 'validate' | 'cancel' | 'take-back';

export const odooAction = (order: OrderState): OdooAction => {
  const { odoo, status } = order;
  if (odoo === null || status === null) return 'none';
  if (isCancelledStatus(status) || order.cancelWanted) {
    if (odoo.state === 'cancel') return 'none';
    return hasLeftTheHouse(odoo) ? 'take-back' : 'cancel';
  }
  if (odoo.state === 'cancel') return 'none';
  if (status === 'returned') return hasLeftTheHouse(odoo) || order.deliverer === 'marketplace' ? 'take-back' : 'none';
  const isQuotation = odoo.state === 'draft' || odoo.state === 'sent';
  if (isQuotation) return !order.wasConfirmed && wantsConfirmation(order, status) ? 'confirm' : 'none';
  if (order.deliverer === 'marketplace' && (status === 'assigned_to_salesman' || status === 'delivered')) {
    return hasOpenTransfers(odoo) ? 'validate' : 'none';
  }
  return 'none';
};

const wantsConfirmation = (order: OrderState, status: MarketplaceStatus): boolean => {
  switch (order.confirmOrders) {
    case 'manual':
      return false;
    case 'on-import':
      return status !== 'editing' && order.acknowledgedRevision > 0;
    case 'on-approval':
      return order.deliverer === 'marketplace' && status !== 'pending' && status !== 'editing';
  }
};

/** The status the marketplace should show for what Odoo shows; null where Odoo says nothing yet. */
export const statusFromOdoo = (order: OrderState): MarketplaceStatus | null => {
  const { odoo } = order;
  if (odoo === null) return order.cancelWanted ? 'cancelled_by_supplier' : null;
  switch (odoo.state) {
    case 'cancel':
      return 'cancelled_by_supplier';
    case 'draft':
    case 'sent':
      return null;
    case 'sale':
      switch (shipment(odoo)) {
        case 'nothing':
          return 'approved';
        case 'part':
          return order.shippedWhen === 'first-transfer' ? 'assigned_to_salesman' : 'approved';
        case 'all':
          return 'delivered';
      }
  }
};

/** Statuses to send to the marketplace now, in order. */
export const statusesToPush = (order: OrderState): readonly MarketplaceStatus[] => {
  const wanted = statusFromOdoo(order);
  if (wanted === null || !odooMaySet(order.deliverer, wanted)) return [];
  // Of an order nobody could read only one thing can be said: that it is cancelled.
  if (order.status === null) return isCancelledStatus(wanted) ? [wanted] : [];
  return statusPath(order.status, wanted);
};

/** Whether the status would be refused without a one-time password that nobody gave yet. */
export const waitsForOtp = (order: OrderState, status: MarketplaceStatus): boolean =>
  status === 'delivered' && order.needsOtp && !order.hasOtp && !order.otpAccepted;

/** A password is asked for from confirmation on, so that it is there when the goods arrive. */
export const shouldAskForOtp = (order: OrderState): boolean =>
  order.needsOtp &&
  !order.hasOtp &&
  !order.otpAccepted &&
  order.deliverer === 'supplier' &&
  order.odoo?.state === 'sale' &&
  order.status !== null &&
  !isTerminalStatus(order.status);

/** Nothing more can happen on either side. */
export const isFinished = (order: OrderState): boolean => {
  const { odoo, status } = order;
  if (status === null || !isTerminalStatus(status)) return false;
  if (odoo === null) return isCancelledStatus(status);
  if (odoo.state === 'cancel') return true;
  if (isCancelledStatus(status)) return false;
  return odoo.state === 'sale' && !hasOpenTransfers(odoo) && odooAction(order) === 'none';
};

/** How far the order is, in the words of the console. */
export const stageOf = (order: OrderState): OrderStage => {
  const { odoo, status } = order;
  if (order.closed) return order.stage;
  if (status !== null && isCancelledStatus(status) && (odoo === null || odoo.state === 'cancel')) return 'cancelled';
  if (odoo === null) return order.blocked.includes('import') ? 'held' : 'received';
  if (odoo.state === 'cancel') return 'cancelled';
  if (status === 'returned') return 'returned';
  if (status === 'delivered' && !hasOpenTransfers(odoo) && odoo.state === 'sale') return 'delivered';
  if (hasLeftTheHouse(odoo)) return 'shipped';
  if (odoo.state === 'sale') return 'confirmed';
  return order.acknowledgedRevision > 0 ? 'acknowledged' : 'imported';
};
