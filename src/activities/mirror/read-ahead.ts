export interface Page<Item> {
  readonly items: readonly Item[];
  /** There is none behind it. */
  readonly isLast: boolean;
}

/**
 * Pages of a list that is read by id. While one is worked on, the next one is asked for: two are in flight at most.
 *
 * @param list.mayGoOn asked before each page but the first; no means that the pages end early
 */
export async function* readAhead<Item>(list: {
  readonly read: (afterId: number) => Promise<readonly Item[]>;
  readonly idOf: (item: Item) => number;
  readonly afterId: number;
  readonly limit: number;
  readonly mayGoOn: () => boolean;
}): AsyncGenerator<Page<Item>> {
  let next = list.read(list.afterId);
  for (;;) {
    const items = await next;
    const last = items.at(-1);
    const isLast = last === undefined || items.length < list.limit;
    const goesOn = !isLast && list.mayGoOn();
    if (goesOn) {
      next = list.read(list.idOf(last));
      // Whoever works on this page may fail first: nobody waits for the next one then.
      next.catch(() => undefined);
    }
    yield { items, isLast };
    if (!goesOn) return;
  }
}
