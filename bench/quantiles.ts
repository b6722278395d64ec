/** The value that so many of the measured stay below; `NaN` of nothing. */
export const quantile = (measured: readonly number[], share: number): number => {
  const sorted = [...measured].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
};

export const mean = (measured: readonly number[]): number =>
  measured.reduce((sum, value) => sum + value, 0) / measured.length;
