/** Lets so many through a second, each key for itself; what was not used in a second is not saved up. */
export interface RateLimit {
  /** @returns whether one more may pass now */
  take(key: string, perSecond: number): boolean;
}

export const createRateLimit = (now: () => number = () => performance.now()): RateLimit => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take: (key, perSecond) => {
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: perSecond, at };
      bucket.tokens = Math.min(perSecond, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond);
      bucket.at = at;
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
};
