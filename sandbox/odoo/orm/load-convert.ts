import { localToUtc } from '../clock.ts';
import type { Env } from '../env.ts';
import { attributeError } from '../errors.ts';
import type { Field } from '../fields.ts';
import type { Model } from '../registry.ts';
import type { LoadMessage } from './load.ts';
import type { Extracted } from './load-extract.ts';
import { isEmptyCell } from './load-extract.ts';
import { findReferenced, ImportError, isSubRecords } from './load-reference.ts';
import { text } from '../values.ts';

/** A one2many line that carries its own external id. */
export interface KeyedLine {
  readonly field: string;
  readonly externalId: string;
  readonly vals: Record<string, unknown>;
}

export interface Converted {
  readonly vals: Record<string, unknown>;
  readonly keyed: KeyedLine[];
}

/** Reads the cells of one record; a cell that cannot be read is a message, and the field is left out. */
export const convertRecord = (
  env: Env,
  model: Model,
  record: Extracted,
  at: number,
  messages: LoadMessage[],
): Converted => {
  const keyed: KeyedLine[] = [];
  const vals: Record<string, unknown> = {};
  if (record.databaseId !== undefined && !env.find(model.name, Number(record.databaseId))) {
    messages.push({
      rows: record.rows,
      type: 'error',
      record: at,
      field: '.id',
      message: `Unknown database identifier '${record.databaseId}'`,
    });
  }
  for (const [name, value] of record.values) {
    const field = model.fields.get(name);
    if (!field) continue;
    try {
      vals[name] = convertCell(env, field, name, value, keyed);
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      messages.push({
        rows: record.rows,
        type: error.isWarning ? 'warning' : 'error',
        record: at,
        field: name,
        message: error.textFor(field.string),
        ...(error.moreinfo !== undefined && { moreinfo: error.moreinfo, field_name: field.string }),
      });
    }
  }
  for (const name of new Set(keyed.map((line) => line.field)))
    if ((vals[name] as unknown[]).length === 0) Reflect.deleteProperty(vals, name);
  return { vals, keyed };
};

const convertCell = (env: Env, field: Field, name: string, value: unknown, keyed: KeyedLine[]): unknown => {
  if (isEmptyCell(value)) return false;
  switch (field.type) {
    case 'many2one':
      return findReferenced(env, field, value);
    case 'many2many':
      return [[6, 0, findAll(env, field, value)]];
    case 'one2many':
      return convertLines(env, field, name, value, keyed);
    case 'integer':
    case 'many2one_reference':
      return number(value, 'an integer');
    case 'float':
    case 'monetary':
      return number(value, 'a number');
    case 'boolean':
      return toBoolean(value);
    case 'date':
      if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)) return value.slice(0, 10);
      throw new ImportError(
        `'${String(value)}' does not seem to be a valid date for field '%(field)s'`,
        "Use the format '2012-12-31'",
      );
    case 'datetime':
      return toUtc(env, value);
    case 'selection':
      return toKey(field, value);
    case 'char':
    case 'text':
    case 'html':
    case 'binary':
      return value;
  }
};

const number = (value: unknown, what: string): number => {
  const result = typeof value === 'boolean' ? NaN : Number(value);
  if (Number.isFinite(result) && (what !== 'an integer' || Number.isInteger(result))) return result;
  throw new ImportError(`'${String(value)}' does not seem to be ${what} for field '%(field)s'`);
};

const toBoolean = (value: unknown): boolean => {
  if (typeof value !== 'string') throw attributeError("'bool' object has no attribute 'lower'");
  return !['0', 'false', 'no'].includes(value.toLowerCase());
};

/** Datetimes are in the zone of the context or the user: `tz: "UTC"` must be given. */
const toUtc = (env: Env, value: unknown): string => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(value)) {
    throw new ImportError(
      `'${String(value)}' does not seem to be a valid datetime for field '%(field)s'`,
      "Use the format '2012-12-31 23:59:59'",
    );
  }
  const zone = env.context['tz'];
  const moment = value.length === 10 ? `${value} 00:00:00` : value;
  return localToUtc(moment, (typeof zone === 'string' && zone) || text(env.find('res.users', env.uid), 'tz') || 'UTC');
};

const toKey = (field: Field, value: unknown): string => {
  const wanted = String(value).toLowerCase();
  const found = field.selection?.find(([key, label]) => key.toLowerCase() === wanted || label.toLowerCase() === wanted);
  if (found) return found[0];
  throw new ImportError(
    `Value '${String(value)}' not found in selection field '%(field)s'`,
    field.selection?.map(([, label]) => label),
  );
};

/** Ids or names separated by commas; only text can be split. */
const findAll = (env: Env, field: Field, value: unknown): number[] => {
  const [sub] = isSubRecords(value) ? value : [];
  const cell: unknown = sub ? (sub.externalId ?? sub.databaseId) : value;
  if (typeof cell === 'number') throw attributeError("'int' object has no attribute 'split'");
  return String(cell)
    .split(',')
    .map((part) => {
      const kind = sub?.externalId !== undefined ? { externalId: part } : sub ? { databaseId: part } : undefined;
      return findReferenced(env, field, kind ? [{ values: new Map(), rows: { from: 0, to: 0 }, ...kind }] : part);
    });
};

const convertLines = (env: Env, field: Field, name: string, value: unknown, keyed: KeyedLine[]): unknown[] => {
  const target = env.model(field.relation ?? '');
  const commands: unknown[] = [];
  for (const line of isSubRecords(value) ? value : []) {
    const vals: Record<string, unknown> = {};
    for (const [subName, cell] of line.values) {
      const sub = target.fields.get(subName);
      if (!sub) continue;
      try {
        vals[subName] = convertCell(env, sub, subName, cell, []);
      } catch (error) {
        throw error instanceof ImportError ? error.below(sub.string) : error;
      }
    }
    if (line.databaseId !== undefined) commands.push([1, Number(line.databaseId), vals]);
    else if (line.externalId !== undefined) keyed.push({ field: name, externalId: line.externalId, vals });
    else commands.push([0, 0, vals]);
  }
  return commands;
};
