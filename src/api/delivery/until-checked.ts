import { setTimeout as delay } from 'node:timers/promises';
import { findShipment } from '../../store/shipments/list-shipments.ts';
import { stopWaiting } from '../../store/shipments/request-shipment.ts';
import type { RequestedShipment } from '../../store/shipments/request-shipment.ts';
import type { ShipmentRow } from '../../store/shipments/rows.ts';
import type { ShipmentProblem } from '../../store/shipment-tables.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound, refused, unprocessable } from '../problem.ts';
import type { Problem } from '../problem.ts';

const lookEveryMs = 50;

/**
 * Watches a shipment that was asked for until its picking is checked, or `waitMs` have passed; then nobody waits for it any more, and what is found wrong later
 * is seen to by a person.
 *
 * @throws Problem with what the check found wrong: 404, 409, 422
 */
export const untilChecked = async (
  { db }: Pick<ApiDeps, 'db'>,
  { shipmentId, isNew, answerBy }: RequestedShipment,
  waitMs: number,
): Promise<void> => {
  const until = answerBy === null ? 0 : Date.now() + waitMs;
  let row: ShipmentRow | undefined = (await findShipment(db, shipmentId))?.row;
  while (row?.state === 'draft' && Date.now() < until) {
    await delay(lookEveryMs);
    row = (await findShipment(db, shipmentId))?.row;
  }
  // Who only joined does not end the wait of the one who asked first.
  if (isNew) row = await stopWaiting(db, shipmentId);
  if (row?.state === 'error' && row.problem !== null) throw problemOf(row.problem);
};

const problemOf = ({ kind, detail, errors }: ShipmentProblem): Problem => {
  switch (kind) {
    case 'not-found':
      return notFound(detail);
    case 'refused':
    case 'rejected':
      return refused(detail);
    case 'invalid':
      return unprocessable(detail, errors);
  }
};
