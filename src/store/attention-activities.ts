import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from './schema.ts';

/** Attention of an order or a shipment whose record stands in Odoo, whose activity there is to be opened or, once it is resolved, closed. */
export interface DueActivity {
  readonly attention: Selectable<Database['attention']>;
  /** The sale order, or the picking a courier carries. */
  readonly record: { readonly model: 'sale.order' | 'stock.picking'; readonly id: number };
  /** Who is responsible for it; null: nobody. */
  readonly userId: number | null;
}

/** What is due now, closings first: a to-do of the same words may be opened anew after them. */
export const listDueActivities = async (db: Kysely<Database>, atMost: number): Promise<readonly DueActivity[]> => {
  const rows = await db
    .selectFrom('attention')
    .leftJoin('orders', (join) =>
      join
        .on('attention.target_type', '=', 'order')
        .onRef('orders.connection', '=', 'attention.connection')
        .onRef('orders.external_id', '=', 'attention.target_id'),
    )
    .leftJoin('fulfilments', (join) =>
      join
        .onRef('fulfilments.connection', '=', 'attention.connection')
        .on(
          'fulfilments.sale_order_id',
          '=',
          sql<number>`case when attention.target_type = 'fulfilment' then attention.target_id::bigint end`,
        ),
    )
    .leftJoin('shipments', (join) =>
      join
        .on(
          'shipments.picking_id',
          '=',
          sql<number>`case when attention.target_type = 'delivery' then split_part(attention.target_id, ':', 1)::bigint end`,
        )
        .on(
          'shipments.n',
          '=',
          sql<number>`case when attention.target_type = 'delivery' then split_part(attention.target_id, ':', 2)::integer end`,
        ),
    )
    .selectAll('attention')
    .select([
      'shipments.picking_id as picking_id',
      sql<number | null>`coalesce(orders.odoo_id, fulfilments.sale_order_id)`.as('sale_order_id'),
      sql<number | null>`coalesce(orders.odoo_user_id, fulfilments.odoo_user_id, shipments.odoo_user_id)`.as('user_id'),
    ])
    .where((where) =>
      where.or([
        where('orders.odoo_id', 'is not', null),
        where('fulfilments.odoo_state', 'is not', null),
        where('shipments.odoo_state', 'is not', null),
      ]),
    )
    .where('attention.activity_next_at', '<=', sql<Date>`now()`)
    .where((where) =>
      where.or([
        where.and([where('attention.resolved_at', 'is', null), where('attention.odoo_activity_id', 'is', null)]),
        where.and([
          where('attention.resolved_at', 'is not', null),
          where('attention.activity_asked_at', 'is not', null),
          where('attention.activity_closed_at', 'is', null),
        ]),
      ]),
    )
    .orderBy(sql`attention.resolved_at is null`)
    .orderBy('attention.activity_next_at')
    .orderBy('attention.since')
    .limit(atMost)
    .execute();
  return rows.flatMap(
    ({ sale_order_id: saleOrderId, picking_id: pickingId, user_id: userId, ...attention }): DueActivity[] => {
      if (saleOrderId !== null) return [{ attention, record: { model: 'sale.order', id: saleOrderId }, userId }];
      return pickingId === null ? [] : [{ attention, record: { model: 'stock.picking', id: pickingId }, userId }];
    },
  );
};

/** Noted before Odoo is asked, so that an activity whose answer was lost is found and closed too. */
export const noteActivityAsked = async (db: Kysely<Database>, id: string): Promise<void> => {
  await db
    .updateTable('attention')
    .set({ activity_asked_at: sql`coalesce(activity_asked_at, now())` })
    .where('id', '=', id)
    .execute();
};

/** Odoo has it: nothing more to do until the attention is resolved. */
export const noteActivityOpened = async (db: Kysely<Database>, id: string, activityId: number): Promise<void> => {
  await db
    .updateTable('attention')
    .set({ odoo_activity_id: activityId, activity_attempts: 0, activity_next_at: new Date(0) })
    .where('id', '=', id)
    .execute();
};

/** Whether another attention that is still open speaks through the same activity. */
export const isActivityStillWanted = async (db: Kysely<Database>, id: string, activityId: number): Promise<boolean> => {
  const row = await db
    .selectFrom('attention')
    .select('id')
    .where('odoo_activity_id', '=', activityId)
    .where('id', '<>', id)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
};

export const noteActivityClosed = async (db: Kysely<Database>, id: string): Promise<void> => {
  await db.updateTable('attention').set({ activity_closed_at: new Date() }).where('id', '=', id).execute();
};

/**
 * The next try, so long from now.
 *
 * @param wasRefused Odoo said no, so nothing was made by this try
 */
export const postponeActivity = async (
  db: Kysely<Database>,
  id: string,
  { afterMs, wasRefused }: { afterMs: number; wasRefused: boolean },
): Promise<void> => {
  await db
    .updateTable('attention')
    .set({
      activity_attempts: sql`activity_attempts + 1`,
      activity_next_at: sql`now() + ${afterMs} * interval '1 millisecond'`,
      ...(wasRefused
        ? { activity_asked_at: sql`case when odoo_activity_id is null then null else activity_asked_at end` }
        : {}),
    })
    .where('id', '=', id)
    .execute();
};
