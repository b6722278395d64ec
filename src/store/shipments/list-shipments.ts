import { sql } from 'kysely';
import { livingStates } from '../../domain/delivery/delivery.ts';
import type { ShipmentState } from '../../domain/delivery/delivery.ts';
import type { AttentionRow } from '../attention-list.ts';
import { hasOpenAttention, withOpenAttention } from '../attention-of.ts';
import { cursorAt } from '../cursor-time.ts';
import type { Db } from '../database.ts';
import type { ListFilter } from '../list-filter.ts';
import { shipmentTarget } from './rows.ts';
import type { ShipmentRow } from './rows.ts';

/** What a list shows of a shipment, with its open attention, oldest first. */
export interface ListedShipment {
  readonly row: ShipmentRow & {
    /** Kind of its connection. */
    readonly kind: string;
    readonly cursor_at: string;
  };
  readonly attention: readonly AttentionRow[];
}

export interface ShipmentFilter extends ListFilter {
  readonly pickingId?: number | undefined;
  readonly state?: ShipmentState | undefined;
  readonly after?: readonly [createdAt: string, shipmentId: string] | undefined;
}

/** Shipments, newest first. */
export const listShipments = async (db: Db, filter: ShipmentFilter): Promise<ListedShipment[]> => {
  let query = listed(db);
  if (filter.connection !== undefined) query = query.where('connection', '=', filter.connection);
  if (filter.pickingId !== undefined) query = query.where('picking_id', '=', filter.pickingId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.attention !== undefined) query = query.where(hasOpenAttention(filter.attention, 'delivery', columns));
  if (filter.q !== undefined) query = query.where(isNumberOf(filter.q));
  if (filter.since !== undefined) query = query.where('updated_at', '>=', filter.since);
  if (filter.after !== undefined) {
    const [createdAt, id] = filter.after;
    query = query.where(
      sql<boolean>`(created_at < ${createdAt}::timestamptz or (created_at = ${createdAt}::timestamptz and shipment_id > ${id}::uuid))`,
    );
  }
  const rows = await query.orderBy('created_at', 'desc').orderBy('shipment_id').limit(filter.limit).execute();
  return withAttention(db, rows);
};

/**
 * The shipment with this id; or of a picking the one that carries it, else the last one there was.
 *
 * @param id its own (uuid), or the picking's
 */
export const findShipment = async (db: Db, id: string | number): Promise<ListedShipment | undefined> => {
  const rows = await (typeof id === 'number'
    ? listed(db)
        .where('picking_id', '=', id)
        .orderBy(sql`state = any(${[...livingStates]}::text[])`, 'desc')
        .orderBy('n', 'desc')
        .limit(1)
        .execute()
    : listed(db).where('shipment_id', '=', id).execute());
  const [shipment] = await withAttention(db, rows);
  return shipment;
};

const listed = (db: Db) =>
  db
    .selectFrom('shipments')
    .selectAll()
    .select(cursorAt('created_at'))
    .select(sql<string>`(select kind from connections where connections.id = shipments.connection)`.as('kind'));

const withAttention = (db: Db, rows: readonly ListedShipment['row'][]): Promise<ListedShipment[]> =>
  withOpenAttention(db, 'delivery', rows, shipmentTarget);

const columns = { connection: sql`shipments.connection`, id: sql`(shipments.picking_id || ':' || shipments.n)` };

/** Name or id of the picking, the courier's order number, the tracking number, the shipment's own id, or the whole workflow id. */
const isNumberOf = (q: string) => {
  const [, run = null, n = null] = /^delivery:(\d{1,15}):(\d{1,9})$/.exec(q) ?? [];
  const id = /^\d{1,15}$/.test(q) ? q : null;
  const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(q) ? q : null;
  return sql<boolean>`(upper(number) = ${q.toUpperCase()} or picking_id = ${id}::bigint or courier_id = ${q} or tracking_number = ${q}
    or shipment_id = ${uuid}::uuid or (picking_id = ${run}::bigint and n = ${n}::integer))`;
};
