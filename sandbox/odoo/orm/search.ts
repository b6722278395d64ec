import type { Env } from '../env.ts';
import { valueError } from '../errors.ts';
import { isStored } from '../fields.ts';
import type { Model } from '../registry.ts';
import type { Row, Value } from '../values.ts';
import { flag, isList, num } from '../values.ts';
import type { Domain } from './domain.ts';
import { compileDomain } from './domain.ts';
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
  for (const row of candidates(env, model, domain)) {
    if (hideArchived && !flag(row, 'active') && isArchivable(model)) continue;
    if (!test(row)) continue;
    found.push(row);
    if (byId && found.length >= end) break;
  }
  if (compareBy) found.sort(compareBy);
  return found.slice(offset, end).map((row) => num(row, 'id'));
};

const isArchivable = (model: Model): boolean => {
  const field = model.fields.get('active');
  return field !== undefined && isStored(field);
};

const mentionsActive = (domain: Domain): boolean => domain.some((item) => Array.isArray(item) && item[0] === 'active');

/** All rows, or those an index gives for a condition that every match must meet. */
function* candidates(env: Env, model: Model, domain: Domain): Generator<Row> {
  const table = env.table(model.name);
  const ids = indexedIds(env, model, domain);
  if (ids) {
    for (const id of ids) {
      const row = table.get(id);
      if (row) yield row;
    }
    return;
  }
  for (const [, row] of table.entries()) yield row;
}

const indexedIds = (env: Env, model: Model, domain: Domain): number[] | undefined => {
  if (domain.some((item) => item === '|' || item === '!')) return undefined;
  const table = env.table(model.name);
  for (const item of domain) {
    if (!isList(item)) continue;
    const [name, operator, value] = item;
    if (typeof name !== 'string' || (operator !== '=' && operator !== 'in')) continue;
    const keys: unknown[] = Array.isArray(value) ? value : [value];
    if (!keys.every((key) => typeof key === 'number' || typeof key === 'string')) continue;
    if (name === 'id') return [...new Set(keys.map(Number))].sort((a, b) => a - b);
    // A many2one may be asked for by name; only ids are in the index.
    const byName = model.fields.get(name)?.type === 'many2one' && keys.some((key) => typeof key === 'string');
    if (table.hasIndex(name) && !byName)
      return [...new Set(keys.flatMap((key) => table.lookup(name, key)))].sort((a, b) => a - b);
  }
  return undefined;
};

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
