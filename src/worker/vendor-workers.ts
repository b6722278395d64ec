import { Worker } from '@temporalio/worker';
import type { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import { taskQueues } from '../domain/names.ts';
import { activitySurroundings } from './activity-surroundings.ts';

export interface VendorQueue {
  readonly id: string;
  readonly requestsPerSecond: number;
}

/** What waits for its turn in a quota holds a slot: more than two seconds' worth of requests would only be refused. */
const slotsFor = (requestsPerSecond: number): number => Math.max(4, Math.min(100, Math.ceil(requestsPerSecond * 2)));

export interface VendorWorkers {
  /** Polls exactly these queues: starts what is missing, lets go of what is gone or paused. */
  reconcile(wanted: readonly VendorQueue[]): Promise<void>;
  stop(): Promise<void>;
}

/** One small activity-only worker for each connection: a slow or paused vendor holds up nobody else. */
export const createVendorWorkers = (deps: {
  connection: NativeConnection;
  namespace: string;
  activities: object;
  shutdownGraceMs: number;
  logger: Logger;
}): VendorWorkers => {
  const running = new Map<string, { requestsPerSecond: number; worker: Worker; done: Promise<void> }>();

  const start = async ({ id, requestsPerSecond }: VendorQueue): Promise<void> => {
    const worker = await Worker.create({
      connection: deps.connection,
      namespace: deps.namespace,
      taskQueue: taskQueues.connection(id),
      activities: deps.activities,
      maxConcurrentActivityTaskExecutions: slotsFor(requestsPerSecond),
      maxConcurrentActivityTaskPolls: 2,
      shutdownGraceTime: deps.shutdownGraceMs,
      interceptors: { activity: [activitySurroundings] },
    });
    const done = worker.run().catch((error: unknown) => {
      deps.logger.error({ err: error, connection: id }, 'the worker of a connection ended; it is started again');
      running.delete(id);
    });
    running.set(id, { requestsPerSecond, worker, done });
    deps.logger.info({ connection: id }, 'polling for the connection');
  };

  const stop = (id: string): Promise<void> => {
    const entry = running.get(id);
    if (entry === undefined) return Promise.resolve();
    running.delete(id);
    if (entry.worker.getState() === 'RUNNING') entry.worker.shutdown();
    deps.logger.info({ connection: id }, 'no longer polling for the connection');
    return entry.done;
  };

  return {
    reconcile: async (wanted) => {
      const ids = new Map(wanted.map((queue) => [queue.id, queue]));
      for (const [id, entry] of running) {
        // What is under way ends in its own time, beside the new worker.
        if (ids.get(id)?.requestsPerSecond !== entry.requestsPerSecond) void stop(id);
      }
      for (const queue of wanted) if (!running.has(queue.id)) await start(queue);
    },
    stop: async () => {
      await Promise.all([...running.keys()].map(stop));
    },
  };
};
