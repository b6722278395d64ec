/** What two lists differ by, whatever their order. */
export interface Unpaired<Entry> {
  /** Entries of the same thing that are not equal. */
  readonly changed: readonly (readonly [before: Entry, after: Entry])[];
  readonly removed: readonly Entry[];
  readonly added: readonly Entry[];
}

type Fits<Entry> = (before: Entry, after: Entry) => boolean;

/** Takes out what is equal, each entry once, then pairs what is left by `isSame`: whether both speak of the same thing. */
export const pairOff = <Entry>(
  before: readonly Entry[],
  after: readonly Entry[],
  { isEqual, isSame }: { readonly isEqual: Fits<Entry>; readonly isSame: Fits<Entry> },
): Unpaired<Entry> => {
  const equal = paired(before, after, isEqual);
  const same = paired(equal.removed, equal.added, isSame);
  return { changed: same.pairs, removed: same.removed, added: same.added };
};

const paired = <Entry>(before: readonly Entry[], after: readonly Entry[], fits: Fits<Entry>) => {
  const pairs: (readonly [Entry, Entry])[] = [];
  const removed: Entry[] = [];
  const added = [...after];
  for (const entry of before) {
    const at = added.findIndex((other) => fits(entry, other));
    const [other] = at === -1 ? [] : added.splice(at, 1);
    if (other === undefined) removed.push(entry);
    else pairs.push([entry, other]);
  }
  return { pairs, removed, added };
};
