import type { CourierShipment } from './delivery.ts';

/**
 * What people read of a courier's shipment: sentences of its timeline, notes on the picking, reasons of attention. `courier` is the name of the connection,
 * `picking` that of the picking, `id` the courier's order number.
 */
export interface AtCourier {
  readonly courier: string;
  readonly picking: string;
  readonly id: string;
}

// Timeline and notes.

export const checkedWords = (courier: string, to: string): string =>
  `Checked in Odoo: ${courier} is to carry it to ${to}.`;

export const bookedWords = ({ courier, id }: AtCourier): string => `Booked with ${courier} as ${id}.`;

export const foundWords = ({ courier, id }: AtCourier): string =>
  `Found at ${courier} as ${id}: it is not booked a second time.`;

export const bookedAgainWords = (courier: string): string =>
  `The answer of ${courier} was lost, and twice it did not know the booking: it was booked again.`;

export const trackingWords = (courier: string, trackingNumber: string): string =>
  `Tracking number of ${courier}: ${trackingNumber}.`;

export const toldWords = (trackingNumber: string): string =>
  `Tracking number ${trackingNumber} was written to the picking.`;

export const labelWords = (): string => 'The label is here.';

export const statusWords = (courier: string, before: string | null, now: CourierShipment): string =>
  `${courier} says ${statusOf(now)}${before === null ? '' : `, before ${before}`}.`;

export const unknownStatusWords = (courier: string, status: string): string =>
  `${courier} says “${status}”, which means nothing to Conveyor: the shipment stays as it is.`;

export const wentBackWords = (courier: string, state: string): string =>
  `${courier} takes that back, but the shipment stays ${state}.`;

export const unbookedWords = (reason: string): string => `Not booked any more: ${reason}`;

export const droppedWords = (courier: string): string =>
  `${courier} does not know the booking whose answer was lost: nothing to cancel.`;

export const cancelWantedWords = (reason: string): string => `To be cancelled at the courier: ${reason}`;

export const cancelledWords = ({ courier, id }: AtCourier): string => `${courier} has cancelled ${id}.`;

export const notCancelledWords = ({ courier, id }: AtCourier, words: string): string =>
  `${courier} did not cancel ${id}: ${words}`;

export const cancelledUnbookedWords = (): string =>
  'The picking was cancelled in Odoo before a courier was booked: nothing to do.';

export const skippedWords = (reason: string): string => `Skipped: ${reason}`;

// Why it is refused.

export const noPickingReason = (pickingId: number): string =>
  `There is no picking ${pickingId} in Odoo: give the id of one that exists.`;

export const notReadyReason = (picking: string, state: string): string =>
  `Picking ${picking} is ${stateWords[state] ?? state} in Odoo: a courier is booked for one that is ready (assigned) or done.`;

const stateWords: Readonly<Record<string, string>> = {
  draft: 'a draft',
  waiting: 'waiting for another operation',
  confirmed: 'waiting for its goods',
  cancel: 'cancelled',
};

export const missingReason = (picking: string, problems: readonly string[]): string =>
  `Picking ${picking} cannot be carried: ${problems.join('; ')}. Complete it in Odoo, then ask again.`;

// Reasons of attention.

export const refusedReason = (courier: string, picking: string, words: string): string =>
  `${courier} refused ${picking}: ${words} Correct it in Odoo, then retry; or cancel it.`;

export const outcomeUnknownReason = (courier: string, picking: string): string =>
  `${courier} took ${picking} and named no number, and it is not found there by its reference: it may be booked. Look there. Retry only if it is not there; skip it if it is.`;

export const cannotTellReason = (courier: string, picking: string, words: string): string =>
  `${courier} does not say whether ${picking} is booked already, so it is not booked: ${words}`;

export const severalFoundReason = (courier: string, picking: string, ids: readonly string[]): string =>
  `${courier} has several bookings of ${picking}: ${ids.join(', ')}. Cancel all but one there, then retry.`;

export const goneAtCourierReason = ({ courier, picking, id }: AtCourier): string =>
  `${courier} does not know ${id} any more (${picking}): look there; skip it if nobody carries it.`;

export const cancelByHandReason = ({ courier, picking, id }: AtCourier): string =>
  `Picking ${picking} was cancelled in Odoo, and ${courier} is booked for it as ${id}: cancel the courier here, or skip it if the courier is to go on.`;

export const goneInOdooReason = ({ courier, picking, id }: AtCourier): string =>
  `Picking ${picking} is gone in Odoo, and ${courier} is booked for it as ${id}: cancel the courier here, or skip it if the courier is to go on.`;

export const failedReason = (at: AtCourier, now: CourierShipment): string =>
  `${at.courier} could not deliver ${at.picking} (${at.id}): ${statusOf(now)}. Find out why; a new request books it again.`;

export const droppedByCourierReason = (at: AtCourier, now: CourierShipment): string =>
  `${at.courier} has cancelled ${at.id} of ${at.picking} (${statusOf(now)}), and nobody here asked for it: a new request books it again.`;

export const notToldReason = (picking: string, trackingNumber: string, words: string): string =>
  `Odoo will not take the tracking number ${trackingNumber} of ${picking}: ${words}`;

export const statusOf = ({ status, words }: CourierShipment): string =>
  [status ?? 'nothing', ...(words === null ? [] : [`(${words})`])].join(' ');
