/**
 * Records an earlier integration may have made: those without an external id of ours, and the one that has exactly the id we would give
 * (our own, whose answer was lost). A record that is ours for something else is never taken.
 */
export const adoptable = <T extends { readonly externalIds: readonly string[] }>(
  records: readonly T[],
  ownExternalId: string,
): readonly T[] => {
  const own = records.filter((record) => record.externalIds.includes(ownExternalId));
  if (own.length > 0) return own;
  return records.filter((record) => !record.externalIds.some((id) => id.startsWith('conveyor.')));
};
