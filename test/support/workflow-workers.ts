import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { workflowBundle } from '../../src/worker/workflow-bundle.ts';
import type { TestNamespace } from './namespace.ts';
import { openNamespace } from './open-namespace.ts';
import { beQuiet } from './quiet-runtime.ts';

/** Workers of the real workflows, whose activities a test makes up by itself. */
export interface WorkflowWorkers {
  readonly namespace: TestNamespace;
  stop(): Promise<void>;
}

/** Starts a worker for all workflows (with the local activities given under `workflows`) and one for each of the other queues. */
export const startWorkflowWorkers = async ({
  workflows: local = {},
  ...activities
}: Readonly<Record<string, object>>): Promise<WorkflowWorkers> => {
  beQuiet();
  const namespace = await openNamespace();
  const connection = await NativeConnection.connect({ address: namespace.address });
  const shared = { connection, namespace: namespace.name };
  const running: { worker: Worker; done: Promise<void> }[] = [];
  const start = (worker: Worker): void => {
    running.push({ worker, done: worker.run() });
  };
  const bundle = await workflowBundle(pino({ level: 'silent' }));
  start(await Worker.create({ ...shared, taskQueue: 'workflows', workflowBundle: bundle, activities: local }));
  for (const [taskQueue, own] of Object.entries(activities)) {
    start(await Worker.create({ ...shared, taskQueue, maxConcurrentActivityTaskPolls: 1, activities: own }));
  }
  return {
    namespace,
    stop: async () => {
      for (const { worker } of running) worker.shutdown();
      await Promise.all(running.map(({ done }) => done));
      await connection.close();
      await namespace.close();
    },
  };
};
