import { proxyActivities, setHandler } from '@temporalio/workflow';
import type { createPullOrdersActivities } from '../activities/pull-orders.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { PullOrdersInput } from '../domain/names.ts';
import { vendorCalls } from './activity-options.ts';
import { onlyFields, requireScheduledId, textField } from './input.ts';
import { stateQuery } from './messages.ts';

/** Reads all orders that wait at one marketplace and stores what is new or different; their own runs do the rest. */
export async function pullOrders(input: PullOrdersInput): Promise<unknown> {
  onlyFields(input, ['connection', 'since']);
  const connection = textField(input, 'connection');
  requireScheduledId(workflowIds.pullOrders(connection));
  setHandler(stateQuery, () => ({ stage: 'pulling', connection }));
  const { pullOrders: pull } = proxyActivities<ReturnType<typeof createPullOrdersActivities>>({
    ...vendorCalls,
    startToCloseTimeout: '2 hours',
    taskQueue: taskQueues.connection(connection),
  });
  return pull({ connection });
}
