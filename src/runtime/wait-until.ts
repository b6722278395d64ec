import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is yes.
 *
 * @returns whether it became true within `withinMs`; false at once when `signal` is aborted
 */
export const waitUntil = async (
  condition: () => boolean | Promise<boolean>,
  { withinMs, everyMs = 50, signal }: { withinMs: number; everyMs?: number; signal?: AbortSignal | undefined },
): Promise<boolean> => {
  const deadline = performance.now() + withinMs;
  while (!signal?.aborted) {
    if (await condition()) return true;
    if (performance.now() > deadline) return false;
    await pause(everyMs);
  }
  return false;
};
