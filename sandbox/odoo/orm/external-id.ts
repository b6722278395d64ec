import type { Env } from '../env.ts';
import { validationError } from '../errors.ts';
import type { Row } from '../values.ts';
import { num, text } from '../values.ts';

export interface ExternalId {
  readonly module: string;
  readonly name: string;
}

/** `conveyor.cartona_order_1`; without a dot the module is `__import__`. */
export const parseExternalId = (source: string): ExternalId => {
  const dot = source.indexOf('.');
  return dot < 0
    ? { module: '__import__', name: source }
    : { module: source.slice(0, dot), name: source.slice(dot + 1) };
};

/** The entry of an external id whose record is alive; an entry that lost its record is removed. */
export const recordOfExternalId = (env: Env, model: string, key: ExternalId): Row | undefined => {
  const [row] = env.lookup('ir.model.data', 'complete_name', `${key.module}.${key.name}`);
  if (!row) return undefined;
  if (text(row, 'model') !== model) {
    throw validationError(
      `For external id ${key.module}.${key.name} when trying to create/update a record of model ${model} found record of different model ${text(row, 'model')} (${num(row, 'id')})`,
    );
  }
  if (env.find(model, num(row, 'res_id'))) return row;
  env.unlink('ir.model.data', [num(row, 'id')]);
  return undefined;
};
