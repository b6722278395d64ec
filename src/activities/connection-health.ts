import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { isFailure } from '../domain/failure.ts';
import { raiseAttention, resolveAttention } from '../store/attention.ts';
import { pauseAsUnauthorized } from '../store/connection-pause.ts';
import type { Database } from '../store/schema.ts';

/** After so long without an answer a person is told, once. */
const noticeAfterMs = 3_600_000;

/** Connections that this process has seen answer, and until when that is taken for granted: so that a healthy call costs no query. */
const healthyUntil = new Map<string, number>();
/** Another process may have noted an outage and died before it saw the end of it. */
const takenForGrantedMs = 30_000;

/**
 * Runs calls to one connection and keeps its health: refused secrets pause it with one notice; an hour out of reach is one notice,
 * which the first answer ends.
 */
export const watchingHealth = async <T>(
  db: Kysely<Database>,
  connection: { id: string; name: string; version: number },
  work: () => Promise<T>,
): Promise<T> => {
  try {
    const result = await work();
    if (Date.now() >= (healthyUntil.get(connection.id) ?? 0)) {
      await noteReachable(db, connection.id);
      healthyUntil.set(connection.id, Date.now() + takenForGrantedMs);
    }
    return result;
  } catch (error) {
    if (isFailure(error) && error.type === 'Unauthorized') await noteUnauthorized(db, connection, error.message);
    if (isFailure(error) && (error.type === 'Unavailable' || error.type === 'OutcomeUnknown')) {
      healthyUntil.delete(connection.id);
      await noteUnreachable(db, connection, error.message);
    }
    throw error;
  }
};

/** Odoo is no connection of the table and cannot be paused: its password comes from the environment. */
export const odooConnection = { id: 'odoo', name: 'Odoo', version: 0 };

const noteUnauthorized = async (
  db: Kysely<Database>,
  connection: { id: string; version: number },
  reason: string,
): Promise<void> => {
  healthyUntil.delete(connection.id);
  if (connection.id !== odooConnection.id) {
    await pauseAsUnauthorized(db, connection.id, reason, connection.version);
    return;
  }
  await raiseAttention(db, targetOf(connection.id), {
    kind: 'unauthorized',
    reason: `${reason} Set ODOO_USER and ODOO_PASSWORD and start again; everything waits until then.`,
    actions: [],
  });
};

const targetOf = (id: string) => ({ connection: id, type: 'connection' as const, id });

const noteUnreachable = async (
  db: Kysely<Database>,
  connection: { id: string; name: string },
  reason: string,
): Promise<void> => {
  const row = await db
    .insertInto('connection_activity')
    .values({ connection: connection.id, unavailable_since: sql`now()` })
    .onConflict((conflict) =>
      conflict
        .column('connection')
        .doUpdateSet({ unavailable_since: sql`coalesce(connection_activity.unavailable_since, now())` }),
    )
    .returning('unavailable_since')
    .executeTakeFirstOrThrow();
  if (row.unavailable_since === null || Date.now() - row.unavailable_since.getTime() < noticeAfterMs) return;
  await raiseAttention(db, targetOf(connection.id), {
    kind: 'unavailable',
    reason: `${connection.name} has been out of reach since ${row.unavailable_since.toISOString()}: ${reason} Everything waits and goes on by itself.`,
    actions: ['retry'],
  });
};

const noteReachable = async (db: Kysely<Database>, id: string): Promise<void> => {
  await db.updateTable('connection_activity').set({ unavailable_since: null }).where('connection', '=', id).execute();
  await resolveAttention(db, targetOf(id), 'It answers again', {
    kinds: id === odooConnection.id ? ['unavailable', 'unauthorized'] : ['unavailable'],
  });
};
