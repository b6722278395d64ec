import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { fulfilmentRows } from '../store/fulfilments/wake.ts';
import { forgetAllPushed } from '../store/offers/seen.ts';
import { lookAgainAtOpen } from '../store/poked-rows.ts';
import { listCarriedWithoutOrder } from '../store/shipments/record-seen.ts';
import { shipmentRows } from '../store/shipments/wake.ts';
import { drawWatchEpoch, lookAgainAtOpenOrders, recordChanges } from '../store/watch.ts';
import { odooConnection, watchingHealth } from './connection-health.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { keepHeartbeatDetails } from './heartbeat-details.ts';
import { findConfirmed } from './watch/confirmed-orders.ts';
import { createProductLooks } from './watch/product-looks.ts';

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
    await orApplicationFailure(() => watch(deps, options, context, signal));
    // Another worker takes over; nobody needs to be alarmed.
    if (signal.aborted) throw ApplicationFailure.create(movesOn);
  },
});

const movesOn = { message: 'The watch moves to another attempt', category: ApplicationFailureCategory.BENIGN };

const watch = async (
  deps: ActivityDependencies,
  options: WatchOptions,
  context: Context,
  signal: AbortSignal,
): Promise<void> => {
  const { epoch, lookedUntil } = await drawWatchEpoch(deps.db);
  const committed = cursorOf(context.info.heartbeatDetails);
  // Of what was stored in between nothing is known, least of all what the marketplaces were told.
  if (committed !== null && (lookedUntil === null || lookedUntil < committed)) {
    await forgetAllPushed(deps.db);
    await lookAgainAtOpenOrders(deps.db);
    await lookAgainAtOpen(deps.db, fulfilmentRows);
    await lookAgainAtOpen(deps.db, shipmentRows);
  }
  let cursor = lookedUntil;
  let lastLongLook = 0;
  const products = createProductLooks(deps);
  while (!signal.aborted) {
    const beganAt = performance.now();
    const isLongLook = Date.now() - lastLongLook >= longLookEveryMs;
    // An outage may have lasted longer than the long look reaches back.
    const from = cursor ?? new Date();
    const since = new Date(from.getTime() - (isLongLook ? longOverlapMs : overlapMs));
    const [changes, productLook] = await watchingHealth(deps.db, odooConnection, async () =>
      Promise.all([
        (await deps.odoo()).readChanges(since, await listCarriedWithoutOrder(deps.db)),
        products.look(from, isLongLook ? longOverlapMs : null),
      ] as const),
    );
    const confirmed = await watchingHealth(deps.db, odooConnection, () =>
      findConfirmed(deps, { orders: changes.saleOrders, from: since, serverTime: changes.serverTime }),
    );
    // What one of the two read before the other began is read again from there.
    const lookedTo = earlier(changes.serverTime, productLook?.at ?? changes.serverTime);
    const stored = await recordChanges(deps.db, {
      ...changes,
      epoch,
      lookedUntil: lookedTo,
      lookedBefore: cursor,
      products: productLook,
      ...(confirmed === null
        ? {}
        : { fulfilments: { confirmed, orders: changes.saleOrders, transfers: changes.transfers } }),
    });
    // The rest of an attempt that was given up; or an older database was restored, and a new attempt must begin from its cursor.
    if (stored === null) throw ApplicationFailure.create(movesOn);
    cursor = lookedTo;
    keepHeartbeatDetails(context, { cursor: cursor.toISOString() });
    if (isLongLook) lastLongLook = Date.now();
    // A look counts as part of its interval; but Odoo gets a pause after each.
    const elapsedMs = performance.now() - beganAt;
    await options.nap(Math.max(options.intervalMs - elapsedMs, options.intervalMs / 4), signal);
  }
};

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);

/** How far the attempts before this one had looked and committed. */
const cursorOf = (details: unknown): Date | null => {
  if (typeof details !== 'object' || details === null || !('cursor' in details)) return null;
  const { cursor } = details;
  const at = typeof cursor === 'string' ? new Date(cursor) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
};
