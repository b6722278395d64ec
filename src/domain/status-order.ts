import { isCancelledStatus, isTerminalStatus } from './marketplace-order.ts';
import type { Deliverer, MarketplaceStatus } from './marketplace-order.ts';

/** How far along a status is. `pending` and `editing` go back and forth; every other move only forwards. */
const rank: Record<MarketplaceStatus, number> = {
  pending: 0,
  editing: 0,
  approved: 1,
  assigned_to_salesman: 2,
  delivered: 3,
  returned: 4,
  cancelled_by_retailer: 5,
  cancelled_by_supplier: 5,
};

/** Whether an order in `from` can still become `to`: forwards only, nothing after the end but a return of what was delivered. */
export const canBecome = (from: MarketplaceStatus, to: MarketplaceStatus): boolean => {
  if (from === to) return false;
  if (from === 'delivered') return to === 'returned';
  if (isTerminalStatus(from)) return false;
  return rank[to] >= rank[from];
};

/** Whether the marketplace's side may set this status: with a delivering supplier it may only cancel (requirement 3, business rules). */
export const marketplaceMaySet = (deliverer: Deliverer, status: MarketplaceStatus): boolean => {
  switch (deliverer) {
    case 'supplier':
      return isCancelledStatus(status);
    case 'marketplace':
      return true;
  }
};

/** Whether Odoo's side may set this status: with a delivering marketplace it may only cancel. */
export const odooMaySet = (deliverer: Deliverer, status: MarketplaceStatus): boolean => {
  switch (deliverer) {
    case 'supplier':
      return true;
    case 'marketplace':
      return status === 'cancelled_by_supplier';
  }
};

/**
 * Statuses to send, in order, to bring an order from where it is to where it shall be; the marketplace allows no jumps. None while the
 * retailer edits the order, and none that a supplier cannot send (`returned`).
 */
export const statusPath = (from: MarketplaceStatus, to: MarketplaceStatus): readonly MarketplaceStatus[] => {
  if (!canBecome(from, to) || from === 'editing') return [];
  if (isCancelledStatus(to)) return [to];
  if (!ladder.includes(to)) return [];
  return ladder.filter((step) => rank[step] > rank[from] && rank[step] <= rank[to]);
};

const ladder: readonly MarketplaceStatus[] = ['approved', 'assigned_to_salesman', 'delivered'];
