import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { cursorAt } from './cursor-time.ts';
import type { Db } from './database.ts';
import type { Database } from './schema.ts';

export type ExchangeRow = Selectable<Database['exchanges']>;

export interface ExchangeFilter {
  readonly connection?: string | undefined;
  readonly direction?: 'in' | 'out' | undefined;
  /** An id the call was about, or the id of the run it was made for. */
  readonly q?: string | undefined;
  /** About any of these ids. */
  readonly ids?: readonly string[] | undefined;
  /** One status (`429`), a class (`5xx`), or `failed`: no answer, or an answer of 400 and above. */
  readonly status?: string | undefined;
  readonly since?: Date | undefined;
  readonly after?: readonly [at: string, id: number] | undefined;
  readonly limit: number;
}

/** Exchanges, newest first. */
export const listExchanges = async (
  db: Db,
  filter: ExchangeFilter,
): Promise<(ExchangeRow & { cursor_at: string })[]> => {
  let query = db.selectFrom('exchanges').selectAll().select(cursorAt('at'));
  if (filter.connection !== undefined) query = query.where('connection', '=', filter.connection);
  if (filter.direction !== undefined) query = query.where('direction', '=', filter.direction);
  if (filter.q !== undefined) query = query.where(isAbout(filter.q));
  if (filter.ids !== undefined) query = query.where(sql<boolean>`external_ids && ${[...filter.ids]}::text[]`);
  if (filter.status !== undefined) query = query.where(statusIs(filter.status));
  if (filter.since !== undefined) query = query.where('at', '>=', filter.since);
  if (filter.after !== undefined) {
    const [at, id] = filter.after;
    query = query.where(sql<boolean>`(at < ${at}::timestamptz or (at = ${at}::timestamptz and id > ${id}))`);
  }
  return query.orderBy('at', 'desc').orderBy('id').limit(filter.limit).execute();
};

export const getExchange = async (db: Db, id: number): Promise<ExchangeRow | undefined> =>
  db.selectFrom('exchanges').selectAll().where('id', '=', id).executeTakeFirst();

/** Ids of runs have a colon, so only then the runs are looked through too. */
const isAbout = (q: string) =>
  q.includes(':')
    ? sql<boolean>`(workflow_id = ${q} or external_ids @> array[${q}]::text[])`
    : sql<boolean>`external_ids @> array[${q}]::text[]`;

const statusIs = (status: string) => {
  if (status === 'failed') return sql<boolean>`(status is null or status >= 400)`;
  if (status.endsWith('xx')) return sql<boolean>`status / 100 = ${Number(status[0])}`;
  return sql<boolean>`status = ${Number(status)}`;
};
