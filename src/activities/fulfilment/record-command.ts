import { whyFulfilmentRefused } from '../../domain/fulfilment/fulfilment-view.ts';
import type { FulfilmentCommand, FulfilmentView } from '../../domain/fulfilment/fulfilment-view.ts';
import * as words from '../../domain/fulfilment/words.ts';
import { liftAttention, resolveAttention } from '../../store/attention.ts';
import type { Db } from '../../store/database.ts';
import { fulfilmentTarget, loadFulfilment, viewOfFulfilment } from '../../store/fulfilments/rows.ts';
import type { FulfilmentKey, OpenedFulfilment } from '../../store/fulfilments/rows.ts';
import { settleIn } from '../../store/fulfilments/settle.ts';
import type { FulfilmentSettlement } from '../../store/fulfilments/settle.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** What became of a command: the shipment afterwards, and why it was refused if it was. */
export interface FulfilmentCommandOutcome {
  readonly view: FulfilmentView;
  readonly refused: string | null;
}

/**
 * Writes what a person asked into the shipment's row; the run then does what the row says. Checked again here, over the locked row: the run's
 * picture of it may be old. @returns null when there is no such shipment
 */
export const recordFulfilmentCommand = (
  deps: ActivityDependencies,
  centre: string,
  key: FulfilmentKey,
  command: FulfilmentCommand,
): Promise<FulfilmentCommandOutcome | null> =>
  deps.db.transaction().execute(async (trx) => {
    const opened = await loadFulfilment(trx, key, { lock: true });
    if (opened === undefined) return null;
    const view = viewOfFulfilment(opened);
    const refused = whyFulfilmentRefused(view, command);
    if (refused !== null) return { view, refused };
    return { view: await settleIn(trx, key, await obey(trx, { key, centre, opened }, command)), refused: null };
  });

const obey = async (
  db: Db,
  { key, centre, opened }: { key: FulfilmentKey; centre: string; opened: OpenedFulfilment },
  command: FulfilmentCommand,
): Promise<FulfilmentSettlement> => {
  const target = fulfilmentTarget(key);
  switch (command.action) {
    case 'retry':
      await liftAttention(db, target);
      return { ...retried(opened), looksAgain: true };
    case 'cancel':
      return { changes: {}, told: [words.cancelledByHandWords(centre, command.reason)], closeAs: 'cancelled' };
    case 'skip':
      return skipped(db, { key, opened }, command.reason);
  }
};

/** A person who tries it again where nobody could tell whether it is there says that it is not. */
const retried = ({ row, attention }: OpenedFulfilment): FulfilmentSettlement => {
  const isDecided = attention.some(({ kind, step }) => kind === 'outcome-unknown' && step === 'send');
  return {
    changes: {
      ...(isDecided ? { sending_at: null, missed_at: null } : {}),
      ...(row.closed_at !== null && row.centre_id === null ? { closed_at: null } : {}),
    },
    told: ['Tried again by hand.'],
    ...(isDecided ? { over: ['send'] as const } : {}),
  };
};

/** What only keeps a person busy is laid aside, and the shipment goes on; else it is closed. */
const skipped = async (
  db: Db,
  { key, opened }: { key: FulfilmentKey; opened: OpenedFulfilment },
  reason: string,
): Promise<FulfilmentSettlement> => {
  const told = [words.skippedWords(reason)];
  const isAside = opened.row.centre_id !== null && opened.attention.some(({ step }) => step === 'change');
  if (!isAside && opened.row.closed_at === null) return { changes: {}, told, closeAs: 'skipped' };
  await resolveAttention(db, fulfilmentTarget(key), `Skipped: ${reason}`, { steps: ['change'] });
  return { changes: {}, told };
};
