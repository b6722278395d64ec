import { sql } from 'kysely';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import { notifyOf } from '../poked-rows.ts';
import { shipmentRows } from './wake.ts';

/** A picking as the watch saw it. */
export interface SeenCarried {
  readonly id: number;
  readonly state: string;
}

/**
 * Has the runs of open shipments look at pickings whose state is another than their rows say. What was seen is noted at once: a look that fails is not
 * asked for again by the same sight. @returns how many
 */
export const noteCarriedPickings = async (db: Db, pickings: readonly SeenCarried[]): Promise<number> => {
  if (pickings.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update shipments as row set revision = row.revision + 1, odoo_revision = row.revision + 1, odoo_state = seen.state
    from jsonb_to_recordset(${json(pickings)}::jsonb) as seen(id bigint, state text)
    where row.picking_id = seen.id and row.closed_at is null and row.looked_revision > 0
      and row.odoo_state is distinct from seen.state`.execute(db);
  const count = Number(numAffectedRows ?? 0n);
  if (count > 0) await notifyOf(db, shipmentRows);
  return count;
};

/** Open shipments of pickings that belong to no sale order: the watch asks for their changes by id. */
export const listCarriedWithoutOrder = async (db: Db): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('shipments')
    .select('picking_id')
    .where('closed_at', 'is', null)
    .where('sale_order_id', 'is', null)
    .where('looked_revision', '>', 0)
    .orderBy('picking_id')
    .limit(watchedAtMost)
    .execute();
  return rows.map(({ picking_id: id }) => id);
};

/** Each look names them all. */
const watchedAtMost = 2_000;
