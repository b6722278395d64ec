import type { Env } from '../env.ts';
import type { Model } from '../registry.ts';
import { writtenIn } from '../registry.ts';
import { isList, toIds } from '../values.ts';
import type { Domain } from './domain.ts';
import { descendants } from './relations.ts';

/** Ascending; null: any row may match. */
type Ids = readonly number[] | null;

/** Above this part of a table, looking at every row is no slower. */
const most = 0.5;
/** Records behind a many2one whose rows are looked up one by one. */
const mostTargets = 200;

/** The ids among which every match is, as far as indexes tell; the rows are still to be tested. */
export const plannedIds = (env: Env, model: Model, domain: Domain): Ids => {
  let at = 0;
  const operand = (): Ids => {
    const item = domain[at++];
    switch (item) {
      case '!':
        operand();
        return null;
      case '&':
        return both(operand(), operand());
      case '|':
        return either(operand(), operand());
      default:
        return isList(item) ? leafIds(env, model, item) : null;
    }
  };
  let ids: Ids = null;
  while (at < domain.length) ids = both(ids, operand());
  return ids;
};

/** The greatest `id >` that every match is bound by: one that stands alone, not behind an operator. */
export const lowestId = (domain: Domain): number => {
  let lowest = 0;
  let at = 0;
  while (at < domain.length) {
    const first = at;
    let open = 1;
    while (open > 0 && at < domain.length) {
      const item = domain[at++];
      if (item === '&' || item === '|') open += 1;
      else if (item !== '!') open -= 1;
    }
    if (at === first + 1) lowest = Math.max(lowest, boundOf(domain[first]));
  }
  return lowest;
};

const boundOf = (item: unknown): number =>
  isList(item) && item[0] === 'id' && item[1] === '>' && typeof item[2] === 'number' ? item[2] : 0;

const both = (one: Ids, other: Ids): Ids => {
  if (!one || !other) return one ?? other;
  return one.length <= other.length ? one : other;
};

const either = (one: Ids, other: Ids): Ids => (one && other ? ascending([...one, ...other]) : null);

const ascending = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);

const leafIds = (env: Env, model: Model, [path, operator, value]: readonly unknown[]): Ids => {
  if (typeof path !== 'string') return null;
  if (path === 'id' && operator === 'child_of') return ascending([...descendants(env, model, toIds(value))]);
  if (path === 'write_date' && (operator === '>=' || operator === '>')) return writtenSince(env, model, value);
  const [name = '', ...rest] = path.split('.');
  if (rest.length > 0) return behind(env, model, name, [rest.join('.'), operator, value]);
  if (operator !== '=' && operator !== 'in') return null;
  const keys: unknown[] = Array.isArray(value) ? value : [value];
  if (!keys.every((key) => typeof key === 'number' || typeof key === 'string')) return null;
  if (name === 'id') return ascending(keys.map(Number));
  // A many2one may be asked for by name; only ids are in the index.
  const byName = model.fields.get(name)?.type === 'many2one' && keys.some((key) => typeof key === 'string');
  const table = env.table(model.name);
  return table.hasIndex(name) && !byName ? ascending(keys.flatMap((key) => table.lookup(name, key))) : null;
};

const writtenSince = (env: Env, model: Model, value: unknown): Ids => {
  if (typeof value !== 'string') return null;
  const table = env.table(model.name);
  const minute = value.slice(0, 16).replace('T', ' ');
  const minutes = table.keysDown(writtenIn).filter((key) => String(key) >= minute);
  const count = minutes.reduce<number>((sum, key) => sum + table.count(writtenIn, key), 0);
  return count > table.size * most ? null : ascending(minutes.flatMap((key) => table.lookup(writtenIn, key)));
};

/** A condition on the records behind a many2one: few of them, and the rows that refer to them are known. */
const behind = (env: Env, model: Model, name: string, condition: readonly unknown[]): Ids => {
  const field = model.fields.get(name);
  const table = env.table(model.name);
  if (field?.type !== 'many2one' || field.related !== undefined || !table.hasIndex(name)) return null;
  if (!env.model(field.relation ?? '').fields.has(String(condition[0]).split('.')[0] ?? '')) return null;
  const targets = env.with({ active_test: false }).search(field.relation ?? '', [condition], { order: 'id' });
  return targets.length > mostTargets ? null : ascending(targets.flatMap((id) => table.lookup(name, id)));
};
