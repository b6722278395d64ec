import { Kysely, PostgresDialect, Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';

/** The database, or a transaction in it: repositories take either. */
export type Db = Kysely<Database> | Transaction<Database>;

export interface Store {
  readonly db: Kysely<Database>;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Opens a pool. Big integers come as numbers (ids and revisions stay far below 2^53). An error on an idle connection (the server went away)
 * is told to `onError` and the connection is replaced at the next query.
 */
export const openStore = (
  url: string,
  options: { max?: number; applicationName: string; onError?: (error: Error) => void },
): Store => {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    types,
  });
  pool.on('error', (error) => options.onError?.(error));
  // The pool listens to idle connections only: an error on one in use fails its query, and must not end the process besides.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, url, close: () => db.destroy() };
};

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

/** The work in a transaction: in the one it is given, else in one of its own. */
export const inTransaction = <T>(db: Db, work: (transaction: Transaction<Database>) => Promise<T>): Promise<T> =>
  db instanceof Transaction ? work(db) : db.transaction().execute(work);

/**
 * A value for a jsonb column. PostgreSQL keeps neither NUL nor half a surrogate pair in text: NUL is dropped from strings of outside payloads, and
 * what no pair can be made of is shown as unreadable.
 */
export const json = (value: unknown): string => {
  const text = JSON.stringify(value);
  // `JSON.stringify` writes a surrogate as an escape only where it stands alone. A backslash before an escape is the text of one, not one.
  return text.includes('\\u')
    ? text.replaceAll(/(?<!\\)((?:\\\\)*)\\u(0000|d[89a-f][0-9a-f]{2})/g, (_, before: string, code: string) =>
        code === '0000' ? before : `${before}\uFFFD`,
      )
    : text;
};
