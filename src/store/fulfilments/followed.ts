import { sql } from 'kysely';
import type { StatusClass } from '../../domain/fulfilment/fulfilment.ts';
import type { FollowCounts } from '../../domain/fulfilment/follow.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';

/** An order at the prep centre that is asked after, with what is known of it. */
export interface AskedShipment {
  readonly saleOrderId: number;
  readonly reference: string;
  readonly centreId: string;
  readonly status: string | null;
  readonly words: string | null;
  readonly trackingNumber: string | null;
  readonly class: StatusClass | null;
  /** It waits for a person although its status is none to wait for: it was not known there, or could not be shown. */
  readonly isDoubted: boolean;
}

/** Open orders that were not asked after since then, those that wait longest first; what is done there is only waited for in Odoo. */
export const listAsked = async (db: Db, connection: string, since: Date): Promise<readonly AskedShipment[]> => {
  const rows = await db
    .selectFrom('fulfilments')
    .select([
      'sale_order_id as saleOrderId',
      'number as reference',
      'centre_id as centreId',
      'centre_status as status',
      'centre_words as words',
      'tracking_number as trackingNumber',
      'status_class as class',
    ])
    .select(
      sql<boolean>`status_class = 'progress' and exists (
        select from attention where attention.connection = fulfilments.connection and target_type = 'fulfilment'
          and target_id = sale_order_id::text and step = 'status' and resolved_at is null)`.as('isDoubted'),
    )
    .where('connection', '=', connection)
    .where('closed_at', 'is', null)
    .where('centre_id', 'is not', null)
    .where(sql<boolean>`status_class is distinct from 'done'`)
    .where((where) => where.or([where('asked_at', 'is', null), where('asked_at', '<', since)]))
    .orderBy(sql`asked_at nulls first`)
    .orderBy('sale_order_id')
    .execute();
  return rows.flatMap(({ centreId, ...row }) => (centreId === null ? [] : [{ ...row, centreId }]));
};

/** They were asked after now. */
export const noteAnswered = async (db: Db, connection: string, saleOrderIds: readonly number[]): Promise<void> => {
  await sql`
    update fulfilments set asked_at = clock_timestamp()
    where connection = ${connection} and sale_order_id = any(${[...saleOrderIds]}::bigint[])`.execute(db);
};

/** The last round that came to its end. */
export const readFollowed = async (
  db: Db,
  connection: string,
): Promise<{ followedAt: Date; result: Record<string, unknown> } | undefined> => {
  const row = await db
    .selectFrom('fulfilment_connections')
    .select(['followed_at', 'follow_result'])
    .where('connection', '=', connection)
    .executeTakeFirst();
  return row?.followed_at === undefined || row.followed_at === null
    ? undefined
    : { followedAt: row.followed_at, result: row.follow_result ?? {} };
};

export const noteFollowed = async (
  db: Db,
  connection: string,
  round: { readonly beganAt: Date; readonly result: FollowCounts },
): Promise<void> => {
  await sql`
    insert into fulfilment_connections as row (connection, starts_at, followed_at, follow_result)
    select id, date_trunc('second', created_at), ${round.beganAt}::timestamptz, ${json(round.result)}::jsonb
    from connections where id = ${connection}
    on conflict (connection) do update set followed_at = excluded.followed_at, follow_result = excluded.follow_result`.execute(
    db,
  );
};
