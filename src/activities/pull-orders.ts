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
      const beganAt = new Date(Context.current().info.currentAttemptScheduledTimestampMs);
      const connection = await deps.marketplaceConnection(input.connection);
      return pullUnderLease(deps, connection, ({ startedAt }) => startedAt >= beganAt);
    }),
});
