import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { notifyOf } from '../poked-rows.ts';
import { fulfilmentRows } from './wake.ts';

/** Sale orders that wait in Odoo, and for which no look is asked for. */
export const listWaiting = async (db: Db, connection: string): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('fulfilments')
    .select('sale_order_id')
    .where('connection', '=', connection)
    .where('closed_at', 'is', null)
    .where('centre_id', 'is', null)
    .where('waits_for', 'is not', null)
    .whereRef('looked_revision', '=', 'odoo_revision')
    .orderBy('sale_order_id')
    .execute();
  return rows.map((row) => row.sale_order_id);
};

/** Has their runs look into Odoo. */
export const askForLook = async (db: Db, connection: string, saleOrderIds: readonly number[]): Promise<void> => {
  if (saleOrderIds.length === 0) return;
  await sql`
    update fulfilments set revision = revision + 1, odoo_revision = revision + 1
    where connection = ${connection} and sale_order_id = any(${[...saleOrderIds]}::bigint[])
      and looked_revision = odoo_revision`.execute(db);
  await notifyOf(db, fulfilmentRows);
};
