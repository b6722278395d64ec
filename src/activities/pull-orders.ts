import { Context } from '@temporalio/activity';
import type { PullOrdersInput } from '../domain/names.ts';
import type { PullResult } from '../store/pulls.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { pullUnderLease } from './pull/lease-pull.ts';

/** Activities of `pullOrders`, on the connection's own queue. */
export const createPullOrdersActivities = (deps: ActivityDependencies) => ({
  /**
   * Pulls all pages, or waits for the pull that runs and takes its result. Safe to repeat: orders are compared with their rows.
   */
  pullOrders: (input: PullOrdersInput): Promise<PullResult | null> =>
    orApplicationFailure(async () => {
      const context = Context.current();
      const beganAt = new Date(context.info.currentAttemptScheduledTimestampMs);
      const connection = await deps.marketplaceConnection(input.connection);
      const beat = (): void => {
        context.heartbeat();
        context.cancellationSignal.throwIfAborted();
      };
      return pullUnderLease(deps, connection, beat, ({ startedAt }) => startedAt >= beganAt);
    }),
});
