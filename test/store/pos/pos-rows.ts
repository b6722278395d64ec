import type { Kysely, Updateable } from 'kysely';
import type { PosReading, UnreadPosOrder } from '../../../src/domain/pos/pos-order.ts';
import { recordPosOrders } from '../../../src/store/pos/record-orders.ts';
import type { RecordedPosOrder } from '../../../src/store/pos/record-orders.ts';
import type { Database, PosOrdersTable } from '../../../src/store/schema.ts';

export const anUnread = (
  orderId: string,
  kind: UnreadPosOrder['problem']['kind'] = 'bad-payload',
  raw: unknown = { OrderID: orderId, broken: kind },
): UnreadPosOrder => ({
  key: orderId,
  orderId,
  raw,
  problem: { kind, path: 'OrderItems[0].Price', message: `Order ${orderId} has no price` },
});

export const pulled = (
  db: Kysely<Database>,
  readings: readonly PosReading[],
  changes: { runId?: string | null; source?: 'pull' | 'push'; connection?: string } = {},
): Promise<RecordedPosOrder[]> =>
  recordPosOrders(db, { connection: 'shop', source: 'pull', runId: 'pos-import:shop/1', ...changes, readings });

export const posRowOf = (db: Kysely<Database>, key: string) =>
  db
    .selectFrom('pos_orders')
    .selectAll()
    .where('connection', '=', 'shop')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();

export const setPosRow = async (
  db: Kysely<Database>,
  key: string,
  changes: Updateable<PosOrdersTable>,
): Promise<void> => {
  await db.updateTable('pos_orders').set(changes).where('connection', '=', 'shop').where('key', '=', key).execute();
};

export const posTimelineOf = async (db: Kysely<Database>, key: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('timeline')
    .select('text')
    .where('connection', '=', 'shop')
    .where('target_type', '=', 'pos-order')
    .where('target_id', '=', key)
    .orderBy('id')
    .execute();
  return rows.map(({ text }) => text);
};

export const posAttentionOf = (db: Kysely<Database>, key: string) =>
  db
    .selectFrom('attention')
    .select(['kind', 'reason', 'resolved_at', 'workflow_id', 'actions'])
    .where('connection', '=', 'shop')
    .where('target_type', '=', 'pos-order')
    .where('target_id', '=', key)
    .orderBy('since')
    .execute();
