import type { Cost } from './engine.ts';

/** Simulated time of calls in milliseconds; all 0 by default. */
export interface Latency {
  readonly readMs?: number;
  readonly createMs?: number;
  readonly loadMs?: number;
  readonly writeMs?: number;
  readonly confirmMs?: number;
  readonly validateMs?: number;
  readonly otherMs?: number;
  /** Added for each record of a call. */
  readonly perRecordMs?: number;
  /** Calls worked on at once; more of them queue (1: a threaded Odoo gains nothing from parallel callers). */
  readonly workers?: number;
}

/** Holds calls back as a real Odoo does that works on a few at a time. */
export const createLatency = (latency: Latency): { wait: (cost: Cost) => Promise<void> } => {
  const waiting: (() => void)[] = [];
  let free = latency.workers ?? 1;
  const acquire = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const release = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    wait: async (cost) => {
      const ms = (latency[`${cost.kind}Ms`] ?? 0) + (latency.perRecordMs ?? 0) * cost.records;
      // Nobody waits for it when the simulator is closed.
      if (cost.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, cost.delayMs).unref());
      if (ms <= 0) return;
      await acquire();
      await new Promise((resolve) => setTimeout(resolve, ms));
      release();
    },
  };
};
