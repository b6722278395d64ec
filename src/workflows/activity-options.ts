import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/**
 * Tried again for as long as it takes, at most every five minutes: an outage of a week ends by itself. What needs a person never fails as an
 * activity, it becomes attention.
 */
const untilItWorks = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '5 minutes',
} as const;

/** Calls to Odoo. The wait in the process's own queue counts, hence the long attempt; the heartbeat finds a dead worker. */
export const odooCalls: ActivityOptions = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '30 seconds',
  retry: untilItWorks,
};

/** Calls to a vendor: a turn in its quota and one or a few requests. */
export const vendorCalls: ActivityOptions = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '2 minutes',
  retry: untilItWorks,
};

/** Our own database, from the workflow's own worker: a paused connection does not hold it. */
export const databaseCalls: LocalActivityOptions = {
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
};
