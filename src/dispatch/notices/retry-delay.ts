const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** As Standard Webhooks 1.0.0 recommends to its senders, up to ten hours and then every ten. */
const delaysMs = [5 * seconds, 5 * minutes, 30 * minutes, 2 * hours, 5 * hours, 10 * hours] as const;
const longestMs = 10 * hours;

/** Up to a tenth more, so that what failed together does not come again together. */
const jitter = 0.1;

/**
 * Milliseconds until a notice is tried again.
 *
 * @param failedBefore tries that failed before this one
 * @param askedMs what the other side asked for (`Retry-After`), if it did
 */
export const retryDelayMs = (failedBefore: number, askedMs = 0, random: () => number = Math.random): number =>
  Math.max(askedMs, Math.round((delaysMs[failedBefore] ?? longestMs) * (1 + jitter * random())));
