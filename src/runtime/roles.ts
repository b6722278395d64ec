import type { StopPlan } from './stop-processes.ts';

/** The processes of a `start`, in the words of `run.json`. */
export const roleNames = ['postgres', 'temporal', 'sandbox', 'worker', 'api'] as const;

export type RoleName = (typeof roleNames)[number];

/** All of a stop fits into ten seconds: the worker has eight to put its work down, for which it needs the others. */
export const stopWithinMs = 9_600;

export const stopPlans: Record<RoleName, StopPlan> = {
  worker: { signal: 'SIGTERM', stage: 1, graceMs: 8_200 },
  api: { signal: 'SIGTERM', stage: 1, graceMs: 8_200 },
  sandbox: { signal: 'SIGTERM', stage: 2, graceMs: 1_000 },
  temporal: { signal: 'SIGTERM', stage: 2, graceMs: 6_000 },
  // Fast shutdown: clients are cut off, everything committed is kept.
  postgres: { signal: 'SIGINT', stage: 2, graceMs: 6_000 },
};
