/** How far a walk through the list, newest first, has come. */
export interface WalkSoFar {
  readonly pages: number;
  /** Largest and smallest id that was seen. */
  readonly highest: number;
  readonly lowest: number;
}

/**
 * Whether going on page by page may find more orders than it costs calls, so that it takes fewer than asking for them one by one.
 *
 * @param remaining ids still to be found, largest first
 */
export const isWalkWorthwhile = (remaining: readonly number[], { pages, highest, lowest }: WalkSoFar): boolean => {
  const idsPerPage = Math.max(1, (highest - lowest) / pages);
  const ahead = remaining.filter((id) => id < lowest);
  return ahead.some((id, index) => index + 1 > Math.ceil((lowest - id) / idsPerPage));
};
