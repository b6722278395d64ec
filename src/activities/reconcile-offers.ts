import { isFailure, isRetriedType } from '../domain/failure.ts';
import type { ReconcileOffersInput } from '../domain/names.ts';
import { databaseTime } from '../store/finished-runs.ts';
import {
  beginReconciliation,
  dropSeenTo,
  failReconciliation,
  findReconciliationSince,
  finishReconciliation,
  listRepairable,
} from '../store/reconciliations.ts';
import type { ReconciliationRecord } from '../store/reconciliations.ts';
import { watchingHealth } from './connection-health.ts';
import type { ActivityDependencies, MarketplaceConnection } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { readMarketplaceList } from './listings/read-list.ts';
import { compareOffers } from './reconcile/compare-offers.ts';
import { repairOffers } from './reconcile/repair-offers.ts';
import { untilWatched } from './reconcile/until-watched.ts';
import { underLease } from './under-lease.ts';

/** What one comparison came to; the listings are in its report. */
export interface ReconcileOffersResult {
  /** Id of the report. */
  readonly id: string;
  readonly comparedWith: 'marketplace' | 'pushed' | null;
  readonly compared: number;
  readonly differing: number;
  /** Whether what differs is pushed again. */
  readonly repaired: boolean;
  readonly dryRun: boolean;
}

/** Activities of `reconcileOffers`, on the connection's own queue. */
export const createReconcileOffersActivities = (deps: ActivityDependencies) => ({
  /**
   * Compares everything with what the marketplace shows and writes a report, or waits for the comparison that runs and takes its result.
   * Safe to repeat: an attempt that was cut off leaves a report that the next one throws away.
   */
  reconcileOffers: (input: ReconcileOffersInput): Promise<ReconcileOffersResult> =>
    orApplicationFailure(async () => {
      const askedAt = await databaseTime(deps.db);
      const connection = await deps.marketplaceConnection(input.connection);
      const dryRun = input.dryRun === true;
      return underLease(deps.db, {
        lease: `reconcile:${connection.id}`,
        what: `The comparison of ${connection.name}`,
        served: async () => {
          const other = await findReconciliationSince(deps.db, connection.id, askedAt, { dryRun });
          return other && { result: resultOf(other) };
        },
        work: (stillHeld) => reconcile(deps, connection, { dryRun, stillHeld }),
      });
    }),
});

interface Reconciling {
  readonly dryRun: boolean;
  readonly stillHeld: () => Promise<void>;
}

const reconcile = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  { dryRun, stillHeld }: Reconciling,
): Promise<ReconcileOffersResult> => {
  const { id, startedAt } = await beginReconciliation(deps.db, connection.id, dryRun);
  try {
    const { tellsOffers } = await watchingHealth(deps.db, connection, () =>
      readMarketplaceList(deps, connection, stillHeld),
    );
    const listedSince = tellsOffers ? startedAt : null;
    const compared = await compareOffers(deps, { id, connection, listedSince, stillHeld });
    // What changed in Odoo just before it was read is noticed only now.
    if ((await listRepairable(deps.db, id, { after: '', limit: 1 })).length > 0) await untilWatched(deps.db);
    await stillHeld();
    await dropSeenTo(deps.db, { id });
    const repairs = connection.settings.offers.reconcile === 'repair' && !dryRun;
    const repaired = repairs ? await repairOffers(deps.db, connection.id, id) : 0;
    return resultOf(
      await finishReconciliation(deps.db, id, {
        comparedWith: tellsOffers ? 'marketplace' : 'pushed',
        compared,
        repaired: repaired > 0,
      }),
    );
  } catch (error) {
    // What is tried again by itself is no report; the next attempt throws this one away.
    if (isFailure(error) && !isRetriedType(error.type)) await failReconciliation(deps.db, id, error.message);
    throw error;
  }
};

const resultOf = (record: ReconciliationRecord): ReconcileOffersResult => ({
  id: record.id,
  comparedWith: record.comparedWith,
  compared: record.compared,
  differing: record.differing,
  repaired: record.repaired,
  dryRun: record.dryRun,
});
