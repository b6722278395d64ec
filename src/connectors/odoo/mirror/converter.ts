import { mirrored } from '../../../domain/mirror/models.ts';
import type { MirrorColumnKind, MirrorModel } from '../../../domain/mirror/models.ts';
import type { MirrorRecord } from '../../../domain/mirror/odoo-mirror.ts';
import { decimalOf } from '../decimals.ts';
import { wrongShape } from '../failures.ts';
import type { MirrorSource } from './sources.ts';

type Value = string | number | boolean | null;
/** Undefined: this is no such value. */
type Reader = (cell: unknown) => Value | undefined;
type Row = Readonly<Record<string, unknown>>;

interface Column {
  readonly name: string;
  readonly field: string;
  readonly kind: MirrorColumnKind;
}

/** What Odoo gives for records that were never written through it. */
const neverWritten = '1970-01-01T00:00:00Z';

/** Columns of the model by the fields they are read from. */
export const columnsOf = (model: MirrorModel, source: MirrorSource): readonly Column[] =>
  Object.entries<MirrorColumnKind>(mirrored[model].columns).map(([name, kind]) => ({
    name,
    field: source.fieldOf[name] ?? name,
    kind,
  }));

/** Fields of every record beside its columns. */
export const ownFields = ['active', 'write_date'] as const;

/** What is not in a row itself: the name and decimals of currencies by id. */
export type CurrencyOf = (id: number) => { readonly name: string; readonly decimals: number } | undefined;

/**
 * Rows of `search_read` as records. Written by hand: of a page of a thousand records a schema would take longer than all the rest. A column whose field is not
 * there is null.
 *
 * @throws Failure `BadResponse` that names the record and the field
 */
export const recordsOf = (
  source: MirrorSource,
  columns: readonly Column[],
  rows: readonly unknown[],
  currencyOf: CurrencyOf,
): readonly MirrorRecord[] => rows.map((row, index) => recordOf(source, columns, row, index, currencyOf));

const recordOf = (
  source: MirrorSource,
  columns: readonly Column[],
  row: unknown,
  index: number,
  currencyOf: CurrencyOf,
): MirrorRecord => {
  if (!isRow(row)) throw wrong(source, `[${index}]`, 'it is no record');
  const id = row['id'];
  if (typeof id !== 'number' || !isId(id)) throw wrong(source, `[${index}].id`, `${JSON.stringify(id)} is no id`);
  const writtenAt = valueOf(source, row, 'write_date', readers.time);
  const record: Record<string, Value> & { id: number; active: boolean; write_date: string } = {
    id,
    active: row['active'] !== false,
    write_date: typeof writtenAt === 'string' ? writtenAt : neverWritten,
  };
  const currencyId = row['currency_id'];
  const currency = typeof currencyId === 'number' ? currencyOf(currencyId) : undefined;
  for (const { name, field, kind } of columns) {
    if (field === 'currency_id') record[name] = currency?.name ?? null;
    else if (kind === 'money') record[name] = valueOf(source, row, field, amountIn(currency?.decimals ?? 2));
    else record[name] = valueOf(source, row, field, readers[kind]);
  }
  return record;
};

const valueOf = (source: MirrorSource, row: Row, field: string, reader: Reader): Value => {
  const cell = row[field];
  if (cell === false && reader !== readers.flag) return null;
  if (cell === null || cell === undefined) return null;
  const value = reader(cell);
  if (value !== undefined) return value;
  throw wrong(source, `${field} of ${source.model} ${String(row['id'])}`, `it is ${JSON.stringify(cell)}`);
};

/** The currencies of a page. */
export const currencyIdsOf = (source: MirrorSource, rows: readonly unknown[]): readonly number[] => {
  if (source.fieldOf['currency'] === undefined) return [];
  const ids = new Set<number>();
  for (const row of rows) {
    const id = isRow(row) ? row['currency_id'] : undefined;
    if (typeof id === 'number' && isId(id)) ids.add(id);
  }
  return [...ids];
};

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

const timePattern = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const datePattern = /^\d{4}-\d\d-\d\d$/;

const amountIn =
  (decimals: number): Reader =>
  (cell) =>
    typeof cell === 'number' ? decimalOf(cell, decimals) : undefined;

/** For what is not nothing. */
const readers: Readonly<Record<MirrorColumnKind, Reader>> = {
  id: (cell) => (typeof cell === 'number' && isId(cell) ? cell : undefined),
  text: (cell) => (typeof cell === 'string' ? cell : undefined),
  flag: (cell) => (typeof cell === 'boolean' ? cell : undefined),
  decimal: (cell) => (typeof cell === 'number' ? decimalOf(cell) : undefined),
  money: amountIn(2),
  time: (cell) =>
    typeof cell === 'string' && timePattern.test(cell) ? `${cell.slice(0, 10)}T${cell.slice(11)}Z` : undefined,
  date: (cell) => (typeof cell === 'string' && datePattern.test(cell) ? cell : undefined),
};

const wrong = (source: MirrorSource, path: string, problem: string): Error =>
  wrongShape({ about: `records of ${source.model}`, effect: 'read' }, path, problem);
