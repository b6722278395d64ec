import type { StatusNoticeOutcome, StatusNoticeRecord } from '../../store/status-notices.ts';
import { isDatabaseOutage } from '../database-outage.ts';

/** Stores notices, many together. */
export type RecordNotices = (notices: readonly StatusNoticeRecord[]) => Promise<StatusNoticeOutcome[]>;

/** Stores one notice, together with others that come at the same time. */
export type NoticeIntake = (notice: StatusNoticeRecord) => Promise<StatusNoticeOutcome>;

interface Waiting {
  readonly notice: StatusNoticeRecord;
  readonly resolve: (outcome: StatusNoticeOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Notices of one transaction, and transactions at once. */
const batchSize = 200;
const atOnce = 2;

/**
 * Webhooks that come while a transaction is under way travel together in the next one: alone each is stored at once, in a storm hundreds
 * share one commit. When a batch fails for another reason than an outage, its members are tried one by one: a bad one takes no other down.
 */
export const createNoticeIntake = (record: RecordNotices): NoticeIntake => {
  const waiting: Waiting[] = [];
  let running = 0;

  const next = (): void => {
    if (running >= atOnce || waiting.length === 0) return;
    const batch = waiting.splice(0, batchSize);
    running += 1;
    void settle(record, batch).finally(() => {
      running -= 1;
      next();
    });
    next();
  };

  return (notice) =>
    new Promise((resolve, reject) => {
      waiting.push({ notice, resolve, reject });
      // After what else has arrived in this turn of the event loop.
      if (waiting.length === 1) setImmediate(next);
    });
};

const settle = async (record: RecordNotices, batch: readonly Waiting[]): Promise<void> => {
  try {
    const outcomes = await record(batch.map(({ notice }) => notice));
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) reject(new Error('A notice was stored without an outcome'));
      else resolve(outcome);
    }
  } catch (error) {
    if (batch.length === 1 || isDatabaseOutage(error)) for (const { reject } of batch) reject(error);
    else for (const each of batch) await settle(record, [each]);
  }
};
