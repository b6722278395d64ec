import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { FulfilmentOrder } from '../../domain/fulfilment/fulfilment.ts';
import type { Database } from '../schema.ts';
import type { FulfilmentKey } from './rows.ts';

/** What an attempt to send may do. */
export type SendingTurn =
  /** It is at the prep centre, or nobody wants it to be sent. */
  | { readonly kind: 'done' }
  /** Another attempt's call may still be under way, or was looked for a moment ago. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Nobody has begun: this attempt has, now. */
  | { readonly kind: 'first'; readonly epoch: number; readonly content: FulfilmentOrder }
  /** Another attempt has begun, long enough ago. `wasMissed`: it was looked for once, in vain. */
  | {
      readonly kind: 'in-doubt';
      readonly epoch: number;
      readonly content: FulfilmentOrder;
      readonly wasMissed: boolean;
    };

/**
 * Draws the right to send. What is committed here is known to whoever comes after a crash.
 *
 * @param patienceMs after so long the call of an attempt is over, whatever became of it
 */
export const beginSending = (db: Kysely<Database>, key: FulfilmentKey, patienceMs: number): Promise<SendingTurn> =>
  db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('fulfilments')
      .select(['centre_id', 'closed_at', 'content', 'waits_for', 'sending_epoch', 'sending_at', 'missed_at'])
      .select(sql<number>`(extract(epoch from now() - greatest(sending_at, missed_at)) * 1000)::float8`.as('since_ms'))
      .where('connection', '=', key.connection)
      .where('sale_order_id', '=', key.saleOrderId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || row.centre_id !== null || row.closed_at !== null || row.content === null) {
      return { kind: 'done' };
    }
    if (row.sending_at === null && row.waits_for !== null) return { kind: 'done' };
    const { since_ms: sinceMs } = row;
    if (row.sending_at !== null && sinceMs < patienceMs) return { kind: 'wait', ms: Math.ceil(patienceMs - sinceMs) };
    const epoch = row.sending_epoch + 1;
    await trx
      .updateTable('fulfilments')
      .set({
        sending_epoch: epoch,
        ...(row.sending_at === null ? { sending_at: sql<Date>`now()`, missed_at: null } : {}),
      })
      .where('connection', '=', key.connection)
      .where('sale_order_id', '=', key.saleOrderId)
      .execute();
    return row.sending_at === null
      ? { kind: 'first', epoch, content: row.content }
      : { kind: 'in-doubt', epoch, content: row.content, wasMissed: row.missed_at !== null };
  });

/** Just before the call: the time counts from now. @returns false when another attempt has taken over, or nobody wants it to be sent */
export const mayStillSend = async (db: Kysely<Database>, key: FulfilmentKey, epoch: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('fulfilments')
    .set({ sending_at: sql<Date>`now()`, missed_at: null })
    .where('connection', '=', key.connection)
    .where('sale_order_id', '=', key.saleOrderId)
    .where('sending_epoch', '=', epoch)
    .where('centre_id', 'is', null)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

/** It was looked for and not found. */
export const noteMissed = async (db: Kysely<Database>, key: FulfilmentKey, epoch: number): Promise<void> => {
  await db
    .updateTable('fulfilments')
    .set({ missed_at: sql<Date>`now()` })
    .where('connection', '=', key.connection)
    .where('sale_order_id', '=', key.saleOrderId)
    .where('sending_epoch', '=', epoch)
    .execute();
};

/** Nothing was done by this attempt: nobody has to look for it. */
export const stopSending = async (db: Kysely<Database>, key: FulfilmentKey, epoch: number): Promise<void> => {
  await db
    .updateTable('fulfilments')
    .set({ sending_at: null, missed_at: null })
    .where('connection', '=', key.connection)
    .where('sale_order_id', '=', key.saleOrderId)
    .where('sending_epoch', '=', epoch)
    .execute();
};
