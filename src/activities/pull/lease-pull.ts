import { readPullActivity } from '../../store/pulls.ts';
import type { PullResult } from '../../store/pulls.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { underLease } from '../under-lease.ts';
import { pullAllOrders } from './pull-orders.ts';

/** The last finished pull, by the database's clock. */
export interface LastPull {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Since when another one is asked for: the marketplace told of a change. */
  readonly askedAt: Date | null;
}

/**
 * One pull of a connection at a time, in all processes together: the others wait for it and take its result.
 *
 * @param isFreshEnough whether the last finished pull serves the caller
 */
export const pullUnderLease = (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  isFreshEnough: (last: LastPull) => boolean,
): Promise<PullResult | null> =>
  underLease(deps.db, {
    lease: `pull:${connection.id}`,
    what: `The pull of ${connection.name}`,
    served: async () => {
      const last = await readPullActivity(deps.db, connection.id);
      const isServed =
        last?.pull_finished_at != null &&
        last.pull_finished_started_at !== null &&
        isFreshEnough({
          startedAt: last.pull_finished_started_at,
          finishedAt: last.pull_finished_at,
          askedAt: last.asked_at,
        });
      return isServed ? { result: last.pull_result as PullResult | null } : undefined;
    },
    // The pages of a pull that was overtaken by another would lay old content over new.
    work: (stillHeld) => pullAllOrders(deps, connection, stillHeld),
  });
