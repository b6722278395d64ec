import type { CourierShipment, ShipmentState } from '../../domain/delivery/delivery.ts';
import * as words from '../../domain/delivery/words.ts';
import type { OpenedShipment } from '../../store/shipments/rows.ts';
import type { DeliverySettlement } from '../../store/shipments/settle.ts';
import type { DeliveryConnection } from '../dependencies.ts';
import { atCourier } from './delivery-context.ts';

/** What an answer of the courier says that the row does not: what it changes, whom it is told. Null: nothing new. */
export const settlementOfAnswer = (
  connection: DeliveryConnection,
  { row, attention: open }: OpenedShipment,
  shipment: CourierShipment,
): DeliverySettlement | null => {
  // What was delivered, failed or was cancelled stays so, whatever is said later.
  if (row.closed_at !== null) return null;
  const isNewStatus = shipment.status !== row.courier_status || shipment.words !== row.courier_words;
  const tracking = shipment.trackingNumber ?? row.tracking_number;
  const isNewTracking = tracking !== null && tracking !== row.tracking_number;
  const hasNewEvents = JSON.stringify(shipment.events) !== JSON.stringify(row.events);
  if (!isNewStatus && !isNewTracking && !hasNewEvents) {
    // It answers again for a booking that it did not know, or could not show.
    return open.some(({ step }) => step === 'status') ? { changes: {}, over: ['status'] } : null;
  }
  const outcome = isNewStatus ? outcomeOf(connection, row, shipment) : noOutcome;
  const told = [
    ...(isNewStatus && shipment.status !== null ? [statusTold(connection.name, row.courier_status, shipment)] : []),
    ...(outcome.told ?? []),
    ...(isNewTracking ? [words.trackingWords(connection.name, tracking)] : []),
  ];
  const now = new Date();
  return {
    changes: {
      courier_status: shipment.status,
      courier_words: shipment.words,
      ...(isNewStatus ? { status_at: now } : {}),
      tracking_number: tracking,
      ...(shipment.events.length === 0 ? {} : { events: JSON.stringify(shipment.events) }),
      ...outcome.changes,
    },
    told,
    notes: told.length === 0 ? [] : [{ id: `status_${now.getTime()}`, text: told.join(' ') }],
    over: ['status'],
    ...(outcome.attention === undefined ? {} : { attention: outcome.attention }),
    ...(outcome.closeAs === undefined ? {} : { closeAs: outcome.closeAs }),
  };
};

type Outcome = Pick<DeliverySettlement, 'changes' | 'told' | 'attention' | 'closeAs'>;
const noOutcome: Outcome = { changes: {} };

const statusTold = (courier: string, before: string | null, now: CourierShipment): string =>
  now.class === 'unknown'
    ? words.unknownStatusWords(courier, words.statusOf(now))
    : words.statusWords(courier, before, now);

const outcomeOf = (connection: DeliveryConnection, row: OpenedShipment['row'], shipment: CourierShipment): Outcome => {
  const at = atCourier(connection, row, shipment.id);
  switch (shipment.class) {
    case 'unknown':
      return noOutcome;
    case 'pending':
      return row.state === 'shipped' ? { changes: {}, told: [words.wentBackWords(at.courier, row.state)] } : noOutcome;
    case 'shipped':
      return { changes: { state: 'shipped' satisfies ShipmentState } };
    case 'delivered':
      return { changes: {}, closeAs: 'delivered' };
    case 'error': {
      const reason = words.failedReason(at, shipment);
      return {
        changes: { error: words.statusOf(shipment) },
        closeAs: 'error',
        attention: [{ kind: 'rejected', step: 'status', reason }],
      };
    }
    case 'cancelled': {
      const reason = words.droppedByCourierReason(at, shipment);
      const isOurs = row.cancel_wanted !== null;
      return {
        changes: {},
        closeAs: 'cancelled',
        ...(isOurs ? {} : { attention: [{ kind: 'rejected', step: 'status', reason }] as const }),
      };
    }
  }
};
