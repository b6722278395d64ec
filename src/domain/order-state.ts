import type { Deliverer, MarketplaceStatus } from './marketplace-order.ts';
import type { OrderStage } from './order-stage.ts';

/** Steps of the order process that can wait for a person while the others go on. */
export const orderSteps = ['import', 'acknowledge', 'apply', 'push', 'otp', 'close'] as const;
export type OrderStep = (typeof orderSteps)[number];

/** All that decides what happens next with an order: a plain picture of its row. */
export interface OrderState {
  readonly stage: OrderStage;
  readonly closed: boolean;
  /** Whether the newest payload could be read as an order. */
  readonly hasContent: boolean;
  readonly status: MarketplaceStatus | null;
  readonly deliverer: Deliverer;
  /** Newest pulled, imported and acknowledged content; 0 for never. */
  readonly pulledRevision: number;
  readonly importedRevision: number;
  readonly acknowledgedRevision: number;
  readonly odoo: OdooSide | null;
  /** Whether Conveyor has ever seen the sale order confirmed. */
  readonly wasConfirmed: boolean;
  readonly needsOtp: boolean;
  readonly hasOtp: boolean;
  readonly otpAccepted: boolean;
  /** A person asked for it to be cancelled on both sides. */
  readonly cancelWanted: boolean;
  /** Steps with open attention. */
  readonly blocked: readonly OrderStep[];
  readonly confirmOrders: ConfirmOrders;
  readonly shippedWhen: ShippedWhen;
}

export type ConfirmOrders = 'manual' | 'on-import' | 'on-approval';
export type ShippedWhen = 'first-transfer' | 'delivered';

/** The sale order as it was last read. */
export interface OdooSide {
  readonly state: 'draft' | 'sent' | 'sale' | 'cancel';
  /** States of the outgoing transfers to the customer. */
  readonly pickings: readonly string[];
}

/** How much of an order has left the house. Dropped (cancelled) transfers do not count. */
export const shipment = (odoo: OdooSide): 'nothing' | 'part' | 'all' => {
  if (!odoo.pickings.includes('done')) return 'nothing';
  return hasOpenTransfers(odoo) ? 'part' : 'all';
};

/** Transfers that are neither done nor dropped. */
export const hasOpenTransfers = (odoo: OdooSide): boolean =>
  odoo.pickings.some((state) => state !== 'done' && state !== 'cancel');

export const hasLeftTheHouse = (odoo: OdooSide | null): boolean => odoo !== null && shipment(odoo) !== 'nothing';
