import type { Row } from './values.ts';
import { sameValue } from './values.ts';

export type Key = string | number;
export type KeyOf = (row: Row) => Key | undefined;

/** Most keys lead to one row: only those that lead to more hold a set. */
type Index = { readonly keyOf: KeyOf; readonly ids: Map<Key, number | Set<number>> };

/** The rows of one model, by id, with secondary indexes. Rows are never changed in place. */
export class Table {
  readonly model: string;
  nextId = 1;
  #rows = new Map<number, Row>();
  #highest = 0;
  #sorted = true;
  /** Ids in order, with some that are gone; undefined: to be made again. */
  #ids: number[] | undefined = [];
  readonly #indexes = new Map<string, Index>();

  constructor(model: string) {
    this.model = model;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  /** Rows by ascending id. */
  entries(): IterableIterator<[number, Row]> {
    if (!this.#sorted) {
      this.#rows = new Map([...this.#rows].sort(([a], [b]) => a - b));
      this.#sorted = true;
    }
    return this.#rows.entries();
  }

  /** Ids above one, ascending; those before it are not looked at. */
  *idsAfter(after: number): Generator<number> {
    if (this.#ids === undefined || this.#ids.length > 2 * this.#rows.size + 1000)
      this.#ids = [...this.#rows.keys()].sort((a, b) => a - b);
    const ids = this.#ids;
    for (let at = firstAbove(ids, after); at < ids.length; at += 1) {
      const id = ids[at];
      if (id !== undefined && this.#rows.has(id)) yield id;
    }
  }

  addIndex(name: string, keyOf: KeyOf): void {
    if (this.#indexes.has(name)) return;
    const index: Index = { keyOf, ids: new Map() };
    this.#indexes.set(name, index);
    for (const [id, row] of this.#rows) enter(index, id, row);
  }

  hasIndex(name: string): boolean {
    return this.#indexes.has(name);
  }

  /** Ids under a key of an index, ascending. */
  lookup(name: string, key: Key): number[] {
    const found = this.#indexes.get(name)?.ids.get(key);
    if (found === undefined) return [];
    return typeof found === 'number' ? [found] : [...found].sort((a, b) => a - b);
  }

  /** Keys of an index, the greatest first. */
  keysDown(name: string): Key[] {
    return [...(this.#indexes.get(name)?.ids.keys() ?? [])].sort((a, b) => (a < b ? 1 : -1));
  }

  /** How many rows are under a key of an index. */
  count(name: string, key: Key): number {
    const found = this.#indexes.get(name)?.ids.get(key);
    return found === undefined ? 0 : typeof found === 'number' ? 1 : found.size;
  }

  /** Puts a row, or removes it with `undefined`. Only a transaction or the journal may call this. */
  put(id: number, row: Row | undefined): void {
    const before = this.#rows.get(id);
    for (const index of this.#indexes.values()) {
      if (before && row && index.keyOf(before) === index.keyOf(row)) continue;
      if (before) leave(index, id, before);
      if (row) enter(index, id, row);
    }
    if (!row) {
      this.#rows.delete(id);
      return;
    }
    if (!before) {
      if (id < this.#highest) this.#sorted = false;
      if (id <= this.#highest) this.#ids = undefined;
      else this.#ids?.push(id);
      this.#highest = Math.max(this.#highest, id);
    }
    this.#rows.set(id, row);
    if (id >= this.nextId) this.nextId = id + 1;
  }
}

const firstAbove = (ids: readonly number[], after: number): number => {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return low;
};

const enter = (index: Index, id: number, row: Row): void => {
  const key = index.keyOf(row);
  if (key === undefined) return;
  const ids = index.ids.get(key);
  if (ids === undefined) index.ids.set(key, id);
  else if (typeof ids === 'number') index.ids.set(key, new Set([ids, id]));
  else ids.add(id);
};

const leave = (index: Index, id: number, row: Row): void => {
  const key = index.keyOf(row);
  if (key === undefined) return;
  const ids = index.ids.get(key);
  if (ids === id) index.ids.delete(key);
  if (typeof ids !== 'object') return;
  ids.delete(id);
  if (ids.size === 0) index.ids.delete(key);
};

export type Change = {
  readonly table: Table;
  readonly id: number;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
};

/** All tables and the sequences. Like PostgreSQL's, sequences and ids are not given back by a rollback. */
export class Store {
  readonly #tables = new Map<string, Table>();
  readonly sequences = new Map<string, number>();
  readonly touchedSequences = new Set<string>();

  table(model: string): Table {
    let table = this.#tables.get(model);
    if (!table) this.#tables.set(model, (table = new Table(model)));
    return table;
  }

  tables(): IterableIterator<Table> {
    return this.#tables.values();
  }

  nextValue(sequence: string): number {
    const value = (this.sequences.get(sequence) ?? 0) + 1;
    this.sequences.set(sequence, value);
    this.touchedSequences.add(sequence);
    return value;
  }
}

type Undo = { readonly table: Table; readonly id: number; readonly before: Row | undefined };

/** One call's changes: applied at once, undone on an error, all or from a savepoint on. */
export class Transaction {
  /** Start of the transaction with microseconds: the `write_date` of everything it writes. */
  readonly startedAt: string;
  readonly #undo: Undo[] = [];

  constructor(startedAt: string) {
    this.startedAt = startedAt;
  }

  put(table: Table, id: number, row: Row | undefined): void {
    this.#undo.push({ table, id, before: table.get(id) });
    table.put(id, row);
  }

  savepoint(): number {
    return this.#undo.length;
  }

  rollbackTo(savepoint: number): void {
    while (this.#undo.length > savepoint) {
      const entry = this.#undo.pop();
      entry?.table.put(entry.id, entry.before);
    }
  }

  rollback(): void {
    this.rollbackTo(0);
  }

  /** What the transaction changed, one entry a record. */
  changes(): Change[] {
    const first = new Map<Table, Map<number, Row | undefined>>();
    for (const { table, id, before } of this.#undo) {
      let ids = first.get(table);
      if (!ids) first.set(table, (ids = new Map<number, Row | undefined>()));
      if (!ids.has(id)) ids.set(id, before);
    }
    const changes: Change[] = [];
    for (const [table, ids] of first) {
      for (const [id, before] of ids) {
        const after = table.get(id);
        if (before !== after) changes.push({ table, id, before, after });
      }
    }
    return changes;
  }
}

/** The columns that differ, for the journal; `null` when the row is gone. */
export const difference = (change: Change): Record<string, unknown> | null => {
  if (!change.after) return null;
  const diff: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change.after)) {
    if (!sameValue(change.before?.[field], value)) diff[field] = value;
  }
  return diff;
};
