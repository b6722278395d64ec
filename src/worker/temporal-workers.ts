import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkflowBundlePath } from '@temporalio/worker';
import { taskQueues } from '../domain/names.ts';
import { activitySurroundings } from './activity-surroundings.ts';

interface Shared {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly shutdownGraceMs: number;
}

/** A parked order run takes 0.19 to 0.27 MB: a worker with a full cache takes about 1.15 GB in all, however many orders are open (`npm run bench -- memory`). */
export const maxCachedWorkflows = 2_000;

/** All workflow code, and the activities that touch only PostgreSQL. */
export const createWorkflowWorker = (
  shared: Shared,
  options: { workflowBundle: WorkflowBundlePath; activities: object },
): Promise<Worker> =>
  Worker.create({
    connection: shared.connection,
    namespace: shared.namespace,
    taskQueue: taskQueues.workflows,
    workflowBundle: options.workflowBundle,
    activities: options.activities,
    maxCachedWorkflows,
    shutdownGraceTime: shared.shutdownGraceMs,
    interceptors: { activity: [activitySurroundings] },
  });

/** All calls to Odoo. Slots are plenty, so that there is something to travel together; the client keeps the wire narrow. */
export const createOdooWorker = (shared: Shared, activities: object): Promise<Worker> =>
  Worker.create({
    connection: shared.connection,
    namespace: shared.namespace,
    taskQueue: taskQueues.odoo,
    activities,
    maxConcurrentActivityTaskExecutions: 100,
    shutdownGraceTime: shared.shutdownGraceMs,
    interceptors: { activity: [activitySurroundings] },
    maxHeartbeatThrottleInterval: 1_000,
  });
