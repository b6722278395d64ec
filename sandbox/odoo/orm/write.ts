import type { Env } from '../env.ts';
import { keyError, valueError } from '../errors.ts';
import { isStored } from '../fields.ts';
import type { Model } from '../registry.ts';
import type { Row, Value, Vals } from '../values.ts';
import { list, sameValue } from '../values.ts';
import { applyMany2many, applyOne2many } from './commands.ts';
import { checkRequired, checkUnique } from './constraints.ts';
import { toColumn } from './convert.ts';
import { fireRules } from './rules.ts';

/** Writes the same values to records, with the model's hooks. Bumps `write_date` even if nothing changes. */
export const writeRecords = (env: Env, modelName: string, ids: readonly number[], given: Vals): void => {
  const model = env.model(modelName);
  checkNames(env, model, given);
  const before = env.rows(modelName, ids);
  const vals = model.beforeWrite?.(env, ids, given) ?? given;
  for (const id of ids) {
    const row = env.find(modelName, id);
    if (row) store(env, model, row, columns(env, model, row, vals), true);
    takeOthers(env, model, id, vals);
  }
  model.afterWrite?.(env, ids, vals, before);
};

/** 19 reports an unknown field of a write as the KeyError it is. */
const checkNames = (env: Env, model: Model, vals: Vals): void => {
  for (const name of Object.keys(vals)) {
    if (model.fields.has(name)) continue;
    throw env.major === 19 ? keyError(name) : valueError(`Invalid field '${name}' on model '${model.name}'`);
  }
};

const LOG_FIELDS = new Set(['id', 'create_uid', 'create_date', 'write_uid', 'write_date']);

const columns = (env: Env, model: Model, row: Row, vals: Vals): Record<string, Value> => {
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(vals)) {
    const field = model.fields.get(name);
    if (!field || !isStored(field) || LOG_FIELDS.has(name)) continue;
    values[name] =
      field.type === 'many2many'
        ? applyMany2many(env, list(row, name), field, value)
        : toColumn(env, model.name, name, field, value);
  }
  return values;
};

const takeOthers = (env: Env, model: Model, id: number, vals: Vals): void => {
  for (const [name, value] of Object.entries(vals)) {
    const field = model.fields.get(name);
    if (!field || isStored(field)) continue;
    if (field.take) field.take(env, id, value);
    else if (field.type === 'one2many' && field.inverse !== undefined) applyOne2many(env, id, field, value);
  }
};

/** Stores worked-out values if they differ. */
export const patchRecord = (
  env: Env,
  modelName: string,
  id: number,
  values: Readonly<Record<string, Value>>,
): boolean => {
  const row = env.get(modelName, id);
  if (Object.entries(values).every(([name, value]) => sameValue(row[name], value))) return false;
  store(env, env.model(modelName), row, values, false);
  return true;
};

/** Stores values past Odoo, as SQL and foreign keys do: no `write_date`, no rules. */
export const overwriteRecord = (
  env: Env,
  modelName: string,
  id: number,
  values: Readonly<Record<string, Value>>,
): void => {
  const row = env.get(modelName, id);
  if (Object.entries(values).every(([name, value]) => sameValue(row[name], value))) return;
  env.session.transaction.put(env.table(modelName), id, { ...row, ...values });
};

const store = (env: Env, model: Model, before: Row, values: Readonly<Record<string, Value>>, check: boolean): void => {
  const after: Row = { ...before, ...values, write_uid: env.uid, write_date: env.session.transaction.startedAt };
  if (check) checkRequired(env, model, after);
  checkUnique(env, model, after);
  const id = Number(before['id']);
  env.session.transaction.put(env.table(model.name), id, after);
  fireRules(env, model, id, before);
};
