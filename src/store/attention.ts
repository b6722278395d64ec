import { sql } from 'kysely';
import type { AttentionAction, AttentionKind } from '../domain/order-stage.ts';
import { channels } from '../domain/names.ts';
import type { Db } from './database.ts';

export interface AttentionTarget {
  readonly connection: string;
  readonly type: 'order' | 'listing' | 'connection' | 'pos-order' | 'fulfilment' | 'delivery';
  /** External id of the order or of the listing, the connection's id, the key of the order of a point of sale, the id of the sale order that is shipped, or `<pickingId>:<n>` of a courier's shipment. */
  readonly id: string;
}

export interface NewAttention {
  readonly kind: AttentionKind;
  /** The step of the process that waits. */
  readonly step?: string;
  readonly reason: string;
  readonly actions: readonly AttentionAction[];
  readonly number?: string | null;
  readonly workflowId?: string | null;
}

/**
 * Opens attention of this kind for the target, or refreshes the words of the one that is open. Safe to repeat.
 * @returns its id, and whether it was not open before.
 */
export const raiseAttention = async (
  db: Db,
  target: AttentionTarget,
  attention: NewAttention,
): Promise<{ id: string; isNew: boolean }> => {
  const row = await db
    .insertInto('attention')
    .values({
      connection: target.connection,
      target_type: target.type,
      target_id: target.id,
      kind: attention.kind,
      step: attention.step ?? '',
      reason: attention.reason,
      actions: [...attention.actions],
      number: attention.number ?? null,
      workflow_id: attention.workflowId ?? null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['connection', 'target_type', 'target_id', 'kind', 'step'])
        .where('resolved_at', 'is', null)
        .doUpdateSet({ reason: attention.reason, actions: [...attention.actions], lifted: false }),
    )
    .returning(['id', sql<boolean>`xmax = 0`.as('is_new')])
    .executeTakeFirstOrThrow();
  await sql`select pg_notify(${channels.attention}, '')`.execute(db);
  return { id: row.id, isNew: row.is_new };
};

/** Closes open attention of the target; all of it unless kinds, ids or steps are named. @returns what was open. */
export const resolveAttention = async (
  db: Db,
  target: AttentionTarget,
  resolution: string,
  only: { kinds?: readonly AttentionKind[]; ids?: readonly string[]; steps?: readonly string[] } = {},
) => {
  let query = db
    .updateTable('attention')
    .set({ resolved_at: new Date(), resolution })
    .where('connection', '=', target.connection)
    .where('target_type', '=', target.type)
    .where('target_id', '=', target.id)
    .where('resolved_at', 'is', null);
  if (only.kinds !== undefined) query = query.where('kind', 'in', [...only.kinds]);
  if (only.ids !== undefined) query = query.where('id', 'in', [...only.ids]);
  if (only.steps !== undefined) query = query.where('step', 'in', [...only.steps]);
  const rows = await query.returningAll().execute();
  if (rows.length > 0) await sql`select pg_notify(${channels.attention}, '')`.execute(db);
  return rows;
};

/** Lets the waiting steps be tried again; the attention stays open until one succeeds. */
export const liftAttention = async (db: Db, target: AttentionTarget, steps?: readonly string[]): Promise<void> => {
  let query = db
    .updateTable('attention')
    .set({ lifted: true })
    .where('connection', '=', target.connection)
    .where('target_type', '=', target.type)
    .where('target_id', '=', target.id)
    .where('resolved_at', 'is', null)
    .where('step', '<>', 'otp');
  if (steps !== undefined) query = query.where('step', 'in', [...steps]);
  await query.execute();
};

export const openAttention = async (db: Db, target: AttentionTarget) =>
  db
    .selectFrom('attention')
    .selectAll()
    .where('connection', '=', target.connection)
    .where('target_type', '=', target.type)
    .where('target_id', '=', target.id)
    .where('resolved_at', 'is', null)
    .orderBy('since')
    .execute();
