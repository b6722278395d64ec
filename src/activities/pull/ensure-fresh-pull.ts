import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { pullUnderLease } from './lease-pull.ts';
import type { LastPull } from './lease-pull.ts';

/** What was pulled longer ago than this may have changed at the marketplace since. */
const freshForMs = 30_000;

/** Pulls under way in this process, one a connection: a hundred orders that wait ask the database once. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Makes sure that the connection's last finished pull is not older than 30 s, nor than what the marketplace told of since: a change that was not
 * pulled before its order is acknowledged is never offered again. One pull serves all that wait for it.
 *
 * @throws Failure
 */
export const ensureFreshPull = async (deps: ActivityDependencies, connection: MarketplaceConnection): Promise<void> => {
  // One that is under way may have read past what was told since; what comes of it is for those that began it.
  await underWay.get(connection.id)?.catch(() => undefined);
  await (underWay.get(connection.id) ?? begin(deps, connection));
};

const begin = (deps: ActivityDependencies, connection: MarketplaceConnection): Promise<unknown> => {
  const pull = pullUnderLease(deps, connection, isFresh).finally(() => underWay.delete(connection.id));
  underWay.set(connection.id, pull);
  return pull;
};

const isFresh = ({ startedAt, finishedAt, askedAt }: LastPull): boolean =>
  Date.now() - finishedAt.getTime() < freshForMs && (askedAt === null || askedAt < startedAt);
