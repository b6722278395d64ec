import { webhookSettings } from '../../config/connections/webhook.ts';
import { createRateLimit } from './token-bucket.ts';
import type { RateLimit } from './token-bucket.ts';

/** Webhooks that one process takes, counted for each connection. */
export interface WebhookLimits {
  readonly verified: RateLimit;
  readonly unverified: RateLimit;
}

/** How many a second. */
export interface WebhookRates {
  readonly perSecond: number;
  readonly unprovenPerSecond: number;
}

/** Where no connection sets its own: an address that belongs to none or to several, and Odoo's. */
export const defaultWebhookRates: WebhookRates = webhookSettings.parse({});

export const createWebhookLimits = (): WebhookLimits => ({
  verified: createRateLimit(),
  unverified: createRateLimit(),
});
