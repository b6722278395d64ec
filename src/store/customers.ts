import type { Db } from './database.ts';

/** The Odoo partner that stands for a customer of this connection, if it was met before. */
export const knownPartner = async (db: Db, connection: string, ref: string): Promise<number | null> => {
  const row = await db
    .selectFrom('customers')
    .select('partner_id')
    .where('connection', '=', connection)
    .where('ref', '=', ref)
    .executeTakeFirst();
  return row?.partner_id ?? null;
};

export const rememberPartner = async (db: Db, connection: string, ref: string, partnerId: number): Promise<void> => {
  await db
    .insertInto('customers')
    .values({ connection, ref, partner_id: partnerId })
    .onConflict((conflict) => conflict.columns(['connection', 'ref']).doUpdateSet({ partner_id: partnerId }))
    .execute();
};

/** Forgets a partner that Odoo no longer has. */
export const forgetPartner = async (db: Db, connection: string, ref: string): Promise<void> => {
  await db.deleteFrom('customers').where('connection', '=', connection).where('ref', '=', ref).execute();
};
