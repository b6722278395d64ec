import { fileURLToPath } from 'node:url';
import { Worker, bundleWorkflowCode } from '@temporalio/worker';
import type { NativeConnection, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { taskQueues } from '../domain/names.ts';
import { activitySurroundings } from './activity-surroundings.ts';

/** Bundled once per process; the other queues need no bundle. */
export const bundleWorkflows = (): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) });

interface Shared {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly shutdownGraceMs: number;
}

/** All workflow code, and the activities that touch only PostgreSQL. The cache is sized by measured bytes of a parked order run. */
export const createWorkflowWorker = (
  shared: Shared,
  options: { workflowBundle: WorkflowBundleWithSourceMap; activities: object; maxCachedWorkflows: number },
): Promise<Worker> =>
  Worker.create({
    connection: shared.connection,
    namespace: shared.namespace,
    taskQueue: taskQueues.workflows,
    workflowBundle: options.workflowBundle,
    activities: options.activities,
    maxCachedWorkflows: options.maxCachedWorkflows,
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
