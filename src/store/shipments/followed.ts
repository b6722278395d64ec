import { sql } from 'kysely';
import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import type { CourierEvent, ShipmentState } from '../../domain/delivery/delivery.ts';
import type { Db } from '../database.ts';

/** A booking that is asked after, with what is known of it. */
export interface AskedBooking extends ShipmentKey {
  readonly courierId: string;
  readonly state: ShipmentState;
  readonly status: string | null;
  readonly words: string | null;
  readonly trackingNumber: string | null;
  readonly events: readonly CourierEvent[];
  readonly hasLabel: boolean;
  /** It waits for a person: it was not known there, or could not be shown. */
  readonly isDoubted: boolean;
}

/** Open bookings that were not asked after since then, those that wait longest first. */
export const listAskedBookings = async (db: Db, connection: string, since: Date): Promise<readonly AskedBooking[]> => {
  const rows = await db
    .selectFrom('shipments')
    .select([
      'picking_id as pickingId',
      'n',
      'courier_id as courierId',
      'state',
      'courier_status as status',
      'courier_words as words',
      'tracking_number as trackingNumber',
      'events',
    ])
    .select([
      sql<boolean>`labelled_at is not null`.as('hasLabel'),
      sql<boolean>`exists (
        select from attention where attention.connection = shipments.connection and target_type = 'delivery'
          and target_id = picking_id || ':' || n and step = 'status' and resolved_at is null)`.as('isDoubted'),
    ])
    .where('connection', '=', connection)
    .where('closed_at', 'is', null)
    .where('courier_id', 'is not', null)
    .where((where) => where.or([where('asked_at', 'is', null), where('asked_at', '<', since)]))
    .orderBy(sql`asked_at nulls first`)
    .orderBy('picking_id')
    .execute();
  return rows.flatMap(({ courierId, ...row }) => (courierId === null ? [] : [{ ...row, courierId }]));
};

/** They were asked after now. */
export const noteBookingsAnswered = async (db: Db, keys: readonly ShipmentKey[]): Promise<void> => {
  await sql`
    update shipments as row set asked_at = clock_timestamp()
    from unnest(${keys.map(({ pickingId }) => pickingId)}::bigint[], ${keys.map(({ n }) => n)}::integer[]) as asked(picking_id, n)
    where row.picking_id = asked.picking_id and row.n = asked.n`.execute(db);
};
