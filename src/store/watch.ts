import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { json } from './database.ts';
import type { Db } from './database.ts';
import { storeFacts } from './inbox.ts';
import type { NewFact } from './inbox.ts';
import type { ConfirmedOrder } from '../domain/fulfilment/odoo-fulfilment.ts';
import { liftAttention } from './attention.ts';
import { noteChangedOrders, recordConfirmed } from './fulfilments/record-confirmed.ts';
import type { MatchedOrder, SeenTransfer } from './fulfilments/record-confirmed.ts';
import { noteCarriedPickings } from './shipments/record-seen.ts';
import type { SeenCarried } from './shipments/record-seen.ts';
import { recordProductLook } from './offers/seen.ts';
import type { ProductLook } from './offers/seen.ts';
import type { Database } from './schema.ts';

export interface SeenSaleOrder {
  readonly id: number;
  readonly state: string;
}

export interface SeenPicking {
  readonly id: number;
  readonly saleOrderId: number;
  readonly state: string;
}

export interface FulfilmentLook {
  readonly confirmed: readonly MatchedOrder[];
  readonly orders: readonly ConfirmedOrder[];
  readonly transfers: readonly SeenTransfer[];
}

/** Draws the right to write for one attempt of the watch; every attempt before it may write no more. */
export const drawWatchEpoch = async (db: Db): Promise<{ epoch: number; lookedUntil: Date | null }> => {
  const row = await db
    .updateTable('watch')
    .set({ epoch: sql`epoch + 1` })
    .returning(['epoch', 'looked_until'])
    .executeTakeFirstOrThrow();
  return { epoch: row.epoch, lookedUntil: row.looked_until };
};

export const latestWatchEpoch = async (db: Db): Promise<number> =>
  (await db.selectFrom('watch').select('epoch').executeTakeFirstOrThrow()).epoch;

/**
 * Stores what one look at Odoo showed, in one transaction under the attempt's epoch: a fact for each order whose sale order or transfer
 * differs from what its row says, dirty offers where products changed, and how far was looked. The comparison is with the row and not with
 * earlier looks, so looking twice, late, or from two processes is harmless.
 *
 * @param look.lookedBefore where the look before ended: when the row says otherwise, an older database was restored
 * @returns how many facts were stored; null when another attempt has taken over, or must
 */
export const recordChanges = (
  db: Kysely<Database>,
  look: {
    epoch: number;
    lookedUntil: Date;
    lookedBefore?: Date | null;
    saleOrders: readonly SeenSaleOrder[];
    pickings: readonly SeenPicking[];
    products?: ProductLook | null;
    /** What prep centres are to ship, and what may have changed of what they do. */
    fulfilments?: FulfilmentLook;
    /** Pickings that a courier may carry. */
    carried?: readonly SeenCarried[];
  },
): Promise<number | null> =>
  db.transaction().execute(async (trx) => {
    let watch = trx.updateTable('watch').set({ looked_until: look.lookedUntil }).where('epoch', '=', look.epoch);
    if (look.lookedBefore !== undefined) watch = watch.where('looked_until', 'is not distinct from', look.lookedBefore);
    const kept = await watch.executeTakeFirst();
    if (kept.numUpdatedRows === 0n) return null;
    if (look.products != null) await recordProductLook(trx, look.products, look.lookedBefore ?? null);
    if (look.fulfilments !== undefined) {
      await noteChangedOrders(trx, look.fulfilments.orders, look.fulfilments.transfers);
      await recordConfirmed(trx, look.fulfilments.confirmed);
    }
    await noteCarriedPickings(trx, look.carried ?? []);
    if (look.saleOrders.length + look.pickings.length === 0) return 0;
    const facts = await raiseRevisions(trx, look.saleOrders, look.pickings);
    for (const fact of facts) {
      await liftAttention(trx, { connection: fact.connection, type: 'order', id: fact.target_id }, ['apply', 'push']);
    }
    await storeFacts(trx, facts);
    return facts.length;
  });

/** Open orders whose row differs from what was seen and for which no such fact waits already. */
const raiseRevisions = async (
  db: Db,
  saleOrders: readonly SeenSaleOrder[],
  pickings: readonly SeenPicking[],
): Promise<readonly NewFact[]> => {
  const result = await sql<{ connection: string; external_id: string; revision: number }>`
    with seen_orders as (
      select * from jsonb_to_recordset(${json(saleOrders)}::jsonb) as seen(id bigint, state text)),
    seen_pickings as (
      select * from jsonb_to_recordset(${json(pickings)}::jsonb) as seen(id bigint, "saleOrderId" bigint, state text)),
    changed as (
      select orders.connection, orders.external_id from orders join seen_orders on seen_orders.id = orders.odoo_id
      where orders.closed_at is null and orders.odoo_state is distinct from seen_orders.state
      union
      select orders.connection, orders.external_id from orders join seen_pickings on seen_pickings."saleOrderId" = orders.odoo_id
      where orders.closed_at is null and orders.odoo_pickings ->> seen_pickings.id::text is distinct from seen_pickings.state)
    update orders set revision = revision + 1
    from changed
    where orders.connection = changed.connection and orders.external_id = changed.external_id
      and not exists (
        select from inbox
        where inbox.connection = orders.connection and inbox.target_type = 'order' and inbox.target_id = orders.external_id
          and inbox.kind = 'odoo' and inbox.done_at is null)
    returning orders.connection, orders.external_id, orders.revision`.execute(db);
  return result.rows.map(toFact);
};

const toFact = (row: { connection: string; external_id: string; revision: number }): NewFact => ({
  connection: row.connection,
  event_key: `odoo:${row.external_id}:${row.revision}`,
  target_id: row.external_id,
  revision: row.revision,
  source: 'odoo',
  kind: 'odoo',
  payload: {},
});

/**
 * An older database was restored: its rows may lag behind their runs, and a run at rest does not know. Each open order is looked at again.
 * @returns how many
 */
export const lookAgainAtOpenOrders = (db: Kysely<Database>): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('orders')
      .set({ revision: sql`revision + 1` })
      .where('closed_at', 'is', null)
      .returning(['connection', 'external_id', 'revision'])
      .execute();
    await storeFacts(trx, rows.map(toFact));
    return rows.length;
  });
