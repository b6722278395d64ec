import type { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { beat } from '../activities/heartbeat-details.ts';
import { withCorrelation } from '../connectors/correlation.ts';
import { withAbort } from '../connectors/odoo/abort.ts';

/** A third of the shortest heartbeat timeout in use; Temporal throttles what is more often than it needs. */
const heartbeatEveryMs = 1_500;

/**
 * Every activity shows that its process lives for as long as its call takes, be it in the queue to Odoo or on the wire; and every outside
 * call knows the run it belongs to and ends when the activity is cancelled.
 */
export const activitySurroundings: ActivityInterceptorsFactory = (context: Context) => ({
  inbound: {
    execute: async (input, next) => {
      const heart =
        context.info.heartbeatTimeoutMs === undefined ? undefined : setInterval(() => beat(context), heartbeatEveryMs);
      try {
        return await inSurroundings(context, () => next(input));
      } finally {
        clearInterval(heart);
      }
    },
  },
});

const inSurroundings = <T>(context: Context, work: () => T): T =>
  withCorrelation({ workflowId: context.info.workflowExecution?.workflowId ?? null }, () =>
    withAbort(context.cancellationSignal, work),
  );
