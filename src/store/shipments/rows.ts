import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import { livingStates, shipmentTargetId } from '../../domain/delivery/delivery.ts';
import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import { nextDeliveryStep } from '../../domain/delivery/delivery-view.ts';
import type { DeliveryView } from '../../domain/delivery/delivery-view.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import type { Db } from '../database.ts';
import type { ShipmentsTable } from '../schema.ts';

export type ShipmentRow = Selectable<ShipmentsTable>;
export type ShipmentChanges = Updateable<ShipmentsTable>;

/** A step of a shipment that waits for a person. */
export interface OpenDeliveryStep {
  readonly kind: AttentionKind;
  readonly step: string;
  readonly lifted: boolean;
  readonly reason: string;
}

export interface OpenedShipment {
  readonly row: ShipmentRow;
  readonly attention: readonly OpenDeliveryStep[];
}

type Named = Pick<ShipmentRow, 'connection' | 'picking_id' | 'n'>;

export const keyOfShipment = ({ picking_id: pickingId, n }: Pick<Named, 'picking_id' | 'n'>): ShipmentKey => ({
  pickingId,
  n,
});

export const shipmentTarget = (row: Named) => ({
  connection: row.connection,
  type: 'delivery' as const,
  id: shipmentTargetId(keyOfShipment(row)),
});

export const shipmentTimeline = (row: Named) => ({
  connection: row.connection,
  type: 'delivery' as const,
  externalId: shipmentTargetId(keyOfShipment(row)),
});

/** The row with what of it waits for a person, the oldest first. */
export const loadShipment = async (
  db: Db,
  { pickingId, n }: ShipmentKey,
  { lock = false } = {},
): Promise<OpenedShipment | undefined> => {
  const query = db
    .selectFrom('shipments')
    .selectAll()
    .select(
      sql<OpenDeliveryStep[] | null>`(
        select json_agg(json_build_object('kind', kind, 'step', step, 'lifted', lifted, 'reason', reason) order by since)
        from attention
        where attention.connection = shipments.connection and attention.target_type = 'delivery'
          and attention.target_id = shipments.picking_id || ':' || shipments.n and attention.resolved_at is null)`.as(
        'open_steps',
      ),
    )
    .where('picking_id', '=', pickingId)
    .where('n', '=', n);
  const found = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (found === undefined) return undefined;
  const { open_steps: attention, ...row } = found;
  return { row, attention: attention ?? [] };
};

export const updateShipment = (db: Db, { pickingId, n }: ShipmentKey, changes: ShipmentChanges): Promise<ShipmentRow> =>
  db
    .updateTable('shipments')
    .set({ ...changes, updated_at: new Date() })
    .where('picking_id', '=', pickingId)
    .where('n', '=', n)
    .returningAll()
    .executeTakeFirstOrThrow();

/** The shipment that carries the picking now, or has carried it; undefined where none did, or all failed. */
export const findLiving = (db: Db, pickingId: number): Promise<ShipmentRow | undefined> =>
  db
    .selectFrom('shipments')
    .selectAll()
    .where('picking_id', '=', pickingId)
    .where('state', 'in', [...livingStates])
    .executeTakeFirst();

/** What a run needs to know of its shipment. */
export const viewOfShipment = ({ row, attention }: OpenedShipment): DeliveryView => ({
  shipmentId: row.shipment_id,
  connection: row.connection,
  number: row.number,
  state: row.state,
  next: nextDeliveryStep({
    isClosed: row.closed_at !== null,
    looksWanted: row.looked_revision < row.odoo_revision,
    isChecked: row.content !== null,
    isBooked: row.courier_id !== null,
    isSending: row.sending_at !== null,
    isCancelWanted: row.cancel_wanted !== null,
    isTold: row.tracking_number === null || row.tracking_number === row.told_number,
    isLabelDue: row.label_due && row.labelled_at === null,
    blocked: attention.filter(({ lifted }) => !lifted).map(({ step }) => step),
  }),
  courier: row.courier_id === null ? null : { id: row.courier_id, status: row.courier_status },
  trackingNumber: row.tracking_number,
  error: row.error,
  attention: attention.map(({ kind, reason }) => ({ kind, reason })),
  isSending: row.sending_at !== null,
  revision: row.revision,
});
