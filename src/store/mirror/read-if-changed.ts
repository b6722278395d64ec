import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { Db } from '../database.ts';

/** What was read, or that it is as the asker knows it. */
export interface Tagged<Row> {
  /** Another one whenever a record of these models changed since. */
  readonly tag: string;
  /** Null: the asker knows this tag, and nothing but it was read. */
  readonly row: Row | null;
}

/**
 * Reads the one row of a query over the mirror, unless the asker holds what it would say; all in one statement, so that tag and row belong together.
 *
 * @param models whose records decide about the answer
 * @param query selects exactly one row
 * @param known tags the asker holds answers of
 */
export const readIfChanged = async <Row extends object>(
  db: Db,
  models: readonly MirrorModel[],
  query: RawBuilder<Row>,
  known: readonly string[],
): Promise<Tagged<Row>> => {
  const { rows } = await sql<Row & { tag: string; is_known: boolean }>`
    with present as (
      -- The time beside the version: an older database that was restored counts on from where it was.
      select coalesce(string_agg(version || '-' || coalesce(extract(epoch from received_at) * 1000000, 0)::bigint, '-' order by model), '0') as tag
      from mirror_models where model = any(${[...models]}::text[]))
    select present.tag, present.tag = any(${[...known]}::text[]) as is_known, found.*
    from present left join lateral (
      select answer.* from (${query}) as answer where present.tag <> all(${[...known]}::text[])
      -- Keeps the condition in here: joined to the outside it would be looked at only when all is read.
      offset 0) as found on true`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('A query over the mirror gave no row');
  return { tag: row.tag, row: row.is_known ? null : row };
};
