import type { Env } from '../env.ts';
import type { Model } from '../registry.ts';

/** One record of a `load`, lines gathered from the rows below it. */
export interface Extracted {
  readonly externalId?: string;
  /** As it was sent: `"1,2"` for several. */
  readonly databaseId?: string | number;
  /** Plain values, or the records behind a relational column. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly rows: { readonly from: number; readonly to: number };
}

/** What a relational column holds: one map of sub-column to value for each record. */
export type SubRecord = Extracted;

export const splitPath = (column: string): string[] => column.replaceAll(':id', '/id').split('/');

const isFilled = (value: unknown): boolean =>
  value !== '' && value !== false && value !== null && value !== undefined && value !== 0;

/**
 * Groups rows into records: a row belongs to the record above it when only its one2many columns are filled.
 */
export const extractRecords = (
  env: Env,
  model: Model,
  paths: readonly (readonly string[])[],
  data: readonly (readonly unknown[])[],
): Extracted[] => {
  const isLineColumn = paths.map((path) => model.fields.get(path[0] ?? '')?.type === 'one2many');
  const isContinuation = (row: readonly unknown[]): boolean =>
    row.some((value, at) => isLineColumn[at] === true && isFilled(value)) &&
    !row.some((value, at) => isLineColumn[at] === false && isFilled(value));
  const records: Extracted[] = [];
  let from = 0;
  while (from < data.length) {
    let to = from;
    while (to + 1 < data.length && isContinuation(data[to + 1] ?? [])) to += 1;
    records.push(extractOne(env, model, paths, data.slice(from, to + 1), from));
    from = to + 1;
  }
  return records;
};

const extractOne = (
  env: Env,
  model: Model,
  paths: readonly (readonly string[])[],
  span: readonly (readonly unknown[])[],
  from: number,
): Extracted => {
  const values = new Map<string, unknown>();
  const first = span[0] ?? [];
  let externalId: unknown;
  let databaseId: unknown;
  for (const [at, path] of paths.entries()) {
    const [name = '', ...rest] = path;
    if (name === 'id') externalId = first[at];
    else if (name === '.id') databaseId = first[at];
    else if (rest.length === 0) values.set(name, first[at]);
    else if (!values.has(name)) values.set(name, extractRelated(env, model, name, paths, span));
  }
  return {
    values,
    rows: { from, to: from + span.length - 1 },
    ...(isFilled(externalId) && { externalId: String(externalId) }),
    ...(isFilled(databaseId) && { databaseId: typeof databaseId === 'number' ? databaseId : String(databaseId) }),
  };
};

const extractRelated = (
  env: Env,
  model: Model,
  name: string,
  paths: readonly (readonly string[])[],
  span: readonly (readonly unknown[])[],
): Extracted[] => {
  const target = env.model(model.fields.get(name)?.relation ?? '');
  const columns = paths.flatMap((path, at) => (path[0] === name ? [at] : []));
  const rows = span.map((row) => columns.map((at) => row[at])).filter((row) => row.some(isFilled));
  return extractRecords(
    env,
    target,
    columns.map((at) => (paths[at] ?? []).slice(1)),
    rows,
  );
};

export const isEmptyCell = (value: unknown): boolean =>
  !isFilled(value) || (Array.isArray(value) && value.length === 0);
