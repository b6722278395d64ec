import type { MarketplaceStatus, PulledOrder } from '../../domain/marketplace-order.ts';
import type { Offer } from '../../domain/offers.ts';
import type { z } from 'zod';
import type { Transport } from '../http.ts';

/** One marketplace account, ready to be called. Every method throws `Failure` and nothing else. */
export interface Marketplace {
  /** One page (from 1) of the orders that wait to be acknowledged. `last` is true when no page follows. Effect: none. */
  pullOrders(page: number): Promise<{ orders: readonly PulledOrder[]; last: boolean }>;
  /**
   * Reads one payload as `pullOrders` would. A payload of another order than `externalId` is a problem of path `externalId`.
   */
  readOrder(payload: unknown, externalId: string): PulledOrder;
  /** Tells the marketplace that we hold the newest content of the order. Absolute: may be repeated. */
  acknowledgeOrder(externalId: string): Promise<void>;
  /**
   * Sets the status of an order. Absolute: may be repeated. `already-there` when the marketplace refuses because it has that status.
   * @throws Failure `Rejected` with `data.code` `otp` when the one-time password is missing or wrong.
   */
  pushStatus(externalId: string, change: StatusChange): Promise<'done' | 'already-there'>;
  /**
   * Sets price and stock of listings, in one call; at most `settings.offers.batchSize` at a time. Absolute: may be repeated.
   * @returns one outcome an offer, in their order
   * @throws Failure `Rejected` when the whole call is refused and nothing of it counts as done. Where the refusal names offers, `data.refusedItems`
   * has their positions and the marketplace's words: send the others again. Where it names none, or the call was answered with errors that
   * cannot be told apart, there are no `refusedItems`: send it again in halves; the refusal of a single offer always names it.
   */
  pushOffers(offers: readonly OfferPush[]): Promise<readonly OfferOutcome[]>;
  /**
   * One page (from 1) of the marketplace's own list of our listings. `last` is true when no page follows; `unreadable` counts entries that are
   * no listing (no id). Effect: none.
   */
  readListings(page: number): Promise<ListingsPage>;
  /** One harmless authenticated call; the answer is a sentence about what was seen. */
  test(): Promise<string>;
}

export interface StatusChange {
  readonly status: MarketplaceStatus;
  /** Why it was cancelled, in a person's words or the marketplace's code; without a code the connection's default is sent. */
  readonly cancellationReason?: string;
  readonly otp?: string;
}

export interface OfferPush {
  /** The listing, as `listings.external_id` names it. */
  readonly externalId: string;
  readonly offer: Offer;
}

/** What became of one offer of a call that was answered. */
export type OfferOutcome =
  | { readonly done: true }
  /** `reason`: the marketplace's words. */
  | { readonly done: false; readonly reason: string };

export interface ListingsPage {
  readonly listings: readonly MarketplaceListing[];
  readonly last: boolean;
  readonly unreadable: number;
}

/** A listing as the marketplace shows it. */
export interface MarketplaceListing {
  readonly externalId: string;
  readonly name: string | null;
  /** The marketplace's copy of our own id of the product. */
  readonly internalId: string | null;
  /** What it shows now; null where the list does not tell. */
  readonly price: string | null;
  readonly stock: number | null;
}

/** A status told by a webhook. `eventId` is the vendor's own id of the event, where it has one. */
export interface StatusNotice {
  readonly externalId: string;
  readonly status: MarketplaceStatus;
  readonly eventId: string | null;
}

export interface WebhookRequest {
  /** What follows the connection in the path, empty when nothing does. */
  readonly topic: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Buffer;
}

export interface WebhookReader {
  /** Whether the sender proved who it is, in constant time. */
  verify(request: WebhookRequest): boolean;
  /** @throws Failure `BadResponse` (unreadable: answered 400) or `InvalidInput` (missing field, unknown status: answered 422). */
  read(request: WebhookRequest): StatusNotice;
}

/** One kind of marketplace: one folder. `settings` and `secrets` are what a connection of this kind must bring. */
export interface MarketplaceKind<Settings = unknown, Secrets = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  readonly secrets: z.ZodType<Secrets>;
  create(connection: { id: string; settings: Settings; secrets: Secrets }, transport: Transport): Marketplace;
  webhook(connection: { id: string; settings: Settings; secrets: Secrets }): WebhookReader;
}
