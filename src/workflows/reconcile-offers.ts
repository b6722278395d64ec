import { proxyActivities, setHandler } from '@temporalio/workflow';
import type { createReconcileOffersActivities } from '../activities/reconcile-offers.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { ReconcileOffersInput } from '../domain/names.ts';
import { vendorCalls } from './activity-options.ts';
import { flagField, onlyFields, requireScheduledId, textField } from './input.ts';
import { stateQuery } from './messages.ts';

/** Compares price and stock of all listings with what the marketplace shows, and repairs what differs where the connection says so. */
export async function reconcileOffers(input: ReconcileOffersInput): Promise<unknown> {
  onlyFields(input, ['connection', 'dryRun']);
  const connection = textField(input, 'connection');
  const dryRun = flagField(input, 'dryRun');
  requireScheduledId(workflowIds.reconcileOffers(connection));
  setHandler(stateQuery, () => ({ stage: 'comparing', connection, dryRun }));
  const { reconcileOffers: reconcile } = proxyActivities<ReturnType<typeof createReconcileOffersActivities>>({
    ...vendorCalls,
    startToCloseTimeout: '4 hours',
    taskQueue: taskQueues.connection(connection),
  });
  return reconcile({ connection, dryRun });
}
