import type { CourierAnswer } from '../../connectors/delivery/port.ts';
import type { CourierStatusClass } from '../../domain/delivery/delivery.ts';
import * as words from '../../domain/delivery/words.ts';
import type { FollowCounts } from '../../domain/fulfilment/follow.ts';
import { notifyOf } from '../../store/poked-rows.ts';
import { listAskedBookings, noteBookingsAnswered } from '../../store/shipments/followed.ts';
import type { AskedBooking } from '../../store/shipments/followed.ts';
import { loadShipment } from '../../store/shipments/rows.ts';
import type { OpenedShipment } from '../../store/shipments/rows.ts';
import { settleShipmentIn } from '../../store/shipments/settle.ts';
import type { DeliverySettlement } from '../../store/shipments/settle.ts';
import { shipmentRows } from '../../store/shipments/wake.ts';
import type { ActivityDependencies, DeliveryConnection } from '../dependencies.ts';
import { askAfterAll } from '../follow/ask-after-all.ts';
import type { FollowedClass, FollowTurn } from '../follow/ask-after-all.ts';
import { settlementOfAnswer } from './apply-answer.ts';
import { atCourier } from './delivery-context.ts';

/** Asks a courier after all its open bookings; those without a label have it asked for again. */
export const askAfterBookings = async (
  deps: ActivityDependencies,
  connection: DeliveryConnection,
  turn: FollowTurn,
  before: FollowCounts,
): Promise<FollowCounts> => {
  const asked = await listAskedBookings(deps.db, connection.id, turn.beganAt);
  return askAfterAll(
    turn,
    {
      asked,
      idOf: ({ courierId }) => courierId,
      readMany: (take) =>
        connection.courier.readMany(
          asked.map(({ courierId: id }) => ({ id })),
          take,
        ),
      isNews,
      apply: (booking, answer) => apply(deps, connection, booking, answer),
      noteAnswered: (answered) => noteBookingsAnswered(deps.db, answered),
    },
    before,
  );
};

const isNews = (answer: CourierAnswer, booking: AskedBooking): boolean =>
  'failure' in answer ||
  answer.shipment.status !== booking.status ||
  answer.shipment.words !== booking.words ||
  (answer.shipment.trackingNumber !== null && answer.shipment.trackingNumber !== booking.trackingNumber) ||
  JSON.stringify(answer.shipment.events) !== JSON.stringify(booking.events) ||
  !booking.hasLabel ||
  booking.isDoubted;

const apply = (
  deps: ActivityDependencies,
  connection: DeliveryConnection,
  key: AskedBooking,
  answer: CourierAnswer,
): Promise<FollowedClass | null> =>
  deps.db.transaction().execute(async (trx) => {
    const opened = await loadShipment(trx, key, { lock: true });
    if (opened === undefined || opened.row.courier_id !== answer.id || opened.row.closed_at !== null) return null;
    const settlement = settlementOf(connection, opened, answer);
    const asksForLabel = opened.row.labelled_at === null && !opened.row.label_due && 'shipment' in answer;
    if (settlement === null && !asksForLabel) return null;
    // Its run is to see it, and does nothing but to show it unless something follows.
    await settleShipmentIn(trx, key, {
      ...settlement,
      changes: {
        ...settlement?.changes,
        revision: opened.row.revision + 1,
        asked_at: new Date(),
        ...(asksForLabel ? { label_due: true } : {}),
      },
    });
    await notifyOf(trx, shipmentRows);
    return settlement === null || 'failure' in answer ? null : classes[answer.shipment.class];
  });

const classes = {
  pending: 'progress',
  shipped: 'progress',
  delivered: 'done',
  cancelled: 'dead',
  error: 'error',
  unknown: 'unknown',
} as const satisfies Record<CourierStatusClass, FollowedClass>;

const settlementOf = (
  connection: DeliveryConnection,
  opened: OpenedShipment,
  answer: CourierAnswer,
): DeliverySettlement | null => {
  if ('shipment' in answer) return settlementOfAnswer(connection, opened, answer.shipment);
  const { row, attention } = opened;
  const at = atCourier(connection, row, answer.id);
  const reason =
    answer.failure.type === 'NotFound' ? words.goneAtCourierReason(at) : `${answer.failure.message} (${row.number})`;
  // Its run knows: each round says the same.
  if (attention.some((open) => open.step === 'status' && open.reason === reason && !open.lifted)) return null;
  const kind = answer.failure.type === 'BadResponse' ? 'bad-payload' : 'rejected';
  return { changes: {}, attention: [{ kind, step: 'status', reason }] };
};
