import { sql } from 'kysely';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { MirrorRecord } from '../../domain/mirror/odoo-mirror.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import { tableParts } from './columns.ts';

/** What a write came to. */
export interface MirrorChange {
  /** Records that were new or different. */
  readonly updated: number;
  readonly removed: number;
  /** By how many there are more now. */
  readonly active: number;
  readonly archived: number;
}

export const noMirrorChange: MirrorChange = { updated: 0, removed: 0, active: 0, archived: 0 };

/** Keeps records as they were read; rows that are equal are not touched. */
export const keepRecords = async (
  db: Db,
  model: MirrorModel,
  records: readonly MirrorRecord[],
): Promise<MirrorChange> => {
  if (records.length === 0) return noMirrorChange;
  const { table, columns, definitions, assignments, kept, given } = tableParts(model);
  // What is equal is not even locked: a row that is takes a write.
  const result = await sql<{ updated: number; active: number; archived: number }>`
    with compared as materialized (
      select given.*, kept.active as was_active, (${kept}) is distinct from (${given}) as differs
      from jsonb_to_recordset(${json(records)}::jsonb) as given(${definitions}) left join ${table} as kept on kept.id = given.id),
    written as (
      insert into ${table} (${columns}) select ${columns} from compared where differs
      on conflict (id) do update set ${assignments})
    select count(*) filter (where differs) as updated,
      count(*) filter (where active) - count(*) filter (where was_active) as active,
      count(*) filter (where not active) - count(*) filter (where not was_active) as archived
    from compared`.execute(db);
  return { ...noMirrorChange, ...result.rows[0] };
};

/** Ids from after one up to another; `until` null: to the end. */
export interface IdRange {
  readonly after: number;
  readonly until: number | null;
}

/** Removes the records in the range that are not among those there are. */
export const removeOthers = async (
  db: Db,
  model: MirrorModel,
  { after, until }: IdRange,
  ids: readonly number[],
): Promise<MirrorChange> => {
  const { table } = tableParts(model);
  const result = await sql<{ removed: number; active: number; archived: number }>`
    with gone as (
      delete from ${table} as kept
      where id > ${after} and (${until}::bigint is null or id <= ${until})
        and not exists (select from unnest(${[...ids]}::bigint[]) as there(id) where there.id = kept.id)
      returning active)
    select count(*) as removed, -count(*) filter (where active) as active, -count(*) filter (where not active) as archived
    from gone`.execute(db);
  return { ...noMirrorChange, ...result.rows[0] };
};

/** The greatest id that is kept; 0: nothing is. */
export const greatestKept = async (db: Db, model: MirrorModel): Promise<number> => {
  const { table } = tableParts(model);
  const result = await sql<{ id: number | null }>`select max(id) as id from ${table}`.execute(db);
  return result.rows[0]?.id ?? 0;
};

/** Of these ids those that are not kept, in order. */
export const listMissing = async (db: Db, model: MirrorModel, ids: readonly number[]): Promise<readonly number[]> => {
  const { table } = tableParts(model);
  const result = await sql<{ id: number }>`
    select id from unnest(${[...ids]}::bigint[]) as there(id)
    where not exists (select from ${table} as kept where kept.id = there.id) order by id`.execute(db);
  return result.rows.map(({ id }) => id);
};
