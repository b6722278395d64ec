import type { Kysely } from 'kysely';
import PQueue from 'p-queue';
import { isFailure } from '../../domain/failure.ts';
import type { Failure } from '../../domain/failure.ts';
import { listDueAlerts, noteAlerted, postponeAlert } from '../../store/attention-alerts.ts';
import type { DueAlert } from '../../store/attention-alerts.ts';
import type { Database } from '../../store/schema.ts';
import type { AlertReceiver } from './alert-receiver.ts';
import { retryDelayMs } from './retry-delay.ts';

/** Few at once: a slow receiver is not flooded, and what is new does not wait long behind what is tried again. */
const batch = 20;
const sentAtOnce = 4;

export interface AlertSender {
  readonly db: Kysely<Database>;
  readonly receiver: AlertReceiver;
  readonly signal: AbortSignal;
  /** Asked before each alert. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Told of each alert that was not taken. */
  readonly onProblem: (error: unknown) => void;
}

/** Sends what is due; what is not taken comes again by its row, with a growing delay. Safe to repeat: an event keeps its id. */
export const sendAlerts = async (sender: AlertSender): Promise<void> => {
  const calls = new PQueue({ concurrency: sentAtOnce });
  for (;;) {
    const due = await listDueAlerts(sender.db, batch);
    await calls.addAll(due.map((alert) => () => sendOne(sender, alert)));
    if (due.length < batch || sender.signal.aborted || !(await sender.mayGoOn())) return;
  }
};

const sendOne = async (sender: AlertSender, alert: DueAlert): Promise<void> => {
  if (sender.signal.aborted || !(await sender.mayGoOn())) return;
  try {
    await sender.receiver.send(alert);
  } catch (error) {
    if (!isFailure(error)) throw error;
    await postpone(sender, alert, error);
    return;
  }
  await noteAlerted(sender.db, alert.attention.id, alert.event);
};

const postpone = async ({ db, signal, onProblem }: AlertSender, alert: DueAlert, failure: Failure): Promise<void> => {
  const { id, alert_attempts: failedBefore } = alert.attention;
  // Broken off by our own stop: the next process tries at once.
  const afterMs = signal.aborted ? 0 : retryDelayMs(failedBefore, failure.data.retryAfterMs);
  await postponeAlert(db, id, { afterMs, isUnclear: failure.type === 'OutcomeUnknown' });
  if (!signal.aborted) onProblem(failure);
};
