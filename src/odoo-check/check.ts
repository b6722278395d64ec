import type { CheckBench } from './bench.ts';

/** One fact the product leans on, tried against a living Odoo. */
export interface Check {
  /** A sentence that is true of an Odoo that fits. */
  readonly name: string;
  run(bench: CheckBench): Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** Why it failed or was skipped. */
  readonly reason: string | null;
}
