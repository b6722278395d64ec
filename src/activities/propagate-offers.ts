import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { PropagateOffersInput } from '../domain/names.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { Overtaken } from './offers/offer-context.ts';
import { pushOffers } from './offers/push-offers.ts';
import type { PushOffersResult } from './offers/push-offers.ts';

/** Activities of `propagateOffers`, on the connection's own queue. */
export const createPropagateOffersActivities = (
  deps: ActivityDependencies,
  /** `stopping` ends a push between two calls when the process is asked to stop. */
  options: { readonly stopping: AbortSignal },
) => ({
  /** Pushes what is dirty, as many batches as there are. Safe to repeat: values are absolute, and only the newest attempt may write. */
  pushOffers: (input: PropagateOffersInput & { readonly hasWaited: boolean }): Promise<PushOffersResult> =>
    orApplicationFailure(async () => {
      const { cancellationSignal, info } = Context.current();
      const stop = AbortSignal.any([options.stopping, cancellationSignal]);
      try {
        return await pushOffers(deps, input.connection, {
          hasWaited: input.hasWaited,
          isRetry: info.attempt > 1,
          stop,
        });
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        throw ApplicationFailure.create({ message: error.message, category: ApplicationFailureCategory.BENIGN });
      }
    }),
});

export type PropagateOffersActivities = ReturnType<typeof createPropagateOffersActivities>;
