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

/**
 * Every activity shows all the time that its process lives: a worker that was killed, or a task that was handed to one just as it stopped
 * polling, is found out after this.
 */
const deadAfter = '15 seconds';

/** Calls to Odoo. The wait in the process's own queue counts, hence the long attempt. */
export const odooCalls: ActivityOptions = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: deadAfter,
  retry: untilItWorks,
};

/** Calls to a vendor: a turn in its quota and one or a few requests. */
export const vendorCalls: ActivityOptions = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: deadAfter,
  retry: untilItWorks,
};

/** Our own database, from the workflow's own worker: a paused connection does not hold it. */
export const databaseCalls: LocalActivityOptions = {
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
};
