import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Change, Store } from './store.ts';
import { difference } from './store.ts';
import type { Row } from './values.ts';
import { isRecord } from './values.ts';

/** Journals smaller than this, or with few changes that are history, are not rewritten at start. */
const COMPACT_ABOVE_BYTES = 4_000_000;

type Line = { readonly c?: [string, number, Row | null][]; readonly s?: Record<string, number> };

/**
 * The committed transactions, one JSON line each, handed to the operating system before the call is answered: a
 * `kill -9` loses nothing that was answered. A cut last line (never answered) is dropped at load.
 */
export class Journal {
  readonly #path: string;
  readonly #version: string;
  #file: number | undefined;
  #replayed = 0;

  constructor(path: string, version: string) {
    this.#path = path;
    this.#version = version;
  }

  /** Fills the store from the file, compacts the file when it pays, and opens it for appending. True if there was data. */
  load(store: Store): boolean {
    mkdirSync(dirname(this.#path), { recursive: true });
    const found = existsSync(this.#path) && this.#replay(store);
    if (found && this.#isWorthCompacting(store)) this.#compact(store);
    this.#file = openSync(this.#path, 'a');
    if (!found) this.#append({ odoo: this.#version });
    return found;
  }

  commit(store: Store, changes: readonly Change[]): void {
    const rows = changes.map((change) => [change.table.model, change.id, difference(change)]);
    const sequences = Object.fromEntries([...store.touchedSequences].map((name) => [name, store.sequences.get(name)]));
    store.touchedSequences.clear();
    if (rows.length > 0 || Object.keys(sequences).length > 0) this.#append({ c: rows, s: sequences });
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #isWorthCompacting(store: Store): boolean {
    let rows = 0;
    for (const table of store.tables()) rows += table.size;
    return this.#replayed > 2 * rows && statSync(this.#path).size > COMPACT_ABOVE_BYTES;
  }

  #append(line: unknown): void {
    if (this.#file === undefined) throw new Error('the journal of the Odoo simulator is closed');
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  #replay(store: Store): boolean {
    const content = readFileSync(this.#path);
    let from = 0;
    let lines = 0;
    for (;;) {
      const end = content.indexOf(10, from);
      if (end < 0) break;
      const line: unknown = JSON.parse(content.toString('utf8', from, end));
      if (lines === 0) this.#checkHeader(line);
      else this.#replayed += apply(store, line as Line);
      lines += 1;
      from = end + 1;
    }
    if (from < content.length) truncateSync(this.#path, from);
    return lines > 0;
  }

  #checkHeader(line: unknown): void {
    const version = isRecord(line) ? line['odoo'] : undefined;
    if (version === this.#version) return;
    throw new Error(
      `${this.#path} holds the data of an Odoo ${String(version)}, not ${this.#version}: give another path or remove the file`,
    );
  }

  #compact(store: Store): void {
    const draft = `${this.#path}.compacting`;
    const file = openSync(draft, 'w');
    writeSync(file, `${JSON.stringify({ odoo: this.#version })}\n`);
    writeSync(file, `${JSON.stringify({ s: Object.fromEntries(store.sequences) })}\n`);
    for (const table of store.tables()) {
      for (const [id, row] of table.entries()) writeSync(file, `${JSON.stringify({ c: [[table.model, id, row]] })}\n`);
    }
    closeSync(file);
    renameSync(draft, this.#path);
  }
}

/** How many rows the line changed. */
const apply = (store: Store, line: Line): number => {
  for (const [name, value] of Object.entries(line.s ?? {})) store.sequences.set(name, value);
  for (const [model, id, diff] of line.c ?? []) {
    const table = store.table(model);
    table.put(id, diff === null ? undefined : { ...table.get(id), ...diff });
  }
  return line.c?.length ?? 0;
};
