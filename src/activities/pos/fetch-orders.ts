import { isFailure, isRetriedType } from '../../domain/failure.ts';
import { databaseTime } from '../../store/finished-runs.ts';
import { failPosRun, startPosRun } from '../../store/pos/pos-runs.ts';
import { recordPosOrders } from '../../store/pos/record-orders.ts';
import { noteFetched, readFetchCursor } from '../../store/pos/fetch-cursor.ts';
import { watchingHealth } from '../connection-health.ts';
import type { ActivityDependencies, PosConnection } from '../dependencies.ts';
import { underLease } from '../under-lease.ts';

/** What fetching came to. */
export interface PosFetch {
  /** Of the run, in `pos_runs`. */
  readonly id: string;
  /** ISO 8601, by the database's clock. */
  readonly startedAt: string;
  /** Why the source could not be read, and will not be by trying again; null when it was. */
  readonly error: string | null;
}

/**
 * Reads the source as a stream and stores its orders group by group. The next fetch begins where this one did, less the overlap, but only if it was
 * stored to its end; what came whole of a cut answer is stored all the same.
 *
 * @throws Failure that is tried again; noted in the run's record meanwhile
 */
export const fetchPosOrders = (
  deps: ActivityDependencies,
  connection: PosConnection,
  run: { readonly id: string; readonly since: string | null },
): Promise<PosFetch> =>
  underLease(deps.db, {
    lease: `pos-fetch:${connection.id}`,
    what: `The fetch from ${connection.name}`,
    served: () => Promise.resolve(undefined),
    work: async (mayWrite) => {
      const startedAt = await startPosRun(deps.db, { id: run.id, connection: connection.id });
      const fetch = { id: run.id, startedAt: startedAt.toISOString() };
      try {
        await watchingHealth(deps.db, connection, () => fetchAll(deps, connection, run, mayWrite));
        return { ...fetch, error: null };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        await failPosRun(deps.db, run.id, message);
        if (!isFailure(error) || isRetriedType(error.type)) throw error;
        return { ...fetch, error: message };
      }
    },
  });

const fetchAll = async (
  deps: ActivityDependencies,
  connection: PosConnection,
  run: { readonly id: string; readonly since: string | null },
  mayWrite: () => Promise<void>,
): Promise<void> => {
  const beganAt = await databaseTime(deps.db);
  const cursor = await readFetchCursor(deps.db, connection.id);
  const overlapMs = connection.settings.sinceOverlapMinutes * 60_000;
  const asked = run.since === null ? null : new Date(run.since);
  const since = asked ?? (cursor === null ? null : new Date(cursor.getTime() - overlapMs));
  await connection.source.fetchOrders(since, async (readings) => {
    await mayWrite();
    await recordPosOrders(deps.db, {
      connection: connection.id,
      source: 'pull',
      runId: run.id,
      readings,
    });
  });
  // A fetch from a later time than the next one would have begun with has left something out between them.
  if (asked !== null && cursor !== null && asked > cursor) return;
  await noteFetched(deps.db, connection.id, beganAt);
};
