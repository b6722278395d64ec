import type { Db } from './database.ts';
import type { TimelineTarget } from './timeline.ts';

/** What happened to an order, in words, oldest first; the newest thousand entries. */
export const getOrderTimeline = async (
  db: Db,
  connection: string,
  externalId: string,
  type: TimelineTarget = 'order',
): Promise<{ at: Date; text: string }[]> => {
  const rows = await db
    .selectFrom('timeline')
    .select(['at', 'text'])
    .where('connection', '=', connection)
    .where('target_type', '=', type)
    .where('target_id', '=', externalId)
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute();
  return rows.toReversed();
};
