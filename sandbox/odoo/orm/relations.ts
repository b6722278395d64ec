import type { Env } from '../env.ts';
import { valueError } from '../errors.ts';
import type { Field } from '../fields.ts';
import type { Model } from '../registry.ts';
import type { Row, Value } from '../values.ts';
import { num, toIds } from '../values.ts';
import type { Leaf, Predicate } from './domain.ts';
import { compileDomain, likePattern } from './domain.ts';
import { fieldValue } from './read.ts';

const held = (value: Value): readonly number[] =>
  typeof value === 'number' ? [value] : typeof value === 'object' ? value : [];

/** A condition on a relational field; `leaf.path` is what follows the field in the path. */
export const matchRelation = (env: Env, model: Model, name: string, field: Field, leaf: Leaf): Predicate => {
  const target = env.model(field.relation ?? '');
  const ids = (row: Row): readonly number[] => held(fieldValue(env, model, row, name, field));
  if (leaf.path !== '' && leaf.path !== 'id') return some(env, target, ids, [[leaf.path, leaf.operator, leaf.value]]);
  switch (leaf.operator) {
    case 'any':
      return some(env, target, ids, Array.isArray(leaf.value) ? leaf.value : []);
    case 'not any': {
      const test = some(env, target, ids, Array.isArray(leaf.value) ? leaf.value : []);
      return (row) => !test(row);
    }
    case '=':
    case '=?':
    case 'in':
      return byId(env, target, ids, leaf.value);
    case '!=':
    case 'not in': {
      const test = byId(env, target, ids, leaf.value);
      return (row) => !test(row);
    }
    case 'child_of': {
      const family = descendants(env, target, toIds(leaf.value));
      return (row) => ids(row).some((id) => family.has(id));
    }
    case 'like':
    case 'ilike':
    case '=like':
    case '=ilike':
      return byName(env, target, ids, leaf.operator, leaf.value);
    case 'not like':
    case 'not ilike': {
      const test = byName(env, target, ids, leaf.operator.slice(4), leaf.value);
      return (row) => !test(row);
    }
    default:
      throw valueError(`Invalid operator '${leaf.operator}' for the relational field ${model.name}.${name}`);
  }
};

const some = (env: Env, target: Model, ids: (row: Row) => readonly number[], domain: readonly unknown[]): Predicate => {
  const test = compileDomain(env, target, domain);
  return (row) =>
    ids(row).some((id) => {
      const other = env.find(target.name, id);
      return other !== undefined && test(other);
    });
};

/** Ids, false for "none", or names. */
const byId = (env: Env, target: Model, ids: (row: Row) => readonly number[], value: unknown): Predicate => {
  const wanted: unknown[] = Array.isArray(value) ? value : [value];
  const numbers = new Set(wanted.filter((item) => typeof item === 'number'));
  const none = wanted.includes(false) || wanted.includes(null);
  const names = wanted
    .filter((item) => typeof item === 'string')
    .map((item) => byName(env, target, ids, '=like', item));
  return (row) => {
    const found = ids(row);
    return (none && found.length === 0) || found.some((id) => numbers.has(id)) || names.some((test) => test(row));
  };
};

const byName = (
  env: Env,
  target: Model,
  ids: (row: Row) => readonly number[],
  operator: string,
  value: unknown,
): Predicate => {
  const pattern = likePattern(operator, value);
  return (row) =>
    ids(row).some((id) => {
      const other = env.find(target.name, id);
      return other !== undefined && pattern.test(env.displayName(target.name, other));
    });
};

const PARENT: Readonly<Record<string, string>> = { 'stock.location': 'location_id' };

/** The records and all below them in the model's own hierarchy. */
export const descendants = (env: Env, target: Model, roots: readonly number[]): ReadonlySet<number> => {
  const parent = PARENT[target.name] ?? 'parent_id';
  const family = new Set(roots);
  let grown = true;
  while (grown) {
    grown = false;
    for (const [id, row] of env.table(target.name).entries()) {
      if (!family.has(id) && family.has(num(row, parent))) {
        family.add(id);
        grown = true;
      }
    }
  }
  return family;
};
