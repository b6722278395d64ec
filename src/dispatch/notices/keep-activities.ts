import type { Kysely } from 'kysely';
import type { Odoo } from '../../connectors/odoo/client.ts';
import { isFailure, isRetriedType } from '../../domain/failure.ts';
import * as store from '../../store/attention-activities.ts';
import type { DueActivity } from '../../store/attention-activities.ts';
import type { Database } from '../../store/schema.ts';
import { activitySummary } from './activity-words.ts';
import { retryDelayMs } from './retry-delay.ts';

const batch = 50;

/** Odoo as a whole did not do it: each record comes soon again, however often it was tried. */
const soonMs = 60_000;

export interface ActivityKeeper {
  readonly db: Kysely<Database>;
  readonly odoo: Odoo;
  readonly signal: AbortSignal;
  /** Asked before each record. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Told of each record that could not be done. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * Gives each open attention of an order or a shipment that stands in Odoo its to-do there, and closes it with the resolution. Safe to repeat, and from two
 * processes at once: the activity is made once per order and words.
 *
 * @throws Failure that speaks of Odoo as a whole (out of reach, wrong password)
 */
export const keepActivities = async (keeper: ActivityKeeper): Promise<void> => {
  for (;;) {
    const due = await store.listDueActivities(keeper.db, batch);
    for (const activity of due) {
      if (keeper.signal.aborted || !(await keeper.mayGoOn())) return;
      await keepOne(keeper, activity);
    }
    if (due.length < batch) return;
  }
};

const keepOne = async (keeper: ActivityKeeper, due: DueActivity): Promise<void> => {
  const { id, activity_attempts: failedBefore } = due.attention;
  try {
    await (due.attention.resolved_at === null ? open(keeper, due) : close(keeper, due));
  } catch (error) {
    if (keeper.signal.aborted) return;
    if (!isFailure(error)) throw error;
    const concernsAll = isRetriedType(error.type);
    const afterMs = concernsAll ? soonMs : retryDelayMs(failedBefore + 1);
    await store.postponeActivity(keeper.db, id, { afterMs, wasRefused: !concernsAll });
    if (concernsAll) throw error;
    keeper.onProblem(error);
  }
};

const open = async ({ db, odoo }: ActivityKeeper, due: DueActivity): Promise<number> => {
  const { attention, record, userId } = due;
  await store.noteActivityAsked(db, attention.id);
  const activityId = await odoo.scheduleActivityOnce(record, {
    summary: activitySummary(attention),
    note: attention.reason,
    userId,
  });
  await store.noteActivityOpened(db, attention.id, activityId);
  return activityId;
};

const close = async (keeper: ActivityKeeper, due: DueActivity): Promise<void> => {
  const { id, odoo_activity_id: known, resolution } = due.attention;
  // The answer to the first try may have been lost: asking again gives what is there.
  const activityId = known ?? (await open(keeper, due));
  if (!(await store.isActivityStillWanted(keeper.db, id, activityId))) {
    await keeper.odoo.closeActivity(activityId, resolution ?? 'Settled');
  }
  await store.noteActivityClosed(keeper.db, id);
};
