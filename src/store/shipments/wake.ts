import { sql } from 'kysely';
import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import { channels } from '../../domain/names.ts';
import { idPart } from '../poked-rows.ts';
import type { PokedRows } from '../poked-rows.ts';

/** A shipment with what its run is started with: the id of its connection. */
export interface StartedShipment extends ShipmentKey {
  readonly provider: string;
}

/** Shipments of couriers, as rows with runs. */
export const shipmentRows: PokedRows<StartedShipment> = {
  table: 'shipments',
  columns: ['picking_id', 'n', 'connection'],
  keyOf: (row) => ({
    pickingId: Number(row['picking_id']),
    n: Number(row['n']),
    provider: String(row['connection']),
  }),
  where: ({ pickingId, n }) => sql<boolean>`picking_id = ${pickingId} and n = ${n}`,
  // `delivery:<pickingId>:<n>`.
  isOfRun: (id) => sql<boolean>`picking_id = ${idPart(id, 2)} and n = ${idPart(id, 3)}`,
  channel: channels.shipments,
};
