import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

const tryAgainMs = 1_000;

/** Tries until it works, telling what is waited for; for what a process cannot begin without. @throws what `isFinal` picks out */
export const untilReachable = async <T>(
  what: string,
  work: () => Promise<T>,
  {
    logger,
    signal,
    isFinal = () => false,
  }: { logger: Logger; signal: AbortSignal; isFinal?: (error: unknown) => boolean },
): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      logger.warn({ err: error }, `${what} cannot be reached; trying again`);
      await delay(tryAgainMs, undefined, { signal });
    }
  }
};
