import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { channels } from '../domain/names.ts';
import { resolveAttention } from './attention.ts';
import type { Db } from './database.ts';
import { json } from './database.ts';
import { markByChangedSettings } from './offers/changed-settings.ts';
import type { Database } from './schema.ts';
import { SecretsDoNotOpen } from './secret-box.ts';
import type { SecretBox, Secrets } from './secret-box.ts';

/** A connection as it may be shown: secrets by name only. */
export interface ConnectionRecord {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: Record<string, unknown>;
  readonly secretNames: readonly string[];
  readonly pausedBy: 'operator' | 'unauthorized' | null;
  readonly pausedReason: string | null;
  readonly pausedAt: Date | null;
  /** Raised by each change. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Set on a connection that is gone; its id stays taken. */
  readonly deletedAt: Date | null;
}

/** A connection with its secrets open: for those who call the vendor or check its webhooks. */
export interface OpenConnection extends ConnectionRecord {
  readonly secrets: Secrets;
}

/** What is written of a connection; whoever writes has checked settings and secrets with the schema of the kind. */
export interface ConnectionContent {
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: Record<string, unknown>;
  readonly secrets: Secrets;
}

/** All connections that are not deleted, by id. */
export const listConnections = async (db: Db): Promise<ConnectionRecord[]> => {
  const rows = await db.selectFrom('connections').selectAll().where('deleted_at', 'is', null).orderBy('id').execute();
  return rows.map(toRecord);
};

/**
 * All connections that are not deleted, with their secrets.
 *
 * @param onUnreadable told of each whose secrets do not open; it is left out, so that it holds up no other
 */
export const listOpenConnections = async (
  db: Db,
  box: SecretBox,
  onUnreadable: (error: SecretsDoNotOpen) => void,
): Promise<OpenConnection[]> => {
  const rows = await db.selectFrom('connections').selectAll().where('deleted_at', 'is', null).orderBy('id').execute();
  return rows.flatMap((row) => {
    try {
      return [{ ...toRecord(row), secrets: box.open(row.secrets, row.id) }];
    } catch (error) {
      if (!(error instanceof SecretsDoNotOpen)) throw error;
      onUnreadable(error);
      return [];
    }
  });
};

/** Also finds a deleted connection: see `deletedAt`. */
export const getConnection = async (db: Db, id: string): Promise<ConnectionRecord | undefined> => {
  const row = await db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toRecord(row);
};

/** Not a deleted one. @throws SecretsDoNotOpen */
export const getOpenConnection = async (db: Db, box: SecretBox, id: string): Promise<OpenConnection | undefined> => {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row && { ...toRecord(row), secrets: box.open(row.secrets, row.id) };
};

/** Ids of the connections of these kinds that are enabled, paused ones too. */
export const listEnabledIds = async (db: Kysely<Database>, kinds: readonly string[]): Promise<readonly string[]> => {
  if (kinds.length === 0) return [];
  const rows = await db
    .selectFrom('connections')
    .select('id')
    .where('kind', 'in', [...kinds])
    .where('enabled', '=', true)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
};

/** @returns undefined when the id is taken, be it by a connection that was deleted. */
export const createConnection = async (
  db: Kysely<Database>,
  box: SecretBox,
  connection: ConnectionContent & { readonly id: string; readonly kind: string },
): Promise<ConnectionRecord | undefined> =>
  db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('connections')
      .values({ id: connection.id, kind: connection.kind, ...contentColumns(box, connection.id, connection) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await notifyOfConnection(transaction, connection.id);
    return toRecord(row);
  });

/**
 * Writes what a connection is from now on. Other secrets than before end a pause that wrong secrets caused, with its attention.
 *
 * @param change receives what is stored, under a lock, and answers what shall be stored; undefined: it is all as it should be
 * @returns undefined when there is no such connection
 */
export const updateConnection = async (
  db: Kysely<Database>,
  box: SecretBox,
  id: string,
  change: (stored: OpenConnection) => ConnectionContent | undefined,
): Promise<ConnectionRecord | undefined> =>
  db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('connections')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const stored = { ...toRecord(row), secrets: box.open(row.secrets, id) };
    const content = change(stored);
    if (content === undefined) return toRecord(row);
    const isCured = row.paused_by === 'unauthorized' && !isSameSecrets(stored.secrets, content.secrets);
    const updated = await transaction
      .updateTable('connections')
      .set({ ...contentColumns(box, id, content), ...changed, ...(isCured ? notPaused : {}) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (isCured)
      await resolveAttention(transaction, connectionTarget(id), 'New secrets were saved', { kinds: ['unauthorized'] });
    await markByChangedSettings(transaction, id, stored.settings, content.settings);
    await notifyOfConnection(transaction, id);
    return toRecord(updated);
  });

/**
 * Seals all secrets under the first key. Deleted connections hold none.
 *
 * @returns how many were sealed under another key
 */
export const rotateSecrets = async (db: Kysely<Database>, box: SecretBox): Promise<number> =>
  db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('connections')
      .select(['id', 'secrets'])
      .orderBy('id')
      .forUpdate()
      .execute();
    const stale = rows.filter((row) => !box.isCurrent(row.secrets));
    for (const row of stale) {
      const secrets = box.seal(box.open(row.secrets, row.id), row.id);
      await transaction.updateTable('connections').set({ secrets }).where('id', '=', row.id).execute();
    }
    return stale.length;
  });

/** Whose attention a connection's own is. */
export const connectionTarget = (id: string) => ({ connection: id, type: 'connection' as const, id });

/** Tells every process to look at this connection again; sent when the transaction commits. */
export const notifyOfConnection = async (db: Db, id: string): Promise<void> => {
  await sql`select pg_notify(${channels.connections}, ${id})`.execute(db);
};

/** Columns that move with each change. */
export const changed = { version: sql<number>`version + 1`, updated_at: sql<Date>`now()` };

export const notPaused = { paused_by: null, paused_reason: null, paused_at: null };

export const toRecord = (row: Selectable<Database['connections']>): ConnectionRecord => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  enabled: row.enabled,
  settings: row.settings,
  secretNames: row.secret_names,
  pausedBy: row.paused_by,
  pausedReason: row.paused_reason,
  pausedAt: row.paused_at,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  deletedAt: row.deleted_at,
});

const contentColumns = (box: SecretBox, id: string, { name, enabled, settings, secrets }: ConnectionContent) => ({
  name,
  enabled,
  settings: json(settings),
  secrets: box.seal(secrets, id),
  secret_names: Object.keys(secrets).toSorted(),
});

export const isSameSecrets = (one: Secrets, other: Secrets): boolean =>
  Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);

/** Deleted ones too: whoever reconciles must see that they are gone. */
export const listAllConnections = async (db: Db): Promise<ConnectionRecord[]> => {
  const rows = await db.selectFrom('connections').selectAll().orderBy('id').execute();
  return rows.map(toRecord);
};
