import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { cursorAt } from './cursor-time.ts';
import type { Db } from './database.ts';
import type { AttentionKind } from '../domain/order-stage.ts';
import type { Database } from './schema.ts';

export type AttentionRow = Selectable<Database['attention']>;

export interface AttentionFilter {
  readonly connection?: string | undefined;
  readonly kind?: AttentionKind | undefined;
  readonly after?: readonly [since: string, id: string] | undefined;
  readonly limit: number;
}

/** Open attention, newest first. */
export const listOpenAttention = async (
  db: Db,
  filter: AttentionFilter,
): Promise<(AttentionRow & { cursor_at: string })[]> => {
  let query = db.selectFrom('attention').selectAll().select(cursorAt('since')).where('resolved_at', 'is', null);
  if (filter.connection !== undefined) query = query.where('connection', '=', filter.connection);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.after !== undefined) {
    const [since, id] = filter.after;
    query = query.where(
      sql<boolean>`(since < ${since}::timestamptz or (since = ${since}::timestamptz and id > ${id}::uuid))`,
    );
  }
  return query.orderBy('since', 'desc').orderBy('id').limit(filter.limit).execute();
};

/** One attention, open or resolved. */
export const getAttention = async (db: Db, id: string): Promise<AttentionRow | undefined> =>
  db.selectFrom('attention').selectAll().where('id', '=', id).executeTakeFirst();

export const countOpenAttentionByKind = async (
  db: Db,
): Promise<{ connection: string; kind: string; count: number }[]> =>
  db
    .selectFrom('attention')
    .select(['connection', 'kind', sql<number>`count(*)`.as('count')])
    .where('resolved_at', 'is', null)
    .groupBy(['connection', 'kind'])
    .execute();
