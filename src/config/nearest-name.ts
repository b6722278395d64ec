/** The candidate that a mistyped name most likely means; undefined when none is near. */
export const nearestName = (typed: string, candidates: readonly string[]): string | undefined => {
  const [nearest] = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(typed, candidate) }))
    .filter(({ edits }) => edits <= 3)
    .sort((a, b) => a.edits - b.edits);
  return nearest?.candidate;
};

/** How many letters must be changed, added or removed to make one word of the other (Levenshtein). */
const editsBetween = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};
