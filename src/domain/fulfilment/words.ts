import type { CentreOrder } from './fulfilment.ts';

/**
 * What people read of a shipment: sentences of its timeline, notes on the sale order, reasons of attention. `centre` is the name of the
 * connection, `number` that of the sale order, `id` the order's id at the prep centre.
 */
export interface AtCentre {
  readonly centre: string;
  readonly number: string;
  readonly id: string;
}

// Timeline and notes.

export const askedByHandWords = (centre: string): string => `Asked for by hand, to be shipped by ${centre}.`;

/** @param waitsFor what follows "waits for" */
export const waitingWords = (waitsFor: string): string => `Waits for ${waitsFor}.`;

export const goesOnWords = (): string => 'Nothing keeps it any more.';

export const sentWords = ({ centre, id }: AtCentre): string => `Sent to ${centre} as order ${id}.`;

export const foundWords = ({ centre, id }: AtCentre): string =>
  `Found at ${centre} as order ${id}: it is not sent a second time.`;

export const sendingAgainWords = (centre: string): string =>
  `The answer of ${centre} was lost, and twice it did not know the order: it is sent again.`;

export const statusWords = (centre: string, before: string | null, now: CentreOrder): string => {
  const from = before === null ? '' : `, before ${before}`;
  return `${centre} says ${statusOf(now)}${from}.`;
};

export const goneBackWords = (centre: string, before: string, now: string): string =>
  `${centre} went back from status ${before} to ${now}.`;

export const trackingWords = (centre: string, trackingNumber: string): string =>
  `Tracking number of ${centre}: ${trackingNumber}.`;

export const doneWords = (at: AtCentre, now: CentreOrder): string =>
  `${at.centre} has delivered order ${at.id} (${statusOf(now)}).`;

/** @param location where the goods leave from */
export const transferWords = (transfer: string, location: string): string =>
  `Draft transfer ${transfer} from ${location} to the customer was made: check it. Validate either it or the order's own transfer, not both.`;

export const deadWords = (at: AtCentre, now: CentreOrder): string =>
  `${at.centre} has dropped order ${at.id} (${statusOf(now)}): it is closed, and no transfer is made.`;

export const returnSeenWords = (transfer: string): string =>
  `Return ${transfer} was seen. Returns are not booked by Conveyor: book it yourself, and tell the prep centre.`;

export const partialSeenWords = (transfer: string): string =>
  `Partial delivery ${transfer} was seen. Conveyor follows whole orders only: what is delivered in parts is booked by you.`;

export const cancelledUnsentWords = (centre: string): string =>
  `Cancelled in Odoo before it was sent to ${centre}: nothing to do.`;

export const cancelledByHandWords = (centre: string, reason: string): string =>
  `Not sent to ${centre} any more: ${reason}`;

export const skippedWords = (reason: string): string => `Skipped: ${reason}`;

export const goneInOdooWords = (centre: string): string =>
  `The sale order is gone in Odoo, and was never sent to ${centre}: nothing to do.`;

export const reopenedWords = (): string => 'Taken up again.';

// Reasons of attention.

export const refusedReason = (centre: string, number: string, words: string): string =>
  `${centre} refused ${number}: ${words} Correct it in Odoo, then it goes on by itself, or retry.`;

export const noIdReason = (centre: string, number: string): string =>
  `${centre} took ${number} and named no id, and it cannot be looked up: it may be there. Look there by the name of the order. Retry only if it is not there; skip it if it is.`;

export const outcomeUnknownReason = (centre: string, number: string): string =>
  `${number} was sent to ${centre}, the answer was lost, and this connection cannot look orders up: it may be there. Look there by the name of the order. Retry only if it is not there; skip it if it is.`;

export const twoFoundReason = (centre: string, number: string, ids: readonly string[]): string =>
  `${centre} has ${ids.length} orders named ${number} (${ids.join(', ')}): cancel all but one there, then retry.`;

export const cannotTellReason = (centre: string, number: string, words: string): string =>
  `Whether ${number} is at ${centre} could not be found out, so it is not sent: ${words}`;

export const errorStatusReason = (at: AtCentre, now: CentreOrder): string =>
  `${at.number} stands at ${at.centre} as order ${at.id} with an error: ${statusOf(now)}. Solve it there; it goes on by itself with the next status.`;

export const unknownStatusReason = (at: AtCentre, status: string): string =>
  `${at.number} stands at ${at.centre} as order ${at.id} in status "${status}", of which the settings of the connection do not say what it means: name it in progressStatuses, doneStatuses, deadStatuses or errorStatuses.`;

export const noStatusReason = (at: AtCentre): string =>
  `${at.centre} says no status of order ${at.id} (${at.number}): look at the exchange, and at statusPath of the connection.`;

export const goneAtCentreReason = (at: AtCentre): string =>
  `${at.centre} does not know order ${at.id} (${at.number}) any more. Look there by the name of the order; skip it if it is to be left.`;

/** @param differences as `differencesOf` says them; not empty */
export const changedReason = (at: AtCentre, differences: readonly string[]): string =>
  `${at.number} was changed after it was sent to ${at.centre} as order ${at.id}: ${differences.join('; ')}. Change it there too, then skip or retry.`;

export const cancelByHandReason = (at: AtCentre): string =>
  `${at.number} was cancelled in Odoo after it was sent: cancel it at ${at.centre}, it is order ${at.id} there.`;

export const goneAfterSendingReason = (at: AtCentre): string =>
  `${at.number} was deleted in Odoo after it was sent: cancel it at ${at.centre}, it is order ${at.id} there.`;

export const transferRefusedReason = (at: AtCentre, words: string): string =>
  `${at.centre} has delivered ${at.number} (order ${at.id}), and the draft transfer could not be made: ${words}`;

const statusOf = ({ status, words }: CentreOrder): string => {
  const named = status === null ? 'no status' : `status ${status}`;
  return words === null || words === status ? named : `${named}: ${words}`;
};
