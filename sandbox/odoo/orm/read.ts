import type { Env } from '../env.ts';
import { valueError } from '../errors.ts';
import type { Field } from '../fields.ts';
import { emptyValue } from '../fields.ts';
import type { Model } from '../registry.ts';
import type { Row, Value } from '../values.ts';
import { flag, num, text } from '../values.ts';
import { compareRows } from './search.ts';

/** The value of any field of a row, stored or not. */
export const fieldValue = (env: Env, model: Model, row: Row, name: string, field: Field): Value => {
  if (field.compute) return field.compute(env, row);
  if (field.related !== undefined) return relatedValue(env, model, row, field.related);
  if (field.type === 'one2many') return lines(env, num(row, 'id'), field);
  return row[name] ?? emptyValue(field);
};

const relatedValue = (env: Env, model: Model, row: Row, path: string): Value => {
  const [first = '', ...rest] = path.split('.');
  const field = model.fields.get(first);
  if (!field) throw new Error(`no field ${first} on ${model.name}`);
  const value = fieldValue(env, model, row, first, field);
  if (rest.length === 0) return value;
  const target = env.model(field.relation ?? '');
  const last = target.fields.get(rest.at(-1) ?? '');
  const other = typeof value === 'number' ? env.find(target.name, value) : undefined;
  if (!other) return last ? emptyValue(last) : false;
  return relatedValue(env, target, other, rest.join('.'));
};

/** Ids behind a one2many, in the order of the other model, archived ones hidden unless the context shows them. */
const lines = (env: Env, id: number, field: Field): number[] => {
  const target = env.model(field.relation ?? '');
  let rows = env.lookup(target.name, field.inverse ?? '', id);
  if (target.fields.has('active') && env.context['active_test'] !== false)
    rows = rows.filter((row) => flag(row, 'active'));
  if (target.order !== 'id' && rows.length > 1) rows.sort(compareRows(env, target, target.order));
  return rows.map((row) => num(row, 'id'));
};

export const displayNameOf = (env: Env, modelName: string, row: Row): string => {
  const model = env.model(modelName);
  if (model.displayName) return model.displayName(env, row);
  const field = model.fields.get(model.recName);
  const value = field ? fieldValue(env, model, row, model.recName, field) : '';
  return typeof value === 'string' ? value : `${modelName},${num(row, 'id')}`;
};

/** The fields asked for, checked; all readable ones if none are named. */
export const checkFields = (env: Env, model: Model, names: readonly string[]): [string, Field][] => {
  if (names.length === 0) return [...model.fields].filter(([, field]) => field.secret !== true);
  return [...new Set(names)].map((name) => {
    const field = model.fields.get(name);
    if (field && field.secret !== true) return [name, field];
    throw valueError(
      env.major === 19
        ? `Invalid field '${name}' on '${model.name}'`
        : `Invalid field '${name}' on model '${model.name}'`,
    );
  });
};

/**
 * Records as `read` answers them: `false` for null, whole seconds, many2one as `[id, name]` or, with a falsy `load`,
 * as the bare id. Missing records are left out.
 */
export const readRecords = (
  env: Env,
  modelName: string,
  ids: readonly number[],
  names: readonly string[],
  classic: boolean,
): Record<string, unknown>[] => {
  const model = env.model(modelName);
  const fields = checkFields(env, model, names).filter(([name]) => name !== 'id');
  const shownNames = new Map<string, string | undefined>();
  const nameOf = (relation: string, id: number): string | undefined => {
    const key = `${relation},${id}`;
    if (!shownNames.has(key)) {
      const other = env.find(relation, id);
      shownNames.set(key, other && env.displayName(relation, other));
    }
    return shownNames.get(key);
  };
  const records: Record<string, unknown>[] = [];
  for (const id of ids) {
    const row = env.find(modelName, id);
    if (!row) continue;
    const record: Record<string, unknown> = { id };
    for (const [name, field] of fields) {
      if (field.show) {
        record[name] = field.show(env, row);
        continue;
      }
      const value = fieldValue(env, model, row, name, field);
      if (field.type === 'many2one') record[name] = many2oneValue(value, field.relation ?? '', classic, nameOf);
      else record[name] = field.type === 'datetime' && typeof value === 'string' ? value.slice(0, 19) : value;
    }
    records.push(record);
  }
  return records;
};

const many2oneValue = (
  value: Value,
  relation: string,
  classic: boolean,
  nameOf: (relation: string, id: number) => string | undefined,
): unknown => {
  if (typeof value !== 'number' || value === 0) return false;
  if (!classic) return value;
  const name = nameOf(relation, value);
  return name === undefined ? false : [value, name];
};

/** `[REF] Name`, as products are shown. */
export const codedName = (row: Row, code: string, name: string): string =>
  text(row, code) === '' ? name : `[${text(row, code)}] ${name}`;
