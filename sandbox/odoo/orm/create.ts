import type { Env } from '../env.ts';
import { valueError } from '../errors.ts';
import type { Field } from '../fields.ts';
import { emptyValue, isStored } from '../fields.ts';
import type { Model } from '../registry.ts';
import type { Row, Value, Vals } from '../values.ts';
import { isRecord, toIds } from '../values.ts';
import { applyMany2many, applyOne2many } from './commands.ts';
import { checkRequired, checkUnique } from './constraints.ts';
import { toColumn } from './convert.ts';
import { logCreation } from './chatter.ts';
import { fireRules } from './rules.ts';

const LOG_FIELDS = new Set(['id', 'create_uid', 'create_date', 'write_uid', 'write_date']);

/** Creates one record: defaults, the parent by delegation, the row, its lines, then the model's own consequences. */
export const createRecord = (env: Env, modelName: string, given: Vals): number => {
  const model = env.model(modelName);
  checkNames(env, model, given);
  const withDefaults = applyContextDefaults(env, model, given);
  const vals = createParent(env, model, model.beforeCreate?.(env, withDefaults) ?? withDefaults);
  const table = env.table(modelName);
  const id = table.nextId++;
  const row = buildRow(env, model, id, vals);
  checkRequired(env, model, row);
  checkUnique(env, model, row);
  env.session.transaction.put(table, id, row);
  takeOthers(env, model, id, vals);
  model.afterCreate?.(env, id, vals);
  logCreation(env, model, id);
  fireRules(env, model, id, undefined);
  return id;
};

const checkNames = (env: Env, model: Model, vals: Vals): void => {
  for (const name of Object.keys(vals)) {
    if (model.fields.has(name)) continue;
    throw valueError(
      env.major === 19
        ? `Invalid field '${name}' in '${model.name}'`
        : `Invalid field '${name}' on model '${model.name}'`,
    );
  }
};

/** `default_<field>` in the context, as far as the caller gave no value. */
const applyContextDefaults = (env: Env, model: Model, given: Vals): Vals => {
  const defaults: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(env.context)) {
    const name = key.startsWith('default_') ? key.slice('default_'.length) : '';
    if (name !== '' && model.fields.has(name) && !(name in given)) defaults[name] = value;
  }
  return { ...defaults, ...given };
};

const createParent = (env: Env, model: Model, vals: Vals): Vals => {
  const inherits = model.inherits;
  if (!inherits || (vals[inherits.field] !== undefined && vals[inherits.field] !== false)) return vals;
  const parent: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(vals)) {
    (model.fields.get(name)?.related?.startsWith(`${inherits.field}.`) === true ? parent : own)[name] = value;
  }
  own[inherits.field] = env.with({ creating_from: model.name }).create(inherits.model, parent);
  return own;
};

const buildRow = (env: Env, model: Model, id: number, vals: Vals): Row => {
  const row: Record<string, Value> = { id };
  for (const [name, field] of model.fields) {
    if (LOG_FIELDS.has(name) || !isStored(field)) continue;
    row[name] = columnValue(env, model, name, field, vals);
  }
  const { startedAt } = env.session.transaction;
  return { ...row, create_uid: env.uid, create_date: startedAt, write_uid: env.uid, write_date: startedAt };
};

const columnValue = (env: Env, model: Model, name: string, field: Field, vals: Vals): Value => {
  const value = vals[name];
  if (value === undefined) {
    const standard = typeof field.default === 'function' ? field.default(env) : field.default;
    return standard ?? emptyValue(field);
  }
  return field.type === 'many2many'
    ? applyMany2many(env, [], field, value)
    : toColumn(env, model.name, name, field, value);
};

/** one2many lines and fields that are not columns, once the row is there. */
const takeOthers = (env: Env, model: Model, id: number, vals: Vals): void => {
  for (const [name, value] of Object.entries(vals)) {
    const field = model.fields.get(name);
    if (!field || isStored(field)) continue;
    if (field.take) field.take(env, id, value);
    else if (field.type === 'one2many' && field.inverse !== undefined) applyOne2many(env, id, field, value);
  }
};

/** `create` as it is called from outside: one dict or a list of them. */
export const createAll = (env: Env, model: string, value: unknown): { ids: number[]; single: boolean } => {
  const single = isRecord(value);
  const items: unknown[] = single ? [value] : Array.isArray(value) ? value : [];
  const ids = items.map((item) => env.create(model, isRecord(item) ? item : {}));
  return { ids: toIds(ids), single };
};
