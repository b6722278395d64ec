import { whyDeliveryRefused } from '../../domain/delivery/delivery-view.ts';
import type { DeliveryCommand, DeliveryView } from '../../domain/delivery/delivery-view.ts';
import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import * as words from '../../domain/delivery/words.ts';
import { liftAttention, resolveAttention } from '../../store/attention.ts';
import type { Db } from '../../store/database.ts';
import { loadShipment, shipmentTarget, viewOfShipment } from '../../store/shipments/rows.ts';
import type { OpenedShipment } from '../../store/shipments/rows.ts';
import { settleShipmentIn } from '../../store/shipments/settle.ts';
import type { DeliverySettlement } from '../../store/shipments/settle.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** What became of a command: the shipment afterwards, and why it was refused if it was. */
export interface DeliveryCommandOutcome {
  readonly view: DeliveryView;
  readonly refused: string | null;
}

/**
 * Writes what a person asked into the shipment's row; the run then does what the row says. Checked again here, over the locked row: the run's
 * picture of it may be old. @returns null when there is no such shipment
 */
export const recordDeliveryCommand = (
  deps: ActivityDependencies,
  key: ShipmentKey,
  command: DeliveryCommand,
): Promise<DeliveryCommandOutcome | null> =>
  deps.db.transaction().execute(async (trx) => {
    const opened = await loadShipment(trx, key, { lock: true });
    if (opened === undefined) return null;
    const view = viewOfShipment(opened);
    const refused = whyDeliveryRefused(view, command);
    if (refused !== null) return { view, refused };
    return { view: await settleShipmentIn(trx, key, await obey(trx, opened, command)), refused: null };
  });

const obey = async (db: Db, opened: OpenedShipment, command: DeliveryCommand): Promise<DeliverySettlement> => {
  const target = shipmentTarget(opened.row);
  switch (command.action) {
    case 'retry':
      await liftAttention(db, target);
      return { ...retried(opened), looksAgain: true };
    case 'cancel':
      // Where it was begun and nobody knows, it is looked for first.
      await liftAttention(db, target, ['book']);
      return cancelled(opened, command.reason.trim() === '' ? 'asked for by hand' : command.reason);
    case 'skip':
      return skipped(db, opened, command.reason);
  }
};

/** A person who tries it again where nobody could tell whether it is there says that it is not. */
const retried = ({ row, attention }: OpenedShipment): DeliverySettlement => {
  const isDecided = attention.some(({ kind, step }) => kind === 'outcome-unknown' && step === 'book');
  return {
    changes: {
      label_due: true,
      ...(isDecided ? { sending_at: null, missed_at: null } : {}),
      ...(row.closed_at === null ? {} : { closed_at: null }),
    },
    told: [row.closed_at === null ? 'Tried again by hand.' : 'Taken up again by hand.'],
    ...(isDecided ? { over: ['book'] as const } : {}),
  };
};

const cancelled = ({ row }: OpenedShipment, reason: string): DeliverySettlement =>
  row.courier_id === null && row.sending_at === null
    ? { changes: {}, told: [words.unbookedWords(reason)], closeAs: 'cancelled' }
    : { changes: { cancel_wanted: reason, cancel_answer: null }, told: [words.cancelWantedWords(reason)] };

/** What only keeps a person busy is laid aside, and the shipment goes on; else it is closed. */
const skipped = async (db: Db, { row, attention }: OpenedShipment, reason: string): Promise<DeliverySettlement> => {
  const told = [words.skippedWords(reason)];
  const isAside = row.courier_id !== null && attention.some(({ step }) => asideSteps.includes(step));
  if (!isAside && row.closed_at === null) {
    const mayBeThere = row.courier_id !== null || row.sending_at !== null;
    return {
      changes: { told_number: row.tracking_number },
      told,
      ...(mayBeThere ? { givenUp: true } : { closeAs: 'cancelled' }),
    };
  }
  await resolveAttention(db, shipmentTarget(row), `Skipped: ${reason}`);
  return { changes: { told_number: row.tracking_number, label_due: false }, told };
};

const asideSteps: readonly string[] = ['change', 'tell', 'label'];
