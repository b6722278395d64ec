import type { Db } from './database.ts';

/** Up to when Odoo was watched, in milliseconds since 1970 by its clock; moves with each look that ends. null: never. */
export const watchedUntil = async (db: Db): Promise<number | null> => {
  const row = await db.selectFrom('watch').select('looked_until').executeTakeFirst();
  return row?.looked_until?.getTime() ?? null;
};
