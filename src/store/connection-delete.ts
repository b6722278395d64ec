import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { channels } from '../domain/names.ts';
import { changed, notPaused, notifyOfConnection } from './connections.ts';
import type { Db } from './database.ts';
import type { Database } from './schema.ts';
import type { SecretBox } from './secret-box.ts';

export type ConnectionDeletion =
  | { readonly outcome: 'deleted'; readonly closedOrders: number }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'open-orders'; readonly openOrders: number };

/**
 * Marks a connection as gone and forgets its secrets; its id is never used again. Refused while orders or shipments are open, unless forced: then they
 * and what waits for them are closed here, and whoever sees `deleted_at` ends their runs.
 */
export const deleteConnection = async (
  db: Kysely<Database>,
  box: SecretBox,
  id: string,
  { force }: { force: boolean },
): Promise<ConnectionDeletion> =>
  db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('connections')
      .select('name')
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { outcome: 'unknown' };
    const openOrders = await countOpenOrders(transaction, id);
    if (openOrders > 0 && !force) return { outcome: 'open-orders', openOrders };

    await transaction
      .updateTable('connections')
      .set({
        ...changed,
        ...notPaused,
        enabled: false,
        secrets: box.seal({}, id),
        secret_names: [],
        deleted_at: new Date(),
      })
      .where('id', '=', id)
      .execute();
    await closeOrders(transaction, id, `Closed, because the connection ${row.name} was deleted`);
    await transaction
      .updateTable('inbox')
      .set({ done_at: new Date(), outcome: 'connection-deleted' })
      .where('connection', '=', id)
      .where('done_at', 'is', null)
      .execute();
    // Nobody is there to be told of them.
    await transaction.deleteFrom('dirty_offers').where('connection', '=', id).execute();
    await transaction.deleteFrom('idempotency_keys').where('connection', '=', id).execute();
    await transaction
      .updateTable('attention')
      .set({ resolved_at: new Date(), resolution: 'The connection was deleted' })
      .where('connection', '=', id)
      .where('resolved_at', 'is', null)
      .execute();
    await sql`select pg_notify(${channels.attention}, '')`.execute(transaction);
    await notifyOfConnection(transaction, id);
    return { outcome: 'deleted', closedOrders: openOrders };
  });

const countOpenOrders = async (db: Db, connection: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from orders where connection = ${connection} and closed_at is null)
      + (select count(*) from pos_orders where ${isOpenPosOrder(connection)})
      + (select count(*) from fulfilments where connection = ${connection} and closed_at is null)
      + (select count(*) from shipments where connection = ${connection} and closed_at is null) as count`.execute(db);
  return rows[0]?.count ?? 0;
};

const closeOrders = async (db: Db, connection: string, words: string): Promise<void> => {
  await sql`with closed as (
      update orders set closed_at = now(), updated_at = now(), revision = revision + 1
      where connection = ${connection} and closed_at is null returning external_id)
    insert into timeline (connection, target_type, target_id, text)
    select ${connection}, 'order', external_id, ${words} from closed`.execute(db);
  await sql`with held as (
      select key from pos_orders where ${isOpenPosOrder(connection)} order by key for update),
    closed as (
      update pos_orders set state = 'skipped', run_wanted = state = 'attention' or odoo_id is not null, updated_at = now(),
        revision = revision + 1
      where connection = ${connection} and key in (select key from held) returning key)
    insert into timeline (connection, target_type, target_id, text)
    select ${connection}, 'pos-order', key, ${words} from closed`.execute(db);
  await sql`select pg_notify(${channels.pos}, '')`.execute(db);
  await sql`with closed as (
      update fulfilments set closed_at = now(), updated_at = now(), stage = 'skipped', revision = revision + 1,
        delivered_revision = revision + 1, seen_revision = revision + 1
      where connection = ${connection} and closed_at is null returning sale_order_id)
    insert into timeline (connection, target_type, target_id, text)
    select ${connection}, 'fulfilment', sale_order_id::text, ${words} from closed`.execute(db);
  // What was booked stays booked: such a picking gets no second courier.
  await sql`with closed as (
      update shipments set closed_at = now(), updated_at = now(), revision = revision + 1,
        state = case when courier_id is null and sending_at is null then 'cancelled' else state end,
        delivered_revision = revision + 1, seen_revision = revision + 1
      where connection = ${connection} and closed_at is null returning picking_id, n)
    insert into timeline (connection, target_type, target_id, text)
    select ${connection}, 'delivery', picking_id || ':' || n, ${words} from closed`.execute(db);
};

const isOpenPosOrder = (connection: string) =>
  sql`connection = ${connection} and state in ('received', 'loading', 'loaded', 'attention')`;
