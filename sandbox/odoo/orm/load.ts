import type { Env } from '../env.ts';
import { ConstraintError, keyError, OdooError, userError, valueError } from '../errors.ts';
import type { Field } from '../fields.ts';
import type { Model } from '../registry.ts';
import { flag, isList, num, text } from '../values.ts';
import { checkAccess } from './access.ts';
import type { Converted, KeyedLine } from './load-convert.ts';
import { convertRecord } from './load-convert.ts';
import type { Extracted } from './load-extract.ts';
import { extractRecords, splitPath } from './load-extract.ts';
import { parseExternalId, recordOfExternalId } from './external-id.ts';

export interface LoadMessage extends Record<string, unknown> {
  readonly type: 'error' | 'warning';
  readonly message: string;
  readonly rows: { readonly from: number; readonly to: number };
  readonly record: number;
}

export interface LoadResult {
  readonly ids: number[] | false;
  readonly messages: LoadMessage[];
  readonly nextrow: number;
}

/**
 * The public import: creates or updates records by external id, all or nothing. Errors are answered, not raised:
 * `ids` is false and `messages` says which record and rows they belong to. Context `mode: "update"` leaves alone the
 * records whose external id was stored with `noupdate`.
 */
export const loadRecords = (
  env: Env,
  model: Model,
  columns: readonly string[],
  data: readonly unknown[],
): LoadResult => {
  const paths = columns.map(splitPath);
  checkColumns(env, model, paths);
  const { transaction } = env.session;
  const savepoint = transaction.savepoint();
  const messages: LoadMessage[] = [];
  const extracted = extractRecords(
    env,
    model,
    paths,
    data.map((row) => (isList(row) ? row : [])),
  );
  const converted = extracted.map((record, at) => convertRecord(env, model, record, at, messages));
  const step = (at: number): number =>
    loadOne(env, model, extracted[at] ?? nothing, converted[at] ?? { vals: {}, keyed: [] });
  const ids = loadTogether(env, extracted, step, messages) ?? loadOneByOne(env, extracted, step, messages);
  if (!messages.some((message) => message.type === 'error')) return { ids, messages, nextrow: 0 };
  transaction.rollbackTo(savepoint);
  return { ids: false, messages, nextrow: 0 };
};

const nothing: Extracted = { values: new Map(), rows: { from: 0, to: 0 } };

type Step = (at: number) => number;

/**
 * All records at once, as Odoo tries first. A business refusal of the whole is reported on the first record, before
 * the records are tried one by one; other errors only lead to that second round.
 */
const loadTogether = (
  env: Env,
  records: readonly Extracted[],
  step: Step,
  messages: LoadMessage[],
): number[] | undefined => {
  const { transaction } = env.session;
  const before = transaction.savepoint();
  try {
    return records.map((_record, at) => step(at));
  } catch (error) {
    transaction.rollbackTo(before);
    if (error instanceof OdooError && error.name.startsWith('odoo.exceptions.')) {
      messages.push({ rows: records[0]?.rows ?? nothing.rows, record: 0, type: 'error', message: error.message });
    }
    return undefined;
  }
};

const loadOneByOne = (env: Env, records: readonly Extracted[], step: Step, messages: LoadMessage[]): number[] => {
  const { transaction } = env.session;
  const ids: number[] = [];
  for (const [at, { rows }] of records.entries()) {
    const before = transaction.savepoint();
    try {
      ids.push(step(at));
    } catch (error) {
      transaction.rollbackTo(before);
      messages.push({ rows, record: at, type: 'error', ...describe(error) });
    }
  }
  return ids;
};

/** An unknown column is raised, with another exception in each version. */
const checkColumns = (env: Env, model: Model, paths: readonly (readonly string[])[]): void => {
  for (const path of paths) {
    let here: Model | undefined = model;
    for (const part of path) {
      if (part === 'id' || part === '.id') break;
      const field: Field | undefined = here?.fields.get(part);
      if (!field) throw env.major === 17 ? keyError(part) : valueError(`Invalid field name '${part}'`);
      here = field.relation === undefined ? undefined : env.model(field.relation);
    }
  }
};

const describe = (error: unknown): { message: string; field?: string; moreinfo?: string } => {
  if (error instanceof ConstraintError)
    return { message: error.loadMessage, ...(error.field !== undefined && { field: error.field }) };
  if (!(error instanceof OdooError)) throw error;
  if (error.name.startsWith('odoo.exceptions.') || error.name.startsWith('psycopg2.'))
    return { message: error.message };
  return {
    message: `Unknown error during import: <class '${error.name.replace('builtins.', '')}'>: ${error.message}`,
    moreinfo: 'Resolve other errors first',
  };
};

const loadOne = (env: Env, model: Model, record: Extracted, converted: Converted): number => {
  const isUpdateMode = env.context['mode'] === 'update';
  if (record.databaseId !== undefined) return update(env, model, Number(record.databaseId), converted);
  if (record.externalId === undefined) {
    // In update mode Odoo skips a record without an id, and then trips over the missing result.
    if (isUpdateMode) throw keyError('record');
    return create(env, model, converted);
  }
  const key = parseExternalId(record.externalId);
  if (env.context['import_file'] === true && isInstalledModule(env, key.module)) {
    throw userError(
      `The id ${key.module}.${key.name} uses the prefix of an installed module, which is reserved for its own records.`,
    );
  }
  const known = recordOfExternalId(env, model.name, key);
  if (known) {
    if (!(isUpdateMode && flag(known, 'noupdate'))) update(env, model, num(known, 'res_id'), converted);
    return num(known, 'res_id');
  }
  const id = create(env, model, converted);
  env.create('ir.model.data', {
    module: key.module,
    name: key.name,
    model: model.name,
    res_id: id,
    noupdate: env.context['noupdate'] === true,
  });
  return id;
};

const isInstalledModule = (env: Env, name: string): boolean =>
  env.lookup('ir.module.module', 'name', name).some((row) => text(row, 'state') === 'installed');

const create = (env: Env, model: Model, converted: Converted): number => {
  checkAccess(env, model.name, 'create');
  const id = env.create(model.name, converted.vals);
  for (const line of converted.keyed) loadLine(env, model, id, line);
  return id;
};

const update = (env: Env, model: Model, id: number, converted: Converted): number => {
  checkAccess(env, model.name, 'write');
  env.write(model.name, [id], converted.vals);
  for (const line of converted.keyed) loadLine(env, model, id, line);
  return id;
};

/** A line that has an external id of its own is updated where it is known, so that it is not appended again. */
const loadLine = (env: Env, model: Model, parent: number, line: KeyedLine): void => {
  const field = model.fields.get(line.field);
  const target = field?.relation ?? '';
  const vals = { ...line.vals, [field?.inverse ?? '']: parent };
  const key = parseExternalId(line.externalId);
  const known = recordOfExternalId(env, target, key);
  if (known) {
    env.write(target, [num(known, 'res_id')], vals);
    return;
  }
  const id = env.create(target, vals);
  env.create('ir.model.data', {
    module: key.module,
    name: key.name,
    model: target,
    res_id: id,
    noupdate: env.context['noupdate'] === true,
  });
};
