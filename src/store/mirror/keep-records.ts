import { sql } from 'kysely';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { MirrorRecord } from '../../domain/mirror/odoo-mirror.ts';
import type { Db } from '../database.ts';
import { columnArray } from './column-arrays.ts';
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

export const bothChanges = (one: MirrorChange, other: MirrorChange): MirrorChange => ({
  updated: one.updated + other.updated,
  removed: one.removed + other.removed,
  active: one.active + other.active,
  archived: one.archived + other.archived,
});

/** Keeps records as they were read; rows that are equal are not touched. */
export const keepRecords = async (
  db: Db,
  model: MirrorModel,
  records: readonly MirrorRecord[],
): Promise<MirrorChange> => {
  if (records.length === 0) return noMirrorChange;
  const { table, columns, types, assignments, kept, given } = tableParts(model);
  const arrays = sql.join(Object.entries(types).map(([name, type]) => columnArray(records, name, type)));
  // What is equal is not even locked: a row that is takes a write.
  const result = await sql<{ updated: number; active: number; archived: number }>`
    with compared as materialized (
      select given.*, kept.active as was_active, (${kept}) is distinct from (${given}) as differs
      from unnest(${arrays}) as given(${columns}) left join ${table} as kept on kept.id = given.id),
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

/** Ids of the range that are kept, in order. */
export const listKeptIds = async (
  db: Db,
  model: MirrorModel,
  { after, until }: IdRange,
): Promise<readonly number[]> => {
  const { table } = tableParts(model);
  const result = await sql<{ id: number }>`
    select id from ${table} where id > ${after} ${until === null ? sql`` : sql`and id <= ${until}`} order by id`.execute(
    db,
  );
  return result.rows.map(({ id }) => id);
};

/** Removes these records; those that are not kept count for nothing. */
export const removeRecords = async (db: Db, model: MirrorModel, ids: readonly number[]): Promise<MirrorChange> => {
  if (ids.length === 0) return noMirrorChange;
  const { table } = tableParts(model);
  const result = await sql<{ removed: number; active: number; archived: number }>`
    with gone as (delete from ${table} where id = any(${[...ids]}::bigint[]) returning active)
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
