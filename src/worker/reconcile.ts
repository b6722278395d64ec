import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import { findConnectionKind } from '../connectors/kinds.ts';
import { workflowIds } from '../domain/names.ts';
import { deleteSchedule, ensureSchedule, wantedSchedules } from '../dispatch/schedules.ts';
import type { ConnectionRecord } from '../store/connections.ts';
import { listAllConnections } from '../store/connections.ts';
import { requestPull } from '../store/pulls.ts';
import type { Database } from '../store/schema.ts';
import type { VendorWorkers } from './vendor-workers.ts';

export interface Reconciler {
  /** Makes queues, workers and schedules what the connections say. Unchanged connections cost one query. */
  reconcile(options: { schedulesToo: boolean }): Promise<void>;
}

export const createReconciler = (deps: {
  db: Kysely<Database>;
  client: Client;
  vendorWorkers: VendorWorkers;
  onProblem: (connection: string, error: unknown) => void;
}): Reconciler => {
  const seen = new Map<string, number>();

  const workableOf = (connection: ConnectionRecord) => {
    const kind = findConnectionKind(connection.kind);
    if (kind === undefined || connection.deletedAt !== null) return null;
    try {
      const settings = kind.marketplaceSettings(connection.settings);
      return {
        id: connection.id,
        requestsPerSecond: settings.requestsPerSecond,
        pullEveryMinutes: settings.pullEveryMinutes,
        rests: !connection.enabled || connection.pausedBy !== null,
      };
    } catch (error) {
      deps.onProblem(connection.id, error);
      return null;
    }
  };

  return {
    reconcile: async ({ schedulesToo }) => {
      const all = await listAllConnections(deps.db);
      const workable = all.map(workableOf).filter((entry) => entry !== null);
      await deps.vendorWorkers.reconcile(workable.filter((entry) => !entry.rests));
      const changed = all.filter((connection) => schedulesToo || seen.get(connection.id) !== connection.version);
      const ids = new Set(changed.map((connection) => connection.id));
      for (const gone of changed.filter((connection) => connection.deletedAt !== null))
        await endEverything(deps.client, gone.id);
      for (const schedule of wantedSchedules(workable.filter((entry) => ids.has(entry.id)))) {
        await ensureSchedule(deps.client, schedule);
      }
      // What happened while nobody looked (a start, a pause, a new connection) is not left to the schedule.
      for (const entry of workable) {
        if (!entry.rests && seen.get(entry.id) !== versionOf(all, entry.id)) await requestPull(deps.db, entry.id);
      }
      for (const connection of changed) seen.set(connection.id, connection.version);
    },
  };
};

const versionOf = (connections: readonly ConnectionRecord[], id: string): number | undefined =>
  connections.find((connection) => connection.id === id)?.version;

/** Of a deleted connection nothing stays: its rows were closed with it. */
const endEverything = async (client: Client, id: string): Promise<void> => {
  await deleteSchedule(client, workflowIds.pullOrders(id));
  const query = `Connection = "${id}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) {
    await client.workflow.getHandle(workflowId).terminate('The connection was deleted');
  }
};
