import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import type { DeliveryView } from '../../domain/delivery/delivery-view.ts';
import { Failure } from '../../domain/failure.ts';
import { connectionKinds } from '../../connectors/kinds.ts';
import { findCourier } from '../../store/shipments/find-courier.ts';
import { requestShipment } from '../../store/shipments/request-shipment.ts';
import { loadShipment, shipmentTimeline } from '../../store/shipments/rows.ts';
import type { OpenedShipment } from '../../store/shipments/rows.ts';
import { tell } from '../../store/timeline.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * The shipment's row and what of it waits for a person. Where it is gone it is written again from what its run remembers (an older database was
 * restored under a living run); where it never was, the run was started by hand, and it is made.
 *
 * @throws Failure `InvalidInput` when the picking has another living shipment, or the number is not the next one's
 */
export const openShipment = async (
  deps: ActivityDependencies,
  { key, provider, remembered }: { key: ShipmentKey; provider: string; remembered: DeliveryView | null },
): Promise<OpenedShipment> => {
  const opened = await loadShipment(deps.db, key);
  if (opened !== undefined) return opened;
  const { pickingId, n } = key;
  if (remembered === null) {
    const connection = await courierId(deps, provider);
    const requested = await requestShipment(deps.db, { pickingId, n, connection, waitMs: 0 });
    if (!requested.isNew) {
      throw new Failure(
        'InvalidInput',
        `Picking ${pickingId} has a living shipment already: delivery:${pickingId}:${requested.n}.`,
      );
    }
  } else {
    await remember(deps, key, remembered);
  }
  const made = await loadShipment(deps.db, key);
  if (made === undefined) throw new Error(`Shipment ${n} of picking ${pickingId} cannot be stored`);
  return made;
};

const courierKinds = Object.values(connectionKinds)
  .filter(({ category }) => category === 'delivery')
  .map(({ kind }) => kind);

const courierId = async ({ db }: ActivityDependencies, provider: string): Promise<string> => {
  const found = await findCourier(db, provider, courierKinds);
  switch (found.kind) {
    case 'found':
      return found.id;
    case 'unknown':
      throw new Failure('InvalidInput', `"${provider}" is no courier: there are ${found.known.join(', ') || 'none'}.`);
    case 'several':
      throw new Failure(
        'InvalidInput',
        `"${provider}" is more than one connection: name one of ${found.ids.join(', ')}.`,
      );
  }
};

const remember = async ({ db }: ActivityDependencies, key: ShipmentKey, view: DeliveryView): Promise<void> => {
  const row = await db
    .insertInto('shipments')
    .values({
      shipment_id: view.shipmentId,
      picking_id: key.pickingId,
      n: key.n,
      connection: view.connection,
      number: view.number,
      state: view.state,
      revision: view.revision,
      odoo_revision: view.revision,
      delivered_revision: view.revision,
      courier_id: view.courier?.id ?? null,
      courier_status: view.courier?.status ?? null,
      tracking_number: view.trackingNumber,
      error: view.error,
      ...(view.next === 'closed' ? { closed_at: new Date() } : {}),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return;
  await tell(db, shipmentTimeline(row), 'Written again from what its run remembered.');
};
