import { z } from 'zod';

/** How many calls a simulated vendor takes, and what it says to those beyond. */
export const rateLimitSchema = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burst: z.int().min(1).default(1),
  retryAfterSeconds: z.int().min(0).default(1),
});

/** A token bucket. Gives the seconds to put into `Retry-After`, or `null` when the call may pass. */
export const createRateLimit = (): ((limit: z.output<typeof rateLimitSchema> | null) => number | null) => {
  let tokens = 0;
  let filledAt = 0;
  return (limit) => {
    if (limit === null) return null;
    const now = performance.now();
    const refill = filledAt === 0 ? limit.burst : ((now - filledAt) / 1000) * limit.requestsPerSecond;
    tokens = Math.min(limit.burst, tokens + refill);
    filledAt = now;
    if (tokens < 1) return limit.retryAfterSeconds;
    tokens -= 1;
    return null;
  };
};
