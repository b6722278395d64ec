import type { Db } from './database.ts';

/** What happened to an order, in words, oldest first; the newest thousand entries. */
export const getOrderTimeline = async (
  db: Db,
  connection: string,
  externalId: string,
): Promise<{ at: Date; text: string }[]> => {
  const rows = await db
    .selectFrom('timeline')
    .select(['at', 'text'])
    .where('connection', '=', connection)
    .where('target_type', '=', 'order')
    .where('target_id', '=', externalId)
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute();
  return rows.toReversed();
};
