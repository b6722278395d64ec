import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseOutage } from '../database-outage.ts';

/** Repeats `work` each second for as long as PostgreSQL does not answer. Other errors, and a stop, are thrown. */
export const untilDatabaseAnswers = async (
  work: () => Promise<void>,
  { onOutage, signal }: { onOutage: (error: unknown) => void; signal: AbortSignal },
): Promise<void> => {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isDatabaseOutage(error)) throw error;
      onOutage(error);
    }
    await delay(1_000, undefined, { signal });
  }
};
