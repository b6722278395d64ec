import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Longer than any vendor repeats a webhook (a week at most), so that a late copy is still known. */
const factDays = 30;
const attentionDays = 365;
/** Reports are kept so long, and the newest of a connection however old they are. */
const reconciliationDays = 30;
const reconciliationsKept = 30;
/** Records of fetches are kept so long; the newest of a connection is kept however old it is. */
const posRunDays = 30;
/** Records of runs of the mirror are kept so long; the newest that ended is kept however old it is. */
const mirrorRunDays = 30;
/** Labels of couriers are kept so long after their shipments came to an end: they are large. */
export const labelDays = 90;
/** How long a push can be repeated under its key. */
const idempotencyDays = 1;
/** Notes for Odoo after they were posted; one that Odoo refused is kept for people to see. */
const noteDays = 30;
const refusedNoteDays = 365;

export interface Purged {
  readonly exchanges: number;
  readonly facts: number;
  readonly attention: number;
  readonly reconciliations: number;
  readonly posRuns: number;
  readonly mirrorRuns: number;
  readonly idempotencyKeys: number;
  readonly notes: number;
  readonly labels: number;
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
  reconciliations: await inPortions(() =>
    sql`delete from reconciliations where id in (
      select id from (
        select id, started_at, row_number() over (partition by connection order by started_at desc) as place
        from reconciliations) as listed
      where started_at < now() - ${reconciliationDays} * interval '1 day' and place > ${reconciliationsKept} limit 20)`.execute(
      db,
    ),
  ),
  posRuns: await inPortions(() =>
    sql`delete from pos_runs where id in (
      select id from pos_runs as run where started_at < now() - ${posRunDays} * interval '1 day' and exists (
        select from pos_runs as later where later.connection = run.connection and later.started_at > run.started_at
          and later.finished_at is not null)
      limit 5000)`.execute(db),
  ),
  mirrorRuns: await inPortions(() =>
    sql`delete from mirror_runs where id in (
      select id from mirror_runs as run where finished_at < now() - ${mirrorRunDays} * interval '1 day'
        and exists (select from mirror_runs as later where later.id > run.id and later.finished_at is not null)
      limit 5000)`.execute(db),
  ),
  idempotencyKeys: await inPortions(() =>
    sql`delete from idempotency_keys where (connection, key) in (
      select connection, key from idempotency_keys where created_at < now() - ${idempotencyDays} * interval '1 day' limit 5000)`.execute(
      db,
    ),
  ),
  notes: await inPortions(() =>
    sql`delete from odoo_notes where id in (
      select id from odoo_notes where posted_at < now() - ${noteDays} * interval '1 day'
        or (refused is not null and created_at < now() - ${refusedNoteDays} * interval '1 day') limit 5000)`.execute(
      db,
    ),
  ),
  labels: await inPortions(() =>
    sql`delete from shipment_labels where shipment_id in (
      select shipment_id from shipment_labels join shipments using (shipment_id)
      where closed_at < now() - ${labelDays} * interval '1 day' limit 500)`.execute(db),
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
