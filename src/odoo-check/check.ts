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

/** The fact does not hold. */
export class CheckFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CheckFailed';
  }
}

/** The fact cannot be tried here, for example for want of rights. */
export class CheckSkipped extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CheckSkipped';
  }
}

export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailed(otherwise);
}

export const mustEqual = (found: unknown, wanted: unknown, what: string): void => {
  const [foundJson, wantedJson] = [JSON.stringify(found), JSON.stringify(wanted)];
  must(foundJson === wantedJson, `${what}: found ${foundJson}, wanted ${wantedJson}`);
};
