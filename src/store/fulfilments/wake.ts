import { sql } from 'kysely';
import { channels } from '../../domain/names.ts';
import type { Db } from '../database.ts';
import type { FulfilmentKey } from './rows.ts';

/** A shipment whose run is to look at its row. */
export interface WantedShipment extends FulfilmentKey {
  readonly revision: number;
  /** Whether no run was started for it yet. */
  readonly isFirst: boolean;
  /** Whether Odoo is to be looked into; else the prep centre or a person said something. */
  readonly asksOdoo: boolean;
}

/** Dispatchers look when the transaction commits. */
export const notifyOfFulfilments = async (db: Db): Promise<void> => {
  await sql`select pg_notify(${channels.fulfilments}, '')`.execute(db);
};

/** Takes shipments whose runs are to be poked; other processes take others. Of a deleted connection none. */
export const takeWantedShipments = async (db: Db, atMost: number): Promise<readonly WantedShipment[]> => {
  const { rows } = await sql<WantedShipment>`
    update fulfilments as row
    set delivered_revision = row.revision, delivered_at = now(), deliveries = row.deliveries + 1
    from (
      select fulfilments.connection, sale_order_id, delivered_revision from fulfilments
      join connections on connections.id = fulfilments.connection and connections.deleted_at is null
      where revision > delivered_revision limit ${atMost} for update of fulfilments skip locked) as wanted
    where row.connection = wanted.connection and row.sale_order_id = wanted.sale_order_id
    returning row.connection, row.sale_order_id as "saleOrderId", row.revision,
      wanted.delivered_revision = 0 as "isFirst", row.looked_revision < row.odoo_revision as "asksOdoo"`.execute(db);
  return rows;
};

/** Its run was not reached: it is poked again. */
export const putBackWanted = async (db: Db, { connection, saleOrderId, isFirst }: WantedShipment): Promise<void> => {
  await sql`
    update fulfilments set delivered_revision = ${isFirst ? sql`0` : sql`greatest(delivered_revision - 1, 1)`}
    where connection = ${connection} and sale_order_id = ${saleOrderId}`.execute(db);
};

/**
 * Has runs poked again that were poked and have not seen to it: after a minute, then ever more rarely, since what keeps them (Odoo out of
 * reach) is tried again by themselves. @returns how many
 */
export const redeliverUnseenShipments = async (db: Db): Promise<number> => {
  const { numAffectedRows } = await sql`
    update fulfilments set delivered_revision = greatest(revision - 1, 0)
    where revision > seen_revision and revision = delivered_revision
      and delivered_at < now() - least(power(2, least(deliveries, 10)) * interval '30 seconds', interval '1 hour')`.execute(
    db,
  );
  const count = Number(numAffectedRows ?? 0n);
  if (count > 0) await notifyOfFulfilments(db);
  return count;
};

/** Open shipments of connections that are there, touched at least ten seconds ago. */
export const listOpenShipments = async (db: Db): Promise<readonly FulfilmentKey[]> => {
  const { rows } = await sql<FulfilmentKey>`
    select row.connection, row.sale_order_id as "saleOrderId" from fulfilments as row
    join connections on connections.id = row.connection and connections.deleted_at is null
    where row.closed_at is null and row.updated_at < now() - interval '10 seconds'`.execute(db);
  return rows;
};

/** Which of these have no row: an older database was restored under living runs. */
export const withoutFulfilmentRow = async (
  db: Db,
  keys: readonly FulfilmentKey[],
): Promise<readonly FulfilmentKey[]> => {
  if (keys.length === 0) return [];
  const { rows } = await sql<FulfilmentKey>`
    select run.connection, run.sale_order_id as "saleOrderId"
    from unnest(${keys.map(({ connection }) => connection)}::text[], ${keys.map(({ saleOrderId }) => saleOrderId)}::bigint[])
      as run(connection, sale_order_id)
    where not exists (
      select from fulfilments
      where fulfilments.connection = run.connection and fulfilments.sale_order_id = run.sale_order_id)`.execute(db);
  return rows;
};

/** The run of each open shipment looks into Odoo again: an older database was restored. @returns how many */
export const lookAgainAtOpenShipments = async (db: Db): Promise<number> => {
  const { numAffectedRows } = await sql`
    update fulfilments set revision = revision + 1, odoo_revision = revision + 1 where closed_at is null`.execute(db);
  await notifyOfFulfilments(db);
  return Number(numAffectedRows ?? 0n);
};
