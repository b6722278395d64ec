import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Takes or renews a lease for `ms`. @returns whether `holder` has it now. */
export const takeLease = async (db: Db, name: string, holder: string, ms: number): Promise<boolean> => {
  const result = await sql<{ holder: string }>`
    insert into leases (name, holder, expires_at) values (${name}, ${holder}, now() + ${ms} * interval '1 millisecond')
    on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
    where leases.holder = excluded.holder or leases.expires_at < now()
    returning holder`.execute(db);
  return result.rows.length > 0;
};

export const releaseLease = async (db: Db, name: string, holder: string): Promise<void> => {
  await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
};
