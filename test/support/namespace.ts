import { randomBytes } from 'node:crypto';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { temporalAddress } from './stack.ts';
import { waitFor } from './wait.ts';

/** A namespace of its own on the Temporal server of the run: two services never see each other's runs. */
export interface TestNamespace {
  readonly address: string;
  readonly name: string;
  readonly client: Client;
  close(): Promise<void>;
}

/** Registers the namespace; its search attributes are for the product to add. */
export const testNamespace = async (): Promise<TestNamespace> => {
  const address = await temporalAddress();
  let isClosed = false;
  const retries = defaultGrpcRetryOptions();
  const retry = makeGrpcRetryInterceptor({
    ...retries,
    // A call that is under way when the connection is closed (a run is waited for) ends then; trying it again would throw where nobody can catch it.
    retryableDecider: (attempt, status) => !isClosed && retries.retryableDecider(attempt, status),
  });
  const connection = await Connection.connect({ address, interceptors: [retry] });
  const name = `test-${randomBytes(4).toString('hex')}`;
  await connection.workflowService.registerNamespace({
    namespace: name,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await waitFor(
    `namespace ${name}`,
    () => connection.workflowService.listWorkflowExecutions({ namespace: name, pageSize: 1 }),
    () => true,
  );
  return {
    address,
    name,
    client: new Client({ connection, namespace: name }),
    close: async () => {
      isClosed = true;
      await connection.close();
    },
  };
};
