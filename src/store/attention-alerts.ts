import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from './schema.ts';

export type AlertEvent = 'opened' | 'resolved';

export interface DueAlert {
  readonly attention: Selectable<Database['attention']>;
  readonly event: AlertEvent;
}

/**
 * Attention that is new, and attention that is over and was alerted (or may have been). What was over before anybody was told is none of
 * them. Those tried least recently come first, so one that is always refused holds up no other.
 */
export const listDueAlerts = async (db: Kysely<Database>, atMost: number): Promise<readonly DueAlert[]> => {
  const rows = await db
    .selectFrom('attention')
    .selectAll()
    .where('alert_next_at', '<=', sql<Date>`now()`)
    .where((where) =>
      where.or([
        where.and([where('resolved_at', 'is', null), where('alerted_at', 'is', null)]),
        where.and([
          where('resolved_at', 'is not', null),
          where('recovery_alerted_at', 'is', null),
          where.or([where('alerted_at', 'is not', null), where('alert_unclear', '=', true)]),
        ]),
      ]),
    )
    .orderBy('alert_next_at')
    .orderBy('since')
    .limit(atMost)
    .execute();
  return rows.map((attention) => ({ attention, event: attention.resolved_at === null ? 'opened' : 'resolved' }));
};

/** The receiver has it. */
export const noteAlerted = async (db: Kysely<Database>, id: string, event: AlertEvent): Promise<void> => {
  await db
    .updateTable('attention')
    .set({
      ...(event === 'opened' ? { alerted_at: new Date() } : { recovery_alerted_at: new Date() }),
      alert_attempts: 0,
      alert_next_at: new Date(0),
    })
    .where('id', '=', id)
    .execute();
};

/**
 * The next try, so long from now.
 *
 * @param isUnclear the answer was lost: the receiver may have it
 */
export const postponeAlert = async (
  db: Kysely<Database>,
  id: string,
  { afterMs, isUnclear }: { afterMs: number; isUnclear: boolean },
): Promise<void> => {
  await db
    .updateTable('attention')
    .set({
      alert_attempts: sql`alert_attempts + 1`,
      alert_next_at: sql`now() + ${afterMs} * interval '1 millisecond'`,
      ...(isUnclear ? { alert_unclear: true } : {}),
    })
    .where('id', '=', id)
    .execute();
};
