import { sql } from 'kysely';
import { channels, workflowIds } from '../../domain/names.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';

/** What a person should know of an order of a point of sale. */
export interface PosAttention {
  readonly key: string;
  readonly kind: AttentionKind;
  /** A sentence with the order's number. */
  readonly reason: string;
  /** The step that waits. Default: none is named. */
  readonly step?: string;
}

/** Opens attention of orders, many at once, or refreshes the words of what is open: then it waits for a person again. Safe to repeat. */
export const raisePosAttention = async (db: Db, connection: string, raised: readonly PosAttention[]): Promise<void> => {
  if (raised.length === 0) return;
  const given = raised.map((each) => ({ ...each, workflowId: workflowIds.posOrder(connection, each.key) }));
  await sql`
    with opened as (
      insert into attention as open (connection, target_type, target_id, kind, step, reason, actions, number, workflow_id)
      select distinct on (given.key, given.kind, coalesce(given.step, ''))
        ${connection}, 'pos-order', given.key, given.kind, coalesce(given.step, ''), given.reason, '{retry,skip}',
        given.key, given."workflowId"
      from jsonb_to_recordset(${json(given)}::jsonb)
        as given(key text, kind text, step text, reason text, "workflowId" text)
      order by given.key, given.kind, coalesce(given.step, '')
      on conflict (connection, target_type, target_id, kind, step) where resolved_at is null
        do update set reason = excluded.reason, actions = excluded.actions, lifted = false
      returning 1)
    select pg_notify(${channels.attention}, '') from opened limit 1`.execute(db);
};

/**
 * Closes open attention of these orders: all of it, unless only some kinds are named, or some are left aside.
 *
 * @returns the keys of those that had any of it
 */
export const resolvePosAttention = async (
  db: Db,
  connection: string,
  keys: readonly string[],
  resolution: string,
  { only, except = [] }: { readonly only?: readonly AttentionKind[]; readonly except?: readonly AttentionKind[] } = {},
): Promise<readonly string[]> => {
  if (keys.length === 0) return [];
  const result = await sql<{ key: string }>`
    with held as (
      select id from attention
      where connection = ${connection} and target_type = 'pos-order' and target_id = any(${keys}::text[]) and resolved_at is null
        and kind <> all(${except}::text[]) and (${only === undefined} or kind = any(${only ?? []}::text[]))
      order by target_id, kind, step for update),
    closed as (
      update attention set resolved_at = now(), resolution = ${resolution}
      where id in (select id from held) returning target_id),
    told as (select pg_notify(${channels.attention}, '') from closed limit 1)
    select distinct target_id as key, (select count(*) from told) from closed`.execute(db);
  return result.rows.map(({ key }) => key);
};
