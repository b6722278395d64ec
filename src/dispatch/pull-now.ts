import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { taskQueues, workflowIds, workflowTypes } from '../domain/names.ts';

/** Starts a pull beside the schedule. @returns false when one runs: it may have begun before the reason to pull. */
export const startPullNow = async (client: Client, connection: string): Promise<boolean> => {
  try {
    await client.workflow.start(workflowTypes.pullOrders, {
      workflowId: workflowIds.now(workflowIds.pullOrders(connection)),
      taskQueue: taskQueues.workflows,
      args: [{ connection }],
      typedSearchAttributes: [{ key: { name: 'Connection', type: 'KEYWORD' }, value: connection }],
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
};
