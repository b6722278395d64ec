/**
 * An order as any marketplace tells it, in one vocabulary. Statuses carry the names of the first marketplace (Cartona); other adapters map
 * theirs onto them. Quantities and money are decimal strings, exact as received.
 */
export const marketplaceStatuses = [
  'pending',
  'editing',
  'approved',
  'assigned_to_salesman',
  'delivered',
  'returned',
  'cancelled_by_retailer',
  'cancelled_by_supplier',
] as const;

export type MarketplaceStatus = (typeof marketplaceStatuses)[number];

/** Who carries the goods to the customer, and so who may say how far the order is. */
export type Deliverer = 'supplier' | 'marketplace';

export interface MarketplaceCustomer {
  /** `retailer_<code>`, else `retailer_phone_<digits>`; null when neither is known: such an order waits in attention. */
  readonly ref: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly phone2: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly notes: string | null;
}

export interface MarketplaceLine {
  /** The marketplace's id of the line, unique in the order (one product may stand on several lines). */
  readonly externalId: string;
  /** Key of the listing: the marketplace's product id, or `internal:<internal id>` where there is none. */
  readonly listingId: string;
  /** What the marketplace keeps as our own id of the product, as a whole (`904#2` is no id). */
  readonly internalId: string | null;
  readonly name: string;
  readonly quantity: string;
  /** Final price of one unit after all discounts, in the order's currency. */
  readonly unitPrice: string;
  readonly comment: string | null;
}

export interface MarketplaceOrder {
  readonly externalId: string;
  /** The number a person sees. */
  readonly number: string;
  readonly status: MarketplaceStatus;
  readonly deliverer: Deliverer;
  /** The marketplace's own word for it, for example `delivered_by_supplier`. */
  readonly deliveredBy: string;
  readonly customer: MarketplaceCustomer;
  readonly lines: readonly MarketplaceLine[];
  readonly currency: string;
  /** What the marketplace says the order is worth; null when it does not say. */
  readonly total: string | null;
  /** Whether `delivered` is accepted only with a one-time password the customer holds. */
  readonly needsOtp: boolean;
  readonly note: string | null;
  readonly cancellationReason: string | null;
  /** Day of delivery `YYYY-MM-DD`, if the marketplace names one. */
  readonly deliveryDay: string | null;
}

/** What one entry of a pulled page became: an order, or a payload that could not be read (kept whole, in attention). */
export type PulledOrder =
  | { readonly externalId: string; readonly raw: unknown; readonly order: MarketplaceOrder }
  | {
      readonly externalId: string;
      readonly raw: unknown;
      readonly problem: { readonly path: string; readonly message: string };
    };

export const isTerminalStatus = (status: MarketplaceStatus): boolean =>
  status === 'delivered' || status === 'returned' || isCancelledStatus(status);

export const isCancelledStatus = (status: MarketplaceStatus): boolean =>
  status === 'cancelled_by_retailer' || status === 'cancelled_by_supplier';
