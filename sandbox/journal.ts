import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * An append-only file of JSON lines. A line is with the operating system before `append` returns, so that it outlives
 * a `kill -9` of this process (a power cut may take the last lines: nobody's business depends on a simulator).
 */
export interface Journal {
  append(entry: unknown): void;
  /** Appends all of them in one write. */
  appendAll(entries: readonly unknown[]): void;
  /** Replaces everything by these entries, in one atomic step. */
  rewrite(entries: readonly unknown[]): void;
  close(): void;
}

const linesOf = (entries: readonly unknown[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** Reads what is there and opens the file for appending. A last line cut off by a crash is dropped. `null`: memory only. */
export const openJournal = (path: string | null): { journal: Journal; entries: unknown[] } => {
  if (path === null) {
    return {
      journal: {
        append: () => undefined,
        appendAll: () => undefined,
        rewrite: () => undefined,
        close: () => undefined,
      },
      entries: [],
    };
  }
  mkdirSync(dirname(path), { recursive: true });
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeFileSync(path, whole);
  const entries = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

  let file: number | null = openSync(path, 'a');
  const appendAll: Journal['appendAll'] = (added) => {
    if (file === null) throw new Error(`the journal ${path} is closed`);
    if (added.length > 0) writeSync(file, linesOf(added));
  };
  return {
    entries,
    journal: {
      append: (entry) => appendAll([entry]),
      appendAll,
      rewrite: (next) => {
        writeFileSync(`${path}.new`, linesOf(next));
        renameSync(`${path}.new`, path);
        if (file !== null) closeSync(file);
        file = openSync(path, 'a');
      },
      close: () => {
        if (file !== null) closeSync(file);
        file = null;
      },
    },
  };
};
