import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { Database } from './schema.ts';

/**
 * A row of what is sent to a vendor once. Its table has `content` (what is sent), `closed_at`, and the three columns of the protocol: `sending_at` (a send was begun and
 * its outcome is not known), `missed_at` (it was looked for since, in vain), `sending_epoch` (which attempt may send).
 */
export interface SentRow {
  readonly table: 'fulfilments' | 'shipments';
  /** Condition that names the one row. */
  readonly where: RawBuilder<boolean>;
  /** Whether it stands at the vendor. */
  readonly isThere: RawBuilder<boolean>;
  /** Whether nobody wants it to be sent now; it does not count once a send was begun. */
  readonly isHeld: RawBuilder<boolean>;
}

/** What an attempt to send may do. */
export type SendingTurn<Content> =
  /** It is at the vendor, or nobody wants it to be sent. */
  | { readonly kind: 'done' }
  /** Another attempt's call may still be under way, or was looked for a moment ago. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Nobody has begun: this attempt has, now. */
  | { readonly kind: 'first'; readonly epoch: number; readonly content: Content }
  /** Another attempt has begun, long enough ago. `wasMissed`: it was looked for once, in vain. */
  | { readonly kind: 'in-doubt'; readonly epoch: number; readonly content: Content; readonly wasMissed: boolean };

/**
 * Draws the right to send. What is committed here is known to whoever comes after a crash.
 *
 * @param patienceMs after so long the call of an attempt is over, whatever became of it
 */
export const beginSending = <Content>(
  db: Kysely<Database>,
  { table, where, isThere, isHeld }: SentRow,
  patienceMs: number,
): Promise<SendingTurn<Content>> =>
  db.transaction().execute(async (trx) => {
    const { rows } = await sql<{
      is_over: boolean;
      is_held: boolean;
      content: Content | null;
      sending_epoch: number;
      is_sending: boolean;
      was_missed: boolean;
      since_ms: number;
    }>`
      select ${isThere} or closed_at is not null as is_over, ${isHeld} as is_held, content, sending_epoch,
        sending_at is not null as is_sending, missed_at is not null as was_missed,
        (extract(epoch from now() - greatest(sending_at, missed_at)) * 1000)::float8 as since_ms
      from ${sql.table(table)} where ${where} for update`.execute(trx);
    const [row] = rows;
    if (row === undefined || row.is_over || row.content === null) return { kind: 'done' };
    if (!row.is_sending && row.is_held) return { kind: 'done' };
    if (row.is_sending && row.since_ms < patienceMs) return { kind: 'wait', ms: Math.ceil(patienceMs - row.since_ms) };
    const epoch = row.sending_epoch + 1;
    await sql`
      update ${sql.table(table)}
      set sending_epoch = ${epoch}, sending_at = coalesce(sending_at, now()),
        missed_at = case when sending_at is null then null else missed_at end
      where ${where}`.execute(trx);
    const { content } = row;
    return row.is_sending
      ? { kind: 'in-doubt', epoch, content, wasMissed: row.was_missed }
      : { kind: 'first', epoch, content };
  });

/** Just before the call: the time counts from now. @returns false when another attempt has taken over, or nobody wants it to be sent */
export const mayStillSend = async (db: Kysely<Database>, row: SentRow, epoch: number): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    update ${sql.table(row.table)} set sending_at = now(), missed_at = null
    where ${row.where} and sending_epoch = ${epoch} and not (${row.isThere}) and closed_at is null`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
};

/** It was looked for and not found. */
export const noteMissed = async (db: Kysely<Database>, row: SentRow, epoch: number): Promise<void> => {
  await sql`
    update ${sql.table(row.table)} set missed_at = now() where ${row.where} and sending_epoch = ${epoch}`.execute(db);
};

/** Nothing was done by this attempt: nobody has to look for it. */
export const stopSending = async (db: Kysely<Database>, row: SentRow, epoch: number): Promise<void> => {
  await sql`
    update ${sql.table(row.table)} set sending_at = null, missed_at = null
    where ${row.where} and sending_epoch = ${epoch}`.execute(db);
};
