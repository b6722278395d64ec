import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
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
  const connection = await Connection.connect({ address });
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
  return { address, name, client: new Client({ connection, namespace: name }), close: () => connection.close() };
};
