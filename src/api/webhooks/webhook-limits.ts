import { z } from 'zod';
import { createRateLimit } from './token-bucket.ts';
import type { RateLimit } from './token-bucket.ts';

/** Webhooks a second that one process takes for one connection. */
export interface WebhookLimits {
  readonly verified: RateLimit;
  readonly unverified: RateLimit;
}

const numbers = z.object({ verifiedPerSecond: z.int().positive(), unverifiedPerSecond: z.int().positive() });

export const defaultWebhookLimits = { verifiedPerSecond: 2_000, unverifiedPerSecond: 20 } satisfies z.input<
  typeof numbers
>;

export const createWebhookLimits = (limits: z.input<typeof numbers>): WebhookLimits => {
  const { verifiedPerSecond, unverifiedPerSecond } = numbers.parse(limits);
  return { verified: createRateLimit(verifiedPerSecond), unverified: createRateLimit(unverifiedPerSecond) };
};
