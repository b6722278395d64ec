import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import { findConnectionKind } from '../connectors/kinds.ts';
import {
  connectionScheduleIds,
  connectionSchedules,
  createSchedule,
  deleteSchedule,
  endedScheduleIds,
  ensureSchedule,
  housekeepingSchedule,
} from '../dispatch/schedules.ts';
import type { ScheduledConnection } from '../dispatch/schedules.ts';
import { workflowTypes } from '../domain/names.ts';
import { followNowStart, listingsStart, posSyncStart } from '../domain/run-starts.ts';
import type { ConnectionRecord } from '../store/connections.ts';
import { listAllConnections } from '../store/connections.ts';
import { readFinishedRun } from '../store/finished-runs.ts';
import { requestPull } from '../store/pulls.ts';
import type { Database } from '../store/schema.ts';
import type { VendorQueue, VendorWorkers } from './vendor-workers.ts';

/** A connection that can be worked for. */
type Workable = ScheduledConnection & VendorQueue;

export interface Reconciler {
  /**
   * Makes queues, workers and schedules what the connections say. Unchanged connections cost one query. `restore` also makes the schedules
   * that are missing: Temporal's store may be gone while workers live.
   */
  reconcile(options: { restore: boolean }): Promise<void>;
}

export const createReconciler = (deps: {
  db: Kysely<Database>;
  client: Client;
  vendorWorkers: VendorWorkers;
  onProblem: (connection: string, error: unknown) => void;
}): Reconciler => {
  const seen = new Map<string, number>();

  const workableOf = (connection: ConnectionRecord): Workable | null => {
    const kind = findConnectionKind(connection.kind);
    if (kind === undefined || connection.deletedAt !== null) return null;
    const { id } = connection;
    const rests = !connection.enabled || connection.pausedBy !== null;
    try {
      switch (kind.category) {
        case 'marketplace': {
          const { requestsPerSecond, pullEveryMinutes, offers } = kind.marketplaceSettings(connection.settings);
          const offersEnabled = offers.enabled;
          return { category: kind.category, id, rests, requestsPerSecond, pullEveryMinutes, offersEnabled };
        }
        case 'pos': {
          const { requestsPerSecond, syncEveryMinutes, url } = kind.posSettings(connection.settings);
          const fetchEveryMinutes = url === undefined ? null : syncEveryMinutes;
          return { category: kind.category, id, rests, requestsPerSecond, syncEveryMinutes: fetchEveryMinutes };
        }
        case 'fulfilment': {
          const { requestsPerSecond, pollEveryMinutes } = kind.fulfilmentSettings(connection.settings);
          return { category: kind.category, id, rests, requestsPerSecond, pollEveryMinutes };
        }
        case 'delivery': {
          const { requestsPerSecond, trackEveryMinutes } = kind.courierSettings(connection.settings);
          return { category: kind.category, id, rests, requestsPerSecond, pollEveryMinutes: trackEveryMinutes };
        }
      }
    } catch (error) {
      deps.onProblem(id, error);
      return null;
    }
  };

  const lookAtChanged = async (changed: readonly ConnectionRecord[]): Promise<void> => {
    for (const connection of changed) {
      const entry = workableOf(connection);
      if (connection.deletedAt !== null) await endEverything(deps.client, connection.id);
      if (entry !== null) {
        for (const each of connectionSchedules(entry)) await ensureSchedule(deps.client, each);
        for (const scheduleId of endedScheduleIds(entry)) await deleteSchedule(deps.client, scheduleId);
        if (!entry.rests) await catchUp(deps, entry);
      }
      seen.set(connection.id, connection.version);
    }
  };

  return {
    reconcile: async ({ restore }) => {
      const all = await listAllConnections(deps.db);
      const workable = all.map(workableOf).filter((entry) => entry !== null);
      await deps.vendorWorkers.reconcile(workable.filter((entry) => !entry.rests));
      await lookAtChanged(all.filter((connection) => seen.get(connection.id) !== connection.version));
      if (!restore) return;
      for (const schedule of [...workable.flatMap(connectionSchedules), housekeepingSchedule]) {
        await createSchedule(deps.client, schedule);
      }
    },
  };
};

/** What happened while nobody looked (a start, a pause, a new connection) is not left to the schedule. */
const catchUp = async (deps: { db: Kysely<Database>; client: Client }, connection: Workable): Promise<void> => {
  switch (connection.category) {
    case 'marketplace':
      await requestPull(deps.db, connection.id);
      if (connection.offersEnabled) await startFirstListings(deps, connection.id);
      return;
    case 'pos':
      if (connection.syncEveryMinutes === null) return;
      await deps.client.workflow.start(workflowTypes.importPosOrders, {
        ...posSyncStart({ connection: connection.id }),
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      return;
    case 'fulfilment':
    case 'delivery':
      await deps.client.workflow.start(workflowTypes.followShipments, {
        ...followNowStart({ connection: connection.id }),
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
  }
};

/** Where offers are pushed for the first time, the listings are not left to the night. */
const startFirstListings = async (
  { db, client }: { db: Kysely<Database>; client: Client },
  connection: string,
): Promise<void> => {
  if ((await readFinishedRun(db, connection, 'listings')) !== undefined) return;
  await client.workflow.start(workflowTypes.syncListings, {
    ...listingsStart({ connection }),
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
};

/** Of a deleted connection nothing stays: its rows were closed with it. */
const endEverything = async (client: Client, id: string): Promise<void> => {
  for (const scheduleId of connectionScheduleIds(id)) await deleteSchedule(client, scheduleId);
  const query = `Connection = "${id}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) {
    await client.workflow.getHandle(workflowId).terminate('The connection was deleted');
  }
};
