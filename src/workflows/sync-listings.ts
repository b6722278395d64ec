import { proxyActivities, setHandler } from '@temporalio/workflow';
import type { createSyncListingsActivities } from '../activities/sync-listings.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { SyncListingsInput } from '../domain/names.ts';
import { vendorCalls } from './activity-options.ts';
import { onlyFields, requireScheduledId, textField } from './input.ts';
import { stateQuery } from './messages.ts';

/** Reads the marketplace's own list of our listings and finds out which product each is. */
export async function syncListings(input: SyncListingsInput): Promise<unknown> {
  onlyFields(input, ['connection']);
  const connection = textField(input, 'connection');
  requireScheduledId(workflowIds.syncListings(connection));
  setHandler(stateQuery, () => ({ stage: 'reading', connection }));
  const { syncListings: sync } = proxyActivities<ReturnType<typeof createSyncListingsActivities>>({
    ...vendorCalls,
    startToCloseTimeout: '2 hours',
    taskQueue: taskQueues.connection(connection),
  });
  return sync({ connection });
}
