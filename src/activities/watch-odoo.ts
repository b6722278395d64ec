import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { drawWatchEpoch, recordChanges } from '../store/watch.ts';
import { odooConnection, watchingHealth } from './connection-health.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';

/** A change becomes visible when its transaction commits, under the time it began: look back this far each time … */
const overlapMs = 5_000;
/** … and every half minute as far as the longest transaction of Odoo takes. */
const longOverlapMs = 5 * 60_000;
const longLookEveryMs = 30_000;

export interface WatchOptions {
  readonly intervalMs: number;
  /** Ends the watch when the process is asked to stop: an activity this long is not waited for. */
  readonly stopping: AbortSignal;
  /** Resolves when somebody hints that something changed (Odoo's webhook), or after `ms`. */
  readonly nap: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The activity of `watchOdoo`. A double run is harmless: only the newest attempt may write. */
export const createWatchOdooActivities = (deps: ActivityDependencies, options: WatchOptions) => ({
  async watchChanges(): Promise<void> {
    const context = Context.current();
    const signal = AbortSignal.any([options.stopping, context.cancellationSignal]);
    await orApplicationFailure(() => watch(deps, options, signal));
    // Another worker takes over; nobody needs to be alarmed.
    if (signal.aborted) throw ApplicationFailure.create(movesOn);
  },
});

const movesOn = { message: 'The watch moves to another attempt', category: ApplicationFailureCategory.BENIGN };

const watch = async (deps: ActivityDependencies, options: WatchOptions, signal: AbortSignal): Promise<void> => {
  const { epoch, lookedUntil } = await drawWatchEpoch(deps.db);
  let cursor = lookedUntil;
  let lastLongLook = 0;
  while (!signal.aborted) {
    const isLongLook = Date.now() - lastLongLook >= longLookEveryMs;
    // An outage may have lasted longer than the long look reaches back.
    const since = new Date((cursor?.getTime() ?? Date.now()) - (isLongLook ? longOverlapMs : overlapMs));
    const changes = await watchingHealth(deps.db, odooConnection, async () => (await deps.odoo()).readChanges(since));
    const stored = await recordChanges(deps.db, { epoch, lookedUntil: changes.serverTime, ...changes });
    // The rest of an attempt that was given up; or an older database was restored, and a new attempt must begin from its cursor.
    if (stored === null) throw ApplicationFailure.create(movesOn);
    cursor = changes.serverTime;
    if (isLongLook) lastLongLook = Date.now();
    await options.nap(options.intervalMs, signal);
  }
};
