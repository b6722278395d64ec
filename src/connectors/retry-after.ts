/** Nobody's word is taken for longer than a day. */
const longestMs = 86_400_000;

/** Milliseconds that a Retry-After header asks to wait: seconds or an HTTP date, which is read by the other side's clock if known. */
export const retryAfterMs = (header: string | null | undefined, theirNow: Date | null): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(longestMs, Math.ceil(Number(text) * 1000));
  const until = text === '' ? NaN : Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  return Math.min(longestMs, Math.max(0, until - (theirNow?.getTime() ?? Date.now())));
};
