import type { Db } from './database.ts';

/** One sentence about what happened to an order, for people. */
export const tell = async (
  db: Db,
  target: { connection: string; externalId: string },
  ...sentences: readonly string[]
): Promise<void> => {
  if (sentences.length === 0) return;
  await db
    .insertInto('timeline')
    .values(
      sentences.map((text) => ({
        connection: target.connection,
        target_type: 'order',
        target_id: target.externalId,
        text,
      })),
    )
    .execute();
};
