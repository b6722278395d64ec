import type { Deliverer, MarketplaceStatus } from './marketplace-order.ts';
import { canBecome, marketplaceMaySet } from './status-order.ts';

export type NoticeDecision =
  | { readonly decision: 'applied' }
  | { readonly decision: 'ignored'; readonly reason: string; readonly pull: boolean }
  | { readonly decision: 'refused'; readonly reason: string };

export interface NoticedOrder {
  readonly number: string;
  readonly status: MarketplaceStatus | null;
  readonly deliverer: Deliverer;
  readonly deliveredBy: string | null;
  /** Statuses Conveyor itself sent: their echo is no news. */
  readonly sentStatuses: readonly string[];
}

/** What a status told by the marketplace does to our order; from our own row alone. */
export const decideStatusNotice = (order: NoticedOrder, status: MarketplaceStatus): NoticeDecision => {
  if (status === 'pending' || status === 'editing') {
    return {
      decision: 'ignored',
      reason: `${status} changes nothing by itself; the order is pulled again`,
      pull: true,
    };
  }
  if (status === order.status) return ignored(`the order is ${status} already`);
  if (order.sentStatuses.includes(status)) return ignored(`${status} is the echo of what was sent from here`);
  if (!marketplaceMaySet(order.deliverer, status)) {
    return {
      decision: 'refused',
      reason: `Order ${order.number} is ${order.deliveredBy ?? 'delivered_by_supplier'}: the marketplace may only cancel it, not set ${status}.`,
    };
  }
  if (order.status !== null && !canBecome(order.status, status)) {
    return ignored(`${status} is older than ${order.status}`);
  }
  return { decision: 'applied' };
};

const ignored = (reason: string): NoticeDecision => ({ decision: 'ignored', reason, pull: false });
