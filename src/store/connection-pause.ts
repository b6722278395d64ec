import type { Kysely } from 'kysely';
import { raiseAttention, resolveAttention } from './attention.ts';
import { changed, connectionTarget, notPaused, notifyOfConnection, toRecord } from './connections.ts';
import type { ConnectionRecord } from './connections.ts';
import type { Database } from './schema.ts';

/** Stops all work for a connection until it is resumed. Repeating it changes nothing but the reason. @returns undefined when there is none. */
export const pauseByOperator = async (
  db: Kysely<Database>,
  id: string,
  reason: string,
): Promise<ConnectionRecord | undefined> =>
  db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('connections')
      .set({ ...changed, paused_by: 'operator', paused_reason: reason, paused_at: new Date() })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await notifyOfConnection(transaction, id);
    return toRecord(row);
  });

/**
 * Stops all work for a connection whose secrets the vendor refused, with one attention, however many calls found it out.
 *
 * @param seenVersion version of the connection whose secrets were refused: of a connection that changed since, nothing is known yet
 * @returns whether it was paused by this call
 */
export const pauseAsUnauthorized = async (
  db: Kysely<Database>,
  id: string,
  reason: string,
  seenVersion: number,
): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('connections')
      .set({ ...changed, paused_by: 'unauthorized', paused_reason: reason, paused_at: new Date() })
      .where('id', '=', id)
      .where('version', '=', seenVersion)
      .where('paused_by', 'is', null)
      .where('deleted_at', 'is', null)
      .returning('name')
      .executeTakeFirst();
    if (row === undefined) return false;
    await raiseAttention(transaction, connectionTarget(id), {
      kind: 'unauthorized',
      reason: `${reason.replace(/\.$/, '')}. ${row.name} is paused until new secrets are saved`,
      actions: ['retry'],
    });
    await notifyOfConnection(transaction, id);
    return true;
  });

/** What else waits about a connection is not over because it works again. */
const endedByResume = ['unauthorized', 'unavailable'] as const;

/** Lets work go on, whatever paused it, and closes the attention of the pause. @returns undefined when there is no such connection. */
export const resumeConnection = async (db: Kysely<Database>, id: string): Promise<ConnectionRecord | undefined> =>
  db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('connections')
      .set({ ...changed, ...notPaused })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await resolveAttention(transaction, connectionTarget(id), 'The connection was resumed', { kinds: endedByResume });
    await notifyOfConnection(transaction, id);
    return toRecord(row);
  });
