import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { workflowTypes } from '../../src/domain/names.ts';
import { listingsStart, reconcileStart } from '../../src/domain/run-starts.ts';

/** Runs a process of a connection to its end. One that runs already may have begun too early: it is waited for, and then run once more. */
const runNow = async (
  client: Client,
  type: string,
  start: ReturnType<typeof listingsStart | typeof reconcileStart>,
) => {
  for (;;) {
    try {
      return (await client.workflow.execute(type, start)) as unknown;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await client.workflow.getHandle(start.workflowId).result();
    }
  }
};

export const syncListingsNow = (client: Client, connection: string): Promise<unknown> =>
  runNow(client, workflowTypes.syncListings, listingsStart({ connection }));

export const reconcileNow = (client: Client, input: { connection: string; dryRun?: boolean }): Promise<unknown> =>
  runNow(client, workflowTypes.reconcileOffers, reconcileStart(input));
