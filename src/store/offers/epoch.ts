import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Db } from '../database.ts';
import type { Database } from '../schema.ts';

/** The right of one attempt to claim, send and settle: every attempt before it may write no more. */
export interface OfferEpoch {
  readonly connection: string;
  readonly epoch: number;
}

/**
 * Draws the right to push a connection's offers, and takes back what older attempts have in flight: what of it was being sent stays marked
 * so (`sending_until`), and its value unknown.
 */
export const drawOfferEpoch = async (db: Kysely<Database>, connection: string): Promise<OfferEpoch> => {
  // A lock that waits for statements under an older epoch and that they wait for; notices, which only raise `wanted`, do not.
  const drawn = await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('offer_runs')
      .values({ connection })
      .onConflict((conflict) => conflict.column('connection').doNothing())
      .execute();
    await sql`select from offer_runs where connection = ${connection} for update`.execute(trx);
    return trx
      .updateTable('offer_runs')
      .set({ epoch: sql`epoch + 1` })
      .where('connection', '=', connection)
      .returning('epoch')
      .executeTakeFirstOrThrow();
  });
  const right = { connection, epoch: drawn.epoch };
  await sql`
    update dirty_offers as dirty set claimed_by = null, claimed_version = null, not_before = 'epoch'
    from (select external_id from dirty_offers
          where connection = ${connection} and claimed_by < ${drawn.epoch} and ${isOurs(right)}
          order by external_id for update) as stale
    where dirty.connection = ${connection} and dirty.external_id = stale.external_id`.execute(db);
  return right;
};

/**
 * Whether the attempt may still write. Held until the end of the statement: a newer attempt is drawn before or after it, not in between.
 * For use inside a statement that locks nothing of `offer_runs` before.
 */
export const isOurs = ({ connection, epoch }: OfferEpoch) =>
  sql<boolean>`exists (select from offer_runs where connection = ${connection} and epoch = ${epoch} for key share)`;

/** Whether no newer attempt was drawn. */
export const isNewestEpoch = async (db: Db, right: OfferEpoch): Promise<boolean> => {
  const result = await sql<{ ours: boolean }>`select ${isOurs(right)} as ours`.execute(db);
  return result.rows[0]?.ours === true;
};
