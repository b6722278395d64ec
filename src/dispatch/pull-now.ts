import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { workflowTypes } from '../domain/names.ts';
import { pullStart } from '../domain/run-starts.ts';

/** Starts a pull beside the schedule. @returns false when one runs: it may have begun before the reason to pull. */
export const startPullNow = async (client: Client, connection: string): Promise<boolean> => {
  try {
    await client.workflow.start(workflowTypes.pullOrders, pullStart({ connection }));
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
};
