import { proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { createHousekeepingActivities } from '../activities/housekeeping.ts';
import { workflowIds } from '../domain/names.ts';
import { databaseCalls } from './activity-options.ts';
import { onlyFields, requireScheduledId } from './input.ts';
import { stateQuery } from './messages.ts';

/** Removes what was kept long enough: exchanges, settled facts, resolved attention. */
export async function housekeeping(input: Record<string, never> = {}): Promise<unknown> {
  onlyFields(input, []);
  requireScheduledId(workflowIds.housekeeping);
  setHandler(stateQuery, () => ({ stage: 'purging' }));
  const { purge } = proxyLocalActivities<ReturnType<typeof createHousekeepingActivities>>(databaseCalls);
  return purge();
}
