import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { AttentionRow } from './attention-list.ts';
import type { AttentionTarget } from './attention.ts';
import type { Db } from './database.ts';

/** What is listed, as attention names it. */
export interface ListedTarget {
  readonly connection: string;
  readonly id: string;
}

/** The rows with their open attention, the oldest first. */
export const withOpenAttention = async <Row>(
  db: Db,
  type: AttentionTarget['type'],
  rows: readonly Row[],
  targetOf: (row: Row) => ListedTarget,
): Promise<{ readonly row: Row; readonly attention: readonly AttentionRow[] }[]> => {
  if (rows.length === 0) return [];
  const targets = rows.map(targetOf);
  const open = await db
    .selectFrom('attention')
    .selectAll()
    .where('target_type', '=', type)
    .where('resolved_at', 'is', null)
    .where(
      sql<boolean>`(connection, target_id) in (select * from unnest(
        ${targets.map(({ connection }) => connection)}::text[], ${targets.map(({ id }) => id)}::text[]))`,
    )
    .orderBy('since')
    .execute();
  const byTarget = Map.groupBy(open, (each) => `${each.connection} ${each.target_id}`);
  return rows.map((row) => {
    const { connection, id } = targetOf(row);
    return { row, attention: byTarget.get(`${connection} ${id}`) ?? [] };
  });
};

/**
 * Whether a row of a table has open attention, or has none.
 *
 * @param columns of the row: its connection and its id as text
 */
export const hasOpenAttention = (
  wanted: boolean,
  type: AttentionTarget['type'],
  columns: { readonly connection: RawBuilder<unknown>; readonly id: RawBuilder<unknown> },
): RawBuilder<boolean> => sql<boolean>`${wanted} = exists (
  select from attention where attention.connection = ${columns.connection} and attention.target_type = ${type}
    and attention.target_id = ${columns.id} and attention.resolved_at is null)`;

/** How many of one kind have open attention. */
export const countInAttention = async (db: Db, connection: string, type: AttentionTarget['type']): Promise<number> => {
  const { count } = await db
    .selectFrom('attention')
    .select(sql<number>`count(distinct target_id)`.as('count'))
    .where('connection', '=', connection)
    .where('target_type', '=', type)
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
};
