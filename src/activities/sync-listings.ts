import type { SyncListingsInput } from '../domain/names.ts';
import { databaseTime, noteFinishedRun, readFinishedRun } from '../store/finished-runs.ts';
import { noteGoneListings, refreshUnmatchedAttention } from '../store/marketplace-listings.ts';
import { odooConnection, watchingHealth } from './connection-health.ts';
import type { ActivityDependencies, MarketplaceConnection } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { fillTemplates } from './listings/fill-templates.ts';
import { matchListings } from './listings/match-listings.ts';
import { readMarketplaceList } from './listings/read-list.ts';
import { underLease } from './under-lease.ts';

/** What one sync of listings did. */
export interface SyncListingsResult {
  readonly pages: number;
  readonly seen: number;
  readonly new: number;
  /** Listings whose product was found now. */
  readonly matched: number;
  /** Listings that have none; why is said with each. */
  readonly unmatched: number;
  /** Known listings that the marketplace's list does not show. */
  readonly gone: number;
  /** Entries of the list without any id. */
  readonly unreadable: number;
}

/** Activities of `syncListings`, on the connection's own queue. */
export const createSyncListingsActivities = (deps: ActivityDependencies) => ({
  /**
   * Reads the marketplace's list and looks for products, or waits for the sync that runs and takes its result. Safe to repeat: rows are
   * compared with what they hold, and what is mapped stays.
   */
  syncListings: (input: SyncListingsInput): Promise<SyncListingsResult> =>
    orApplicationFailure(async () => {
      const askedAt = await databaseTime(deps.db);
      const connection = await deps.marketplaceConnection(input.connection);
      return underLease(deps.db, {
        lease: `listings:${connection.id}`,
        what: `The sync of listings of ${connection.name}`,
        served: async () => {
          const last = await readFinishedRun(deps.db, connection.id, 'listings');
          return last === undefined || last.startedAt < askedAt ? undefined : { result: resultOf(last.result) };
        },
        work: (stillHeld) => syncAll(deps, connection, stillHeld),
      });
    }),
});

const syncAll = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  stillHeld: () => Promise<void>,
): Promise<SyncListingsResult> => {
  const startedAt = await databaseTime(deps.db);
  const { tellsOffers: _, ...read } = await watchingHealth(deps.db, connection, () =>
    readMarketplaceList(deps, connection, stillHeld),
  );
  const gone = await noteGoneListings(deps.db, connection, startedAt);
  const matched = await watchingHealth(deps.db, odooConnection, async () => {
    const odoo = await deps.odoo();
    const found = await matchListings(deps, odoo, connection, stillHeld);
    await fillTemplates(deps.db, odoo, connection.id);
    return found;
  });
  return deps.db.transaction().execute(async (trx) => {
    const result = { ...read, matched, unmatched: await refreshUnmatchedAttention(trx, connection.id), gone };
    await noteFinishedRun(trx, connection.id, 'listings', { startedAt, result });
    return result;
  });
};

const resultOf = (stored: Record<string, unknown>): SyncListingsResult => {
  const count = (name: string): number => (typeof stored[name] === 'number' ? stored[name] : 0);
  return {
    pages: count('pages'),
    seen: count('seen'),
    new: count('new'),
    matched: count('matched'),
    unmatched: count('unmatched'),
    gone: count('gone'),
    unreadable: count('unreadable'),
  };
};
