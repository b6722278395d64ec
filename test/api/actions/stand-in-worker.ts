import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Worker, bundleWorkflowCode } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

const readBundle = () =>
  (bundle ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('stand-in-workflow.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  }));

/** Runs the stand-in for the product's worker while `work` is under way. */
export const withWorker = async (address: string, namespace: string, work: () => Promise<void>): Promise<void> => {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: 'workflows',
    workflowBundle: await readBundle(),
  });
  try {
    await worker.runUntil(work);
  } finally {
    await connection.close();
  }
};
