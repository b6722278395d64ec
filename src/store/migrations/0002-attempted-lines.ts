import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The lines of a write to Odoo whose outcome is not known yet. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`alter table orders add column attempted_lines jsonb`.execute(db);
};
