import { sql } from 'kysely';
import { countInAttention } from '../attention-of.ts';
import type { Db } from '../database.ts';

export interface FulfilmentCounts {
  readonly open: number;
  /** Shipments with open attention. */
  readonly attention: number;
  /** Open ones only. */
  readonly openByStage: Readonly<Record<string, number>>;
}

export const countFulfilments = async (db: Db, connection: string): Promise<FulfilmentCounts> => {
  const [stages, attention] = await Promise.all([
    db
      .selectFrom('fulfilments')
      .select(['stage', sql<number>`count(*)`.as('count')])
      .where('connection', '=', connection)
      .where('closed_at', 'is', null)
      .groupBy('stage')
      .orderBy('stage')
      .execute(),
    countInAttention(db, connection, 'fulfilment'),
  ]);
  return {
    open: stages.reduce((sum, { count }) => sum + count, 0),
    attention,
    openByStage: Object.fromEntries(stages.map(({ stage, count }) => [stage, count])),
  };
};

/** Open shipments of all connections. */
export const countOpenFulfilmentsByStage = async (
  db: Db,
): Promise<{ connection: string; stage: string; count: number }[]> =>
  db
    .selectFrom('fulfilments')
    .select(['connection', 'stage', sql<number>`count(*)`.as('count')])
    .where('closed_at', 'is', null)
    .groupBy(['connection', 'stage'])
    .execute();

/** Seconds since the last round began that asked after all open shipments. */
export const readFollowAges = async (db: Db): Promise<{ connection: string; seconds: number }[]> => {
  const { rows } = await sql<{ connection: string; seconds: number }>`
    select connection, extract(epoch from clock_timestamp() - followed_at)::float8 as seconds from fulfilment_connections
    join connections on connections.id = fulfilment_connections.connection and connections.deleted_at is null
    where followed_at is not null order by connection`.execute(db);
  return rows;
};
