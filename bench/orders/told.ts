import type { Sandbox } from '../../sandbox/server.ts';

/** Calls back whenever Cartona accepts what the supplier says of an order. @returns how to stop */
export const onTold = (sandbox: Sandbox, told: (externalId: string, status: string) => void): (() => void) =>
  sandbox.cartona.control.onChange((order, entry) => {
    if (entry.by === 'supplier' && entry.accepted && entry.status !== null) told(order.hashed_id, entry.status);
  });

/**
 * Waits until Cartona was told this of each of these orders.
 *
 * @param withinMs bounds the wait; a benchmark ends by itself
 * @throws Error that says how many are missing
 */
export const untilAllTold = async (
  sandbox: Sandbox,
  externalIds: readonly string[],
  status: string,
  withinMs: number,
): Promise<void> => {
  const missing = new Set(externalIds);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    const few = [...missing].slice(0, 3).join(', ');
    reject(new Error(`Cartona was not told ${status} of ${missing.size} of ${externalIds.length} orders (${few})`));
  }, withinMs);
  const stop = onTold(sandbox, (externalId, told) => {
    if (told === status) missing.delete(externalId);
    if (missing.size === 0) resolve(undefined);
  });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    stop();
  }
};
