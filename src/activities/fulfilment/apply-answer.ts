import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { classOfStatus, hasGoneBack, statusListsOf } from '../../domain/fulfilment/statuses.ts';
import * as words from '../../domain/fulfilment/words.ts';
import type { FulfilmentRow, OpenedFulfilment } from '../../store/fulfilments/rows.ts';
import type { FulfilmentAttention, FulfilmentNote, FulfilmentSettlement } from '../../store/fulfilments/settle.ts';
import type { FulfilmentConnection } from '../dependencies.ts';
import { atCentre } from './fulfilment-context.ts';

/** What an answer of the prep centre says that the row does not: what it changes, whom it is told. Null: nothing new. */
export const settlementOfAnswer = (
  connection: FulfilmentConnection,
  { row, attention: open }: OpenedFulfilment,
  order: CentreOrder,
): FulfilmentSettlement | null => {
  // What was delivered or dropped stays so, whatever is said later.
  if (row.closed_at !== null || row.status_class === 'done') return null;
  const isNewStatus = order.status !== row.centre_status || order.words !== row.centre_words;
  const tracking = order.trackingNumber ?? row.tracking_number;
  if (!isNewStatus && tracking === row.tracking_number && row.status_class !== null) {
    // It answers again for an order that it did not know, or could not show.
    const isWellAgain = row.status_class === 'progress' && open.some(({ step }) => step === 'status');
    return isWellAgain ? { changes: {}, over: ['status'] } : null;
  }

  const at = atCentre(connection, row, order.id);
  const statusClass =
    order.status === null ? 'unknown' : classOfStatus(statusListsOf(connection.settings), order.status);
  const before = row.centre_status;
  const wentBack =
    before !== null && order.status !== null && hasGoneBack(before, order.status)
      ? [words.goneBackWords(connection.name, before, order.status)]
      : [];
  const told = [
    ...(isNewStatus ? [words.statusWords(connection.name, row.centre_status, order)] : []),
    ...wentBack,
    ...(tracking !== null && tracking !== row.tracking_number ? [words.trackingWords(connection.name, tracking)] : []),
  ];
  const attention = attentionOf(at, order, statusClass);
  const now = new Date();
  return {
    changes: {
      centre_status: order.status,
      centre_words: order.words,
      status_class: statusClass,
      status_at: now,
      tracking_number: tracking,
    },
    told,
    notes: notesOf(at, order, { now, statusClass, told }),
    attention,
    over: attention.length === 0 ? ['status'] : [],
    ...(statusClass === 'dead' ? { closeAs: 'cancelled' as const } : {}),
  };
};

const attentionOf = (
  at: words.AtCentre,
  order: CentreOrder,
  statusClass: FulfilmentRow['status_class'],
): readonly FulfilmentAttention[] => {
  if (statusClass === 'error')
    return [{ kind: 'rejected', step: 'status', reason: words.errorStatusReason(at, order) }];
  if (statusClass !== 'unknown') return [];
  const reason = order.status === null ? words.noStatusReason(at) : words.unknownStatusReason(at, order.status);
  return [{ kind: 'bad-payload', step: 'status', reason }];
};

/** One note a change, told from the others by its time: it is written with the row. What is done is noted with its transfer. */
const notesOf = (
  at: words.AtCentre,
  order: CentreOrder,
  { now, statusClass, told }: { now: Date; statusClass: FulfilmentRow['status_class']; told: readonly string[] },
): readonly FulfilmentNote[] => {
  if (statusClass === 'dead') return [{ id: `status_${now.getTime()}`, text: words.deadWords(at, order) }];
  if (statusClass === 'done' || told.length === 0) return [];
  return [{ id: `status_${now.getTime()}`, text: told.join(' ') }];
};
