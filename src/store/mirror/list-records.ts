import { sql } from 'kysely';
import { mirrored, mirrorTable } from '../../domain/mirror/models.ts';
import type { MirrorColumnKind } from '../../domain/mirror/models.ts';
import type { Db } from '../database.ts';
import { jsonArray, jsonColumns } from './json-columns.ts';
import { readIfChanged } from './read-if-changed.ts';
import type { Tagged } from './read-if-changed.ts';
import { conditionOf } from './record-filter.ts';
import type { RecordFilter, RecordModel } from './record-filter.ts';

/** What a record is shown with: all that is kept of it. */
export const recordColumns = (model: RecordModel): Readonly<Record<string, MirrorColumnKind>> => ({
  id: 'id',
  ...mirrored[model].columns,
  active: 'flag',
  write_date: 'time',
});

export interface RecordPage {
  /** A JSON array. */
  readonly text: string;
  /** The last one, when there are more behind it. */
  readonly next: number | null;
}

/** Records of a model as JSON, by id. */
export const listRecords = (
  db: Db,
  model: RecordModel,
  { limit, ...filter }: RecordFilter & { readonly limit: number },
  known: readonly string[],
): Promise<Tagged<RecordPage>> => {
  // One more than is shown says whether there are more.
  const found = sql`
    select *, row_number() over (order by id) as place from ${sql.table(mirrorTable(model))}
    where ${conditionOf(model, filter)} order by id limit ${limit + 1}`;
  return readIfChanged(
    db,
    [model],
    sql<RecordPage>`
      with found as (${found})
      select (select ${jsonArray('record')} from (
          select ${jsonColumns(recordColumns(model))} from found where place <= ${limit} order by id) as record) as text,
        (select id from found where place = ${limit} and exists (select from found where place > ${limit})) as next`,
    known,
  );
};

/** One record as JSON; `text` is null when there is none. */
export const readRecord = (
  db: Db,
  model: RecordModel,
  id: number,
  known: readonly string[],
): Promise<Tagged<{ readonly text: string | null }>> =>
  readIfChanged(
    db,
    [model],
    sql<{ readonly text: string | null }>`
      select (
        select row_to_json(record)::text from (
          select ${jsonColumns(recordColumns(model))} from ${sql.table(mirrorTable(model))} where id = ${id}::bigint) as record) as text`,
    known,
  );
