import type { MarketplaceStatus, PulledOrder } from '../../domain/marketplace-order.ts';
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
  /** One harmless authenticated call; the answer is a sentence about what was seen. */
  test(): Promise<string>;
}

export interface StatusChange {
  readonly status: MarketplaceStatus;
  /** Why it was cancelled, in a person's words or the marketplace's code; without a code the connection's default is sent. */
  readonly cancellationReason?: string;
  readonly otp?: string;
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
