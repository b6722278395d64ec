import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { temporalAddress } from '../../support/stack.ts';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

const readBundle = () =>
  (bundle ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('stand-in-workflow.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  }));

/** A namespace of Temporal for one test, so that no other worker answers in it. */
export const makeNamespace = async (): Promise<{
  address: string;
  namespace: string;
  client: Client;
  close: () => Promise<void>;
}> => {
  const address = await temporalAddress();
  const namespace = `api-${Date.now().toString(36)}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  const keyword = 2;
  const searchAttributes = { Connection: keyword, ExternalId: keyword };
  await untilDone(() => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }));
  const client = new Client({ connection, namespace });
  // The frontend learns of a namespace and its attributes in its own time.
  await untilDone(() => client.workflow.count("Connection = 'x'"));
  return { address, namespace, client, close: () => connection.close() };
};

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

const untilDone = async (call: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await call();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
    }
  }
};
