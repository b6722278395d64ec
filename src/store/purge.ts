import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Longer than any vendor repeats a webhook (a week at most), so that a late copy is still known. */
const factDays = 30;
const attentionDays = 365;

export interface Purged {
  readonly exchanges: number;
  readonly facts: number;
  readonly attention: number;
}

/** Deletes what was kept long enough, in portions that hold no lock for long. Safe to repeat. */
export const purgeOld = async (db: Kysely<Database>, exchangeDays: number): Promise<Purged> => ({
  exchanges: await inPortions(() =>
    sql`delete from exchanges where id in (select id from exchanges where at < now() - ${exchangeDays} * interval '1 day' limit 5000)`.execute(
      db,
    ),
  ),
  facts: await inPortions(() =>
    sql`delete from inbox where id in (select id from inbox where done_at < now() - ${factDays} * interval '1 day' limit 5000)`.execute(
      db,
    ),
  ),
  attention: await inPortions(() =>
    sql`delete from attention where id in (select id from attention where resolved_at < now() - ${attentionDays} * interval '1 day' limit 5000)`.execute(
      db,
    ),
  ),
});

const inPortions = async (portion: () => Promise<{ numAffectedRows?: bigint }>): Promise<number> => {
  let total = 0;
  for (;;) {
    const deleted = Number((await portion()).numAffectedRows ?? 0n);
    total += deleted;
    if (deleted === 0) return total;
  }
};
