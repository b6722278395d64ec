import type { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { withCorrelation } from '../connectors/correlation.ts';
import { withAbort } from '../connectors/odoo/abort.ts';

/** Every outside call of an activity knows the run it belongs to, and ends when the activity is cancelled. */
export const activitySurroundings: ActivityInterceptorsFactory = (context: Context) => ({
  inbound: {
    execute: (input, next) =>
      withCorrelation({ workflowId: context.info.workflowExecution?.workflowId ?? null }, () =>
        withAbort(context.cancellationSignal, () => next(input)),
      ),
  },
});
