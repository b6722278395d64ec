import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { workflowTypes } from '../../src/domain/names.ts';
import type { PosRunResult } from '../../src/domain/pos/pos-run.ts';
import { listingsStart, posSyncStart, reconcileStart } from '../../src/domain/run-starts.ts';

/** Runs a process of a connection to its end. One that runs already may have begun too early: it is waited for, and then run once more. */
const runNow = async (
  client: Client,
  type: string,
  start: ReturnType<typeof listingsStart | typeof reconcileStart | typeof posSyncStart>,
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

const posResult: z.ZodType<PosRunResult> = z.object({
  status: z.enum(['success', 'error', 'no_orders']),
  message: z.string(),
  counts: z.looseObject({}),
});

/** Fetches what a point of sale has, imports it, and gives what it came to. */
export const syncPosNow = async (
  client: Client,
  input: { connection: string; since?: string },
): Promise<PosRunResult> => posResult.parse(await runNow(client, workflowTypes.importPosOrders, posSyncStart(input)));
