import { sql } from 'kysely';
import { countInAttention } from '../attention-of.ts';
import type { Db } from '../database.ts';

export interface ShipmentCounts {
  readonly open: number;
  /** Shipments with open attention. */
  readonly attention: number;
  /** Open ones only. */
  readonly openByState: Readonly<Record<string, number>>;
}

export const countShipments = async (db: Db, connection: string): Promise<ShipmentCounts> => {
  const [states, attention] = await Promise.all([
    openByState(db).where('connection', '=', connection).orderBy('state').execute(),
    countInAttention(db, connection, 'delivery'),
  ]);
  return {
    open: states.reduce((sum, { count }) => sum + count, 0),
    attention,
    openByState: Object.fromEntries(states.map(({ state, count }) => [state, count])),
  };
};

/** Open shipments of all connections. */
export const countOpenShipments = (db: Db): Promise<{ connection: string; state: string; count: number }[]> =>
  openByState(db).execute();

const openByState = (db: Db) =>
  db
    .selectFrom('shipments')
    .select(['connection', 'state', sql<number>`count(*)`.as('count')])
    .where('closed_at', 'is', null)
    .groupBy(['connection', 'state']);
