/** One line of a benchmark's table. */
export interface Figure {
  readonly name: string;
  /** `null` where it cannot be measured here; the note says why. */
  readonly value: number | null;
  readonly unit: string;
  readonly goal?: Goal;
  /** What it was measured with, as far as it is not plain. */
  readonly note?: string;
}

export type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly below: number };

export const isMet = (value: number, goal: Goal): boolean => {
  if ('atLeast' in goal) return value >= goal.atLeast;
  return 'atMost' in goal ? value <= goal.atMost : value < goal.below;
};

/** A program that measures, prints one table and ends by itself. Figures, never assertions. */
export interface Benchmark {
  readonly title: string;
  /** How many orders (or changes, or webhooks) it takes when nobody says. */
  readonly size: number;
  /** @param say told what is being measured now */
  run(options: { readonly size: number; readonly say: (line: string) => void }): Promise<readonly Figure[]>;
}
