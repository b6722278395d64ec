import { sql } from 'kysely';
import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import type { SentRow } from '../sending.ts';

/** The row of a shipment as what a courier is booked for once. */
export const sentShipment = ({ pickingId, n }: ShipmentKey): SentRow => ({
  table: 'shipments',
  where: sql<boolean>`picking_id = ${pickingId} and n = ${n}`,
  isThere: sql<boolean>`courier_id is not null`,
  isHeld: sql<boolean>`cancel_wanted is not null`,
});
