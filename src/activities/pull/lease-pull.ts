import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { currentAbortSignal } from '../../connectors/odoo/abort.ts';
import { Failure } from '../../domain/failure.ts';
import { releaseLease, takeLease } from '../../store/leases.ts';
import { readPullActivity } from '../../store/pulls.ts';
import type { PullResult } from '../../store/pulls.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { pullAllOrders } from './pull-orders.ts';

/** Renewed for as long as its process lives: one that died, or lost the database, holds up the others no longer than this. */
const leaseMs = 15_000;
const renewEveryMs = 4_000;
const lookAgainMs = 250;

/**
 * One pull of a connection at a time, in all processes together: the others wait for it and take its result.
 *
 * @param isFreshEnough whether the last finished pull serves the caller
 */
export const pullUnderLease = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  isFreshEnough: (last: { startedAt: Date; finishedAt: Date }) => boolean,
): Promise<PullResult | null> => {
  const lease = `pull:${connection.id}`;
  const holder = randomUUID();
  const signal = currentAbortSignal();
  for (;;) {
    const last = await readPullActivity(deps.db, connection.id);
    if (
      last?.pull_finished_at != null &&
      last.pull_finished_started_at !== null &&
      isFreshEnough({ startedAt: last.pull_finished_started_at, finishedAt: last.pull_finished_at })
    ) {
      return last.pull_result as PullResult | null;
    }
    if (await takeLease(deps.db, lease, holder, leaseMs)) {
      const renew = () => takeLease(deps.db, lease, holder, leaseMs);
      // What a renewal says is asked again before each page is stored.
      const renewing = setInterval(() => void renew().catch(() => false), renewEveryMs);
      try {
        return await pullAllOrders(deps, connection, async () => {
          // The pages of a pull that was overtaken by another would lay old content over new.
          if (await renew()) return;
          throw new Failure('Unavailable', `The pull of ${connection.name} took too long: another one has taken over`);
        });
      } finally {
        clearInterval(renewing);
        await releaseLease(deps.db, lease, holder);
      }
    }
    await delay(lookAgainMs, undefined, { ...(signal === undefined ? {} : { signal }) });
  }
};
