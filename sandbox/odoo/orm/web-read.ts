import type { Env } from '../env.ts';
import { isRecord } from '../values.ts';
import { checkAccess } from './access.ts';
import { readRecords } from './read.ts';

type Specification = Readonly<Record<string, unknown>>;

/**
 * Records as `web_read` answers them: the fields named in the specification, and behind a relational one that has `fields` the records
 * themselves; without them a many2one is the bare id. Missing records are left out.
 */
export const webRead = (
  env: Env,
  modelName: string,
  ids: readonly number[],
  specification: Specification,
): Record<string, unknown>[] => {
  checkAccess(env, modelName, 'read');
  const model = env.model(modelName);
  // Without names `read` would take all fields.
  const records = readRecords(env, modelName, ids, ['id', ...Object.keys(specification)], false);
  for (const [name, wanted] of Object.entries(specification)) {
    const relation = model.fields.get(name)?.relation;
    const fields = isRecord(wanted) ? wanted['fields'] : undefined;
    if (relation === undefined || !isRecord(fields)) continue;
    for (const record of records) record[name] = nested(env, relation, record[name], fields);
  }
  return records;
};

const nested = (env: Env, relation: string, value: unknown, fields: Specification): unknown => {
  if (Array.isArray(value)) return webRead(env, relation, value.filter(isId), fields);
  return isId(value) ? (webRead(env, relation, [value], fields)[0] ?? false) : false;
};

const isId = (value: unknown): value is number => typeof value === 'number';
