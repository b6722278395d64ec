import type { Env } from '../env.ts';
import { valueError } from '../errors.ts';
import { isStored } from '../fields.ts';
import type { Model } from '../registry.ts';
import type { Row, Value } from '../values.ts';
import type { Table } from '../store.ts';
import { writtenIn } from '../registry.ts';
import { flag, num } from '../values.ts';
import type { Domain } from './domain.ts';
import { compileDomain } from './domain.ts';
import { lowestId, plannedIds } from './plan.ts';
import { fieldValue } from './read.ts';

export interface SearchOptions {
  readonly offset?: number;
  /** 0 means no limit. */
  readonly limit?: number;
  readonly order?: string;
}

/** Ids that match, in order. Archived records are hidden unless the domain or the context speaks of `active`. */
export const searchIds = (env: Env, modelName: string, domain: Domain, options: SearchOptions): number[] => {
  const model = env.model(modelName);
  const test = compileDomain(env, model, domain);
  const order = options.order ?? model.order;
  const byId = /^id(\s+asc)?$/i.test(order.trim());
  const compareBy = byId ? undefined : compareRows(env, model, order);
  const hideArchived = model.fields.has('active') && env.context['active_test'] !== false && !mentionsActive(domain);
  const offset = options.offset ?? 0;
  const end = options.limit === undefined || options.limit === 0 ? Infinity : offset + options.limit;
  const found: Row[] = [];
  const wanted = { isNewestFirst: /^write_date desc\b/i.test(order.trim()), enough: () => found.length >= end };
  const keepsFew = compareBy !== undefined && end <= few;
  for (const row of candidates(env, model, domain, wanted)) {
    if (hideArchived && !flag(row, 'active') && isArchivable(model)) continue;
    if (!test(row)) continue;
    if (keepsFew) keep(found, row, compareBy, end);
    else found.push(row);
    if (byId && found.length >= end) break;
  }
  if (compareBy && !keepsFew) found.sort(compareBy);
  return found.slice(offset, end).map((row) => num(row, 'id'));
};

/** So many are kept in order as they are found; more are sorted afterwards. */
const few = 20;

const keep = (found: Row[], row: Row, compareBy: Compare, end: number): void => {
  const last = found.at(-1);
  if (found.length >= end && last && compareBy(row, last) >= 0) return;
  const place = found.findIndex((other) => compareBy(row, other) < 0);
  found.splice(place === -1 ? found.length : place, 0, row);
  if (found.length > end) found.pop();
};

const isArchivable = (model: Model): boolean => {
  const field = model.fields.get('active');
  return field !== undefined && isStored(field);
};

const mentionsActive = (domain: Domain): boolean => domain.some((item) => Array.isArray(item) && item[0] === 'active');

/** All rows, or those that indexes give; newest first where the newest are wanted. */
function* candidates(env: Env, model: Model, domain: Domain, wanted: Wanted): Generator<Row> {
  const table = env.table(model.name);
  const after = lowestId(domain);
  const ids = plannedIds(env, model, domain)?.filter((id) => id > after);
  if (!ids && wanted.isNewestFirst) {
    yield* byMinute(table, wanted.enough);
    return;
  }
  for (const id of ids ?? table.idsAfter(after)) {
    const row = table.get(id);
    if (row) yield row;
  }
}

interface Wanted {
  readonly isNewestFirst: boolean;
  /** Whether those found so far are all that is asked for. */
  readonly enough: () => boolean;
}

/** Rows of the newest minute, then of the one before: as soon as there are enough, none that follow can be newer. */
function* byMinute(table: Table, enough: () => boolean): Generator<Row> {
  for (const minute of table.keysDown(writtenIn)) {
    for (const id of table.lookup(writtenIn, minute)) {
      const row = table.get(id);
      if (row) yield row;
    }
    if (enough()) return;
  }
}

type Compare = (a: Row, b: Row) => number;

/**
 * `"date_order desc, id"` as a comparison. A computed field cannot be sorted by: 18 and 19 raise, 17 leaves the rows.
 */
export const compareRows = (env: Env, model: Model, order: string): Compare => {
  const parts = order.split(',').map((part): Compare => {
    const [name = '', direction = 'asc'] = part.trim().split(/\s+/);
    const field = model.fields.get(name);
    if (!field || !/^(asc|desc)$/i.test(direction))
      throw valueError(`Invalid field '${name}' on model '${model.name}'`);
    if (!isStored(field)) {
      if (env.major === 17) return () => 0;
      throw valueError(`Cannot convert ${model.name}.${name} to SQL because it is not stored`);
    }
    const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
    const related = field.type === 'many2one' ? relatedOrder(env, field.relation ?? '') : undefined;
    return (a, b) => {
      const left = fieldValue(env, model, a, name, field);
      const right = fieldValue(env, model, b, name, field);
      return sign * (related ? related(left, right) : compareValues(left, right));
    };
  });
  parts.push((a, b) => num(a, 'id') - num(b, 'id'));
  return (a, b) => {
    for (const part of parts) {
      const result = part(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
};

/** Records sort as their own model sorts them. */
const relatedOrder =
  (env: Env, relation: string) =>
  (a: Value, b: Value): number => {
    if (a === b) return 0;
    if (typeof a !== 'number' || typeof b !== 'number') return compareValues(a, b);
    const target = env.model(relation);
    const [left, right] = [env.find(relation, a), env.find(relation, b)];
    return left && right && target.order !== 'id' ? compareRows(env, target, target.order)(left, right) : a - b;
  };

/** Nulls last, as PostgreSQL sorts ascending. */
const compareValues = (a: Value, b: Value): number => {
  if (a === b) return 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a === false) return 1;
  if (b === false) return -1;
  return a < b ? -1 : 1;
};
