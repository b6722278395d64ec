import type { Env } from '../env.ts';
import { ConstraintError } from '../errors.ts';
import { emptyValue, isStored } from '../fields.ts';
import type { Model } from '../registry.ts';
import { uniqueIndexName, uniqueKey } from '../registry.ts';
import type { Row } from '../values.ts';

/** A required column without a value: the NOT NULL of the database. */
export const checkRequired = (env: Env, model: Model, row: Row): void => {
  for (const [name, field] of model.fields) {
    if (field.required !== true || !isStored(field)) continue;
    const value = row[name];
    if (value === undefined || (value === false && emptyValue(field) === false && field.type !== 'boolean'))
      throw missingValue(env, model, name, field.string);
  }
};

/** What the database says of a required column without a value. */
export const missingValue = (env: Env, model: Model, name: string, label: string): ConstraintError => {
  const short = `Missing required value for the field '${label}' (${name})`;
  if (env.major === 19) {
    const long = `${short}.\nModel: '${model.description}' (${model.name})\n- create/update: a mandatory field is not set\n- delete: another model requires the record being deleted, you can archive it instead\n`;
    return new ConstraintError(`The operation cannot be completed: ${long}`, long, name);
  }
  return new ConstraintError(
    `The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${model.description} (${model.name})\nField: ${label} (${name})\n`,
    short,
    name,
  );
};

/** Unique constraints and indexes. */
export const checkUnique = (env: Env, model: Model, row: Row): void => {
  for (const unique of model.uniques) {
    const key = uniqueKey(unique, row);
    if (key === undefined) continue;
    if (
      env
        .table(model.name)
        .lookup(uniqueIndexName(unique), key)
        .every((id) => id === row['id'])
    )
      continue;
    const message = unique.message(row);
    throw new ConstraintError(
      `The operation cannot be completed: ${message}`,
      message,
      unique.fields.length === 1 ? unique.fields[0] : undefined,
    );
  }
};
