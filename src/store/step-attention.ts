import { attentionKinds } from '../domain/order-stage.ts';
import type { AttentionKind } from '../domain/order-stage.ts';
import { resolveAttention } from './attention.ts';
import type { AttentionTarget } from './attention.ts';
import type { Db } from './database.ts';

/** A step of a process that waits for a person. */
export interface StepAttention<Step extends string> {
  readonly kind: AttentionKind;
  readonly step: Step;
  readonly reason: string;
}

/**
 * Lays aside what waits for nobody any more: all of it where the target was closed, else the steps that are over, and what a step waited for before
 * something else came in its way.
 */
export const resolveSteps = async <Step extends string>(
  db: Db,
  target: AttentionTarget,
  settled: {
    /** How it was closed, in words; null: it was not. */
    readonly closed: string | null;
    readonly over: readonly Step[];
    readonly raised: readonly StepAttention<Step>[];
  },
): Promise<void> => {
  if (settled.closed !== null) {
    await resolveAttention(db, target, settled.closed);
    return;
  }
  const raised = new Map(settled.raised.map(({ step, kind }) => [step, kind]));
  const over = settled.over.filter((step) => !raised.has(step));
  if (over.length > 0) await resolveAttention(db, target, 'Settled', { steps: over });
  // A step waits for one thing at a time.
  for (const [step, kind] of raised) {
    const others = attentionKinds.filter((other) => other !== kind);
    await resolveAttention(db, target, 'Something else is in the way now', { steps: [step], kinds: others });
  }
};
