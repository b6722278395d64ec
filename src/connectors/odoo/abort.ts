import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<AbortSignal>();

/**
 * Calls to Odoo made inside `work` are given up when the signal fires: a call that still waits for its turn is taken out of the queue, one on
 * the wire is left to end by itself (Odoo would finish it anyway, and others may travel in it). The caller gets `signal.reason`.
 */
export const withAbort = <T>(signal: AbortSignal, work: () => T): T => storage.run(signal, work);

export const currentAbortSignal = (): AbortSignal | undefined => storage.getStore();

/** The promise, or a rejection with the signal's reason as soon as it fires. */
export const untilAborted = async <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(reasonOf(signal));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

export const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error(`cancelled: ${String(signal.reason)}`);
