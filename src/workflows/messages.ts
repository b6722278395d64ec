import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { queryNames, signalNames, updateNames } from '../domain/names.ts';
import type { OrderView } from '../domain/order-view.ts';

/** A poke: the row in the database holds the fact. `revision` is missing when a person sends it by hand. */
export interface EventPoke {
  readonly revision?: number;
}

export const externalEvent = defineSignal<[EventPoke?]>(signalNames.externalEvent);
export const odooEvent = defineSignal<[EventPoke?]>(signalNames.odooEvent);
export const stateQuery = defineQuery<unknown>(queryNames.state);
export const retryUpdate = defineUpdate<OrderView | null>(updateNames.retry);
export const skipUpdate = defineUpdate<OrderView | null, [given: { reason?: string } | undefined]>(updateNames.skip);
export const cancelUpdate = defineUpdate<OrderView | null, [given: { reason?: string } | undefined]>(updateNames.cancel);
export const enterOtpUpdate = defineUpdate<OrderView | null, [given: { otp?: string } | undefined]>(updateNames.enterOtp);
