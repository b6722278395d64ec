import { sql } from 'kysely';
import { countInAttention } from './attention-of.ts';
import type { Db } from './database.ts';

/** What is known of a connection's doings, besides its own row. */
export interface ConnectionActivity {
  readonly pullStartedAt: Date | null;
  readonly pullFinishedAt: Date | null;
  readonly pullResult: Record<string, unknown> | null;
  readonly pullError: string | null;
  /** Since when the vendor does not answer. */
  readonly unavailableSince: Date | null;
}

export const getConnectionActivity = async (db: Db, id: string): Promise<ConnectionActivity> => {
  const row = await db.selectFrom('connection_activity').selectAll().where('connection', '=', id).executeTakeFirst();
  return {
    pullStartedAt: row?.pull_started_at ?? null,
    pullFinishedAt: row?.pull_finished_at ?? null,
    pullResult: row?.pull_result ?? null,
    pullError: row?.pull_error ?? null,
    unavailableSince: row?.unavailable_since ?? null,
  };
};

export interface OrderCounts {
  readonly open: number;
  /** Orders with open attention. */
  readonly attention: number;
  /** All orders, open and closed. */
  readonly byStage: Record<string, number>;
}

export const countOrders = async (db: Db, connection: string): Promise<OrderCounts> => {
  const stages = await db
    .selectFrom('orders')
    .select([
      'stage',
      sql<number>`count(*)`.as('count'),
      sql<number>`count(*) filter (where closed_at is null)`.as('open'),
    ])
    .where('connection', '=', connection)
    .groupBy('stage')
    .execute();
  return {
    open: stages.reduce((sum, each) => sum + each.open, 0),
    attention: await countInAttention(db, connection, 'order'),
    byStage: Object.fromEntries(stages.map((each) => [each.stage, each.count])),
  };
};
