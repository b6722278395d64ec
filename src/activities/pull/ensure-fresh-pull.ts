import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { pullUnderLease } from './lease-pull.ts';

/** What was pulled longer ago than this may have changed at the marketplace since. */
const freshForMs = 30_000;

/** Pulls under way in this process, one a connection: a hundred orders that wait ask the database once. */
const underWay = new Map<string, Promise<unknown>>();

/** Makes sure that the connection's last finished pull is not older than 30 s; one pull serves all that wait for it. @throws Failure */
export const ensureFreshPull = async (deps: ActivityDependencies, connection: MarketplaceConnection): Promise<void> => {
  const shared = underWay.get(connection.id);
  if (shared !== undefined) {
    await shared;
    return;
  }
  const pull = pullUnderLease(deps, connection, isFresh).finally(() => underWay.delete(connection.id));
  underWay.set(connection.id, pull);
  await pull;
};

const isFresh = ({ finishedAt }: { finishedAt: Date }): boolean => Date.now() - finishedAt.getTime() < freshForMs;
