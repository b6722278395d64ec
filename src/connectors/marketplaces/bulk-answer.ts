import type { RefusedItem } from '../../domain/failure.ts';
import { refusalWords } from '../refusal-words.ts';

/** How a vendor's answer may name one of the records of a call. */
export interface ItemNames {
  /** Fields of an entry that hold the vendor's id of a record, however misspelt, and the position each id has in the call. */
  readonly ids: readonly { readonly fields: readonly string[]; readonly positions: ReadonlyMap<string, number> }[];
  readonly count: number;
}

export interface BulkAnswer {
  readonly refused: readonly RefusedItem[];
  /** Words of errors that name no record of the call; null when there are none. */
  readonly unnamed: string | null;
}

type Fields = ReadonlyMap<string, unknown>;

/** What is found here speaks of failures only … */
const failureLists = [
  'errors',
  'error',
  'failed',
  'failures',
  'failed_items',
  'failed_products',
  'rejected',
  'invalid',
  'problems',
  'not_updated',
] as const;
/** … here of all records … */
const resultLists = ['data', 'result', 'results', 'items', 'products', 'response', 'body'] as const;
/** … and an entry may hold its record in here. */
const inner = ['item', 'product', 'record', 'data', 'params'] as const;

/** Counted from 0. Fields that people count by (`row`, `position`) are no names: nobody knows where they begin. */
const indexFields = ['index', 'item_index'] as const;
const saysNo = /^(?:error|fail(?:ed|ure)?|reject(?:ed)?|refused|invalid|not[\s_-]?(?:found|updated)|false|ko)$/i;

/**
 * Reads what an answer to a call about many records says of single ones. Made for vendors that specify no such answer: lists under `errors`,
 * `failed` and the like, results with a status each, objects keyed by position or id, sentences that hold an id.
 */
export const readBulkAnswer = (body: unknown, names: ItemNames): BulkAnswer => {
  const words = new Map<number, string[]>();
  const unnamed: string[] = [];
  const note = (index: number | null, said: string): void => {
    if (index === null) unnamed.push(said);
    else words.set(index, [...(words.get(index) ?? []), said]);
  };

  const readFailure = (entry: unknown, key: string | null): void => {
    const index = indexOf(entry, key, names);
    note(index, wordsOf(entry));
  };
  const readFailures = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) readFailure(entry, null);
    else if (isKeyedByRecord(value, names)) for (const [key, entry] of Object.entries(value)) readFailure(entry, key);
    else if (isSaid(value)) readFailure(value, null);
  };
  const readResults = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) for (const entry of value) if (isFailure(entry)) readFailure(entry, null);
    if (!Array.isArray(value) && depth > 0) readObject(value, depth - 1);
  };
  const readObject = (value: unknown, depth: number): void => {
    const fields = fieldsOf(value);
    const before = words.size;
    // A sentence beside a list that names the records only sums it up.
    const lists = failureLists.filter((key) => typeof fields.get(key) === 'object');
    for (const key of lists) readFailures(fields.get(key));
    for (const key of resultLists) readResults(fields.get(key), depth);
    if (words.size > before || unnamed.length > 0) return;
    const said = failureLists.map((key) => fields.get(key)).filter((each) => typeof each !== 'object' && isSaid(each));
    if (said.length > 0) for (const each of said) readFailures(typeof each === 'string' ? each : wordsOf(value));
    else if (isFailure(value)) note(indexOf(value, null, names), wordsOf(value));
  };

  if (Array.isArray(body)) readResults(body, 0);
  else readObject(body, 2);
  return {
    refused: [...words].map(([index, said]) => ({ index, reason: [...new Set(said)].join('; ') })),
    unnamed: unnamed.length === 0 ? null : [...new Set(unnamed)].join('; ').slice(0, 500),
  };
};

const fieldsOf = (value: unknown): Fields =>
  new Map(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []);

const isSaid = (value: unknown): boolean => {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '' && value !== false && value !== 0;
};

const isFailure = (entry: unknown): boolean => {
  const fields = fieldsOf(entry);
  if (['success', 'ok', 'updated', 'valid'].some((key) => fields.get(key) === false)) return true;
  if (['status', 'result', 'state'].some((key) => saysNo.test(textOf(fields.get(key)) ?? ''))) return true;
  return isSaid(fields.get('error')) || isSaid(fields.get('errors'));
};

const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : null;
};

const isKeyedByRecord = (value: unknown, names: ItemNames): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length > 0 &&
  Object.keys(value).every((key) => indexOfKey(key, names) !== null || /^\d+$/.test(key));

/** An id, a position, or the path of a field below one: `0.selling_price`, `items[0].selling_price`. */
const indexOfKey = (key: string, names: ItemNames): number | null => {
  for (const { positions } of names.ids) {
    const known = positions.get(key);
    if (known !== undefined) return known;
  }
  return positionIn(/^(?:\w+\.)?\w*?\[?(\d+)\]?\.\w+$/.exec(key)?.[1] ?? key, names.count);
};

const positionIn = (value: unknown, count: number): number | null => {
  const text = textOf(value) ?? '';
  return /^\d{1,6}$/.test(text) && Number(text) < count ? Number(text) : null;
};

/** An id is surer than a position: vendors count from 0 or from 1. */
const indexOf = (entry: unknown, key: string | null, names: ItemNames): number | null => {
  const fields = fieldsOf(entry);
  for (const holder of [fields, ...inner.map((name) => fieldsOf(fields.get(name)))]) {
    for (const { fields: idFields, positions } of names.ids) {
      for (const field of idFields) {
        const known = positions.get(textOf(holder.get(field)) ?? '');
        if (known !== undefined) return known;
      }
    }
  }
  if (key !== null) return indexOfKey(key, names);
  for (const field of indexFields) {
    const position = positionIn(fields.get(field), names.count);
    if (position !== null) return position;
  }
  return indexInText(entry, names) ?? (names.count === 1 ? 0 : null);
};

/** A sentence that holds exactly one id of the call, as a word of its own. */
const indexInText = (entry: unknown, names: ItemNames): number | null => {
  const text = typeof entry === 'string' ? entry : refusalWords(JSON.stringify(entry ?? ''));
  const found = new Set<number>();
  for (const word of text.split(/[\s,;:"'()[\]{}]+/)) {
    for (const { positions } of names.ids) {
      const known = positions.get(word.replace(/\.$/, ''));
      if (known !== undefined) found.add(known);
    }
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
};

const wordsOf = (entry: unknown): string => {
  const words = typeof entry === 'string' ? entry.trim().slice(0, 500) : refusalWords(JSON.stringify(entry ?? null));
  return words === '' || words === 'null' ? 'refused without a word' : words;
};
