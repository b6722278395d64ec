import { proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { FollowShipmentsActivities } from '../activities/follow-shipments.ts';
import { noneFollowed } from '../domain/fulfilment/follow.ts';
import type { FollowCounts } from '../domain/fulfilment/follow.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { FollowShipmentsInput } from '../domain/names.ts';
import { odooCalls, vendorCalls } from './activity-options.ts';
import { onlyFields, requireScheduledId, textField, timeField } from './input.ts';
import { stateQuery } from './messages.ts';

/** Asks a prep centre after all its open orders together; only changes reach the runs of the shipments. */
export async function followShipments(input: FollowShipmentsInput): Promise<FollowCounts> {
  onlyFields(input, ['connection', 'since']);
  const connection = textField(input, 'connection');
  const since = timeField(input, 'since');
  requireScheduledId(workflowIds.followShipments(connection));
  const { recordConfirmedSince, lookAtWaitingShipments } = proxyActivities<FollowShipmentsActivities>({
    ...odooCalls,
    taskQueue: taskQueues.odoo,
  });
  const { askAfterShipments } = proxyActivities<FollowShipmentsActivities>({
    ...vendorCalls,
    startToCloseTimeout: '6 hours',
    taskQueue: taskQueues.connection(connection),
  });

  let stage: 'looking' | 'asking' | 'done' = 'asking';
  let counts = noneFollowed;
  setHandler(stateQuery, () => ({ connection, stage, ...counts }));
  if (since !== null) {
    stage = 'looking';
    counts = { ...counts, made: await recordConfirmedSince({ connection, since }) };
    stage = 'asking';
  }
  const [asked] = await Promise.all([askAfterShipments({ connection }), lookAtWaitingShipments({ connection })]);
  counts = { ...asked, made: counts.made };
  stage = 'done';
  setCurrentDetails(
    `Asked after ${counts.asked} orders: ${counts.changed} changed, ${counts.done} delivered, ${counts.dead} dropped, ${counts.errors} in error.`,
  );
  return counts;
}
