import { proxyActivities, setHandler } from '@temporalio/workflow';
import type { createWatchOdooActivities } from '../activities/watch-odoo.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import { onlyFields, requireWorkflowId } from './input.ts';
import { stateQuery } from './messages.ts';

/** Sees every change in Odoo within about a second, for as long as Conveyor lives: one activity that never ends by itself. */
export async function watchOdoo(input: Record<string, never> = {}): Promise<void> {
  onlyFields(input, []);
  requireWorkflowId(workflowIds.watchOdoo);
  setHandler(stateQuery, () => ({ stage: 'watching' }));
  const { watchChanges } = proxyActivities<ReturnType<typeof createWatchOdooActivities>>({
    taskQueue: taskQueues.odoo,
    startToCloseTimeout: '365 days',
    heartbeatTimeout: '5 seconds',
    // Another worker takes over a second after the heartbeat is missed.
    retry: { initialInterval: '1 second', backoffCoefficient: 1 },
  });
  await watchChanges();
}
