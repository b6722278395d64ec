import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { OfferDifference } from '../domain/offer-difference.ts';
import { json } from './database.ts';
import type { Db } from './database.ts';
import type { Database } from './schema.ts';

/** One comparison of all listings of a connection. */
export interface ReconciliationRecord {
  readonly id: string;
  readonly connection: string;
  readonly startedAt: Date;
  /** null while it runs. */
  readonly finishedAt: Date | null;
  readonly dryRun: boolean;
  /** Whether what differs was made to be pushed again. */
  readonly repaired: boolean;
  /** `marketplace`: its own list; `pushed`: what it was told last. */
  readonly comparedWith: 'marketplace' | 'pushed' | null;
  /** Listings that were compared; those that wait to be pushed are not. */
  readonly compared: number;
  readonly differing: number;
  /** Why it came to nothing. */
  readonly error: string | null;
}

/** One listing that differs. */
export interface ReconciliationRowRecord {
  readonly externalId: string;
  readonly productId: number | null;
  readonly ourPrice: string | null;
  readonly ourStock: number | null;
  /** null where it is not known. */
  readonly theirPrice: string | null;
  readonly theirStock: number | null;
  readonly why: string;
}

/**
 * Begins a comparison. One that began and never ended is gone: its process died. For the holder of the lease only.
 * @returns its id and when it began, by the database's clock
 */
export const beginReconciliation = async (
  db: Db,
  connection: string,
  dryRun: boolean,
): Promise<{ id: string; startedAt: Date }> => {
  await db
    .deleteFrom('reconciliations')
    .where('connection', '=', connection)
    .where('finished_at', 'is', null)
    .execute();
  const row = await db
    .insertInto('reconciliations')
    .values({ connection, dry_run: dryRun, compared_with: null, error: null })
    .returning(['id', 'started_at'])
    .executeTakeFirstOrThrow();
  return { id: row.id, startedAt: row.started_at };
};

export interface NewDifference extends OfferDifference {
  readonly externalId: string;
  readonly productId: number | null;
}

/** Adds listings that differ; those added before are overwritten. */
export const addDifferences = async (db: Db, id: string, differences: readonly NewDifference[]): Promise<void> => {
  if (differences.length === 0) return;
  const rows = differences.map(({ externalId, productId, ours, theirs, why, isRepairable }) => ({
    external_id: externalId,
    product_id: productId,
    our_price: ours?.price ?? null,
    our_stock: ours?.stock ?? null,
    their_price: theirs.price,
    their_stock: theirs.stock,
    why,
    is_repairable: isRepairable,
  }));
  await sql`insert into reconciliation_rows
      (reconciliation, external_id, product_id, our_price, our_stock, their_price, their_stock, why, is_repairable)
    select ${id}::uuid, row.* from jsonb_to_recordset(${json(rows)}::jsonb) as row(
      external_id text, product_id bigint, our_price numeric, our_stock bigint, their_price numeric, their_stock bigint,
      why text, is_repairable boolean)
    on conflict (reconciliation, external_id) do nothing`.execute(db);
};

/** Takes out what was noticed or pushed since the comparison began: it is no longer missed. */
export const dropSeenTo = async (db: Db, { id }: { readonly id: string }): Promise<void> => {
  await sql`delete from reconciliation_rows as row using reconciliations as run
    where run.id = ${id}::uuid and row.reconciliation = run.id and row.is_repairable and (
      exists (select from dirty_offers as dirty
        where dirty.connection = run.connection and dirty.external_id = row.external_id)
      or exists (select from offers as offer
        where offer.connection = run.connection and offer.external_id = row.external_id and offer.pushed_at >= run.started_at))`.execute(
    db,
  );
};

/** Listings that pushing again may help, by id. */
export const listRepairable = async (
  db: Db,
  id: string,
  page: { readonly after: string; readonly limit: number },
): Promise<string[]> => {
  const rows = await db
    .selectFrom('reconciliation_rows')
    .select('external_id')
    .where('reconciliation', '=', id)
    .where('is_repairable', '=', true)
    .where('external_id', '>', page.after)
    .orderBy('external_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => row.external_id);
};

/** Ends a comparison. @returns it */
export const finishReconciliation = async (
  db: Db,
  id: string,
  end: { comparedWith: 'marketplace' | 'pushed'; compared: number; repaired: boolean },
): Promise<ReconciliationRecord> => {
  const row = await db
    .updateTable('reconciliations')
    .set({
      finished_at: sql`now()`,
      compared_with: end.comparedWith,
      compared: end.compared,
      repaired: end.repaired,
      differing: sql`(select count(*) from reconciliation_rows where reconciliation = reconciliations.id)`,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toReconciliation(row);
};

/** Keeps why a comparison came to nothing; what it had found by then says nothing. */
export const failReconciliation = async (db: Db, id: string, error: string): Promise<void> => {
  await db.deleteFrom('reconciliation_rows').where('reconciliation', '=', id).execute();
  await db
    .updateTable('reconciliations')
    .set({ finished_at: sql`now()`, error })
    .where('id', '=', id)
    .execute();
};

/** The newest comparison that came to its end and began at or after `since`; one that only reports serves only who asked for no more. */
export const findReconciliationSince = async (
  db: Db,
  connection: string,
  since: Date,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ReconciliationRecord | undefined> => {
  let query = db
    .selectFrom('reconciliations')
    .selectAll()
    .where('connection', '=', connection)
    .where('started_at', '>=', since)
    .where('finished_at', 'is not', null)
    .where('error', 'is', null);
  if (!dryRun) query = query.where('dry_run', '=', false);
  const row = await query.orderBy('started_at', 'desc').limit(1).executeTakeFirst();
  return row && toReconciliation(row);
};

/** Comparisons of a connection, newest first. `cursor` of a row, given as `after`, leads to the next page. */
export const listReconciliations = async (
  db: Db,
  connection: string,
  page: { readonly after?: readonly [startedAt: string, id: string] | undefined; readonly limit: number },
): Promise<(ReconciliationRecord & { readonly cursor: readonly [startedAt: string, id: string] })[]> => {
  let query = db
    .selectFrom('reconciliations')
    .selectAll()
    .select(sql<string>`started_at::text`.as('started_at_text'))
    .where('connection', '=', connection);
  if (page.after !== undefined) {
    const [at, id] = page.after;
    query = query.where(
      sql<boolean>`(started_at < ${at}::timestamptz or (started_at = ${at}::timestamptz and id > ${id}::uuid))`,
    );
  }
  const rows = await query.orderBy('started_at', 'desc').orderBy('id').limit(page.limit).execute();
  return rows.map((row) => ({ ...toReconciliation(row), cursor: [row.started_at_text, row.id] as const }));
};

export const getReconciliation = async (
  db: Db,
  connection: string,
  id: string,
): Promise<ReconciliationRecord | undefined> => {
  const row = await db
    .selectFrom('reconciliations')
    .selectAll()
    .where('connection', '=', connection)
    .where(sql<boolean>`id::text = ${id}`)
    .executeTakeFirst();
  return row && toReconciliation(row);
};

/** What differed, by listing; `after` is the listing the page begins behind. */
export const listReconciliationRows = async (
  db: Db,
  id: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ReconciliationRowRecord[]> => {
  let query = db.selectFrom('reconciliation_rows').selectAll().where('reconciliation', '=', id);
  if (page.after !== undefined) query = query.where('external_id', '>', page.after);
  const rows = await query.orderBy('external_id').limit(page.limit).execute();
  return rows.map((row) => ({
    externalId: row.external_id,
    productId: row.product_id,
    ourPrice: row.our_price,
    ourStock: row.our_stock,
    theirPrice: row.their_price,
    theirStock: row.their_stock,
    why: row.why,
  }));
};

const toReconciliation = (row: Selectable<Database['reconciliations']>): ReconciliationRecord => ({
  id: row.id,
  connection: row.connection,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  dryRun: row.dry_run,
  repaired: row.repaired,
  comparedWith: row.compared_with,
  compared: row.compared,
  differing: row.differing,
  error: row.error,
});
