import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Facts that no run was told of yet. */
export const countUndeliveredFacts = async (db: Db): Promise<number> => {
  const row = await db
    .selectFrom('inbox')
    .select(sql<number>`count(*)`.as('count'))
    .where('delivered_at', 'is', null)
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
};
