import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { queryNames, signalNames, updateNames } from '../domain/names.ts';
import type { OrderView } from '../domain/order-view.ts';
import type { DeliveryView } from '../domain/delivery/delivery-view.ts';
import type { FulfilmentView } from '../domain/fulfilment/fulfilment-view.ts';
import type { PosOrderView } from '../domain/pos/pos-view.ts';

/** A poke: the row in the database holds the fact. `revision` is missing when a person sends it by hand. */
export interface EventPoke {
  readonly revision?: number;
}

/** Wakes a run: the rows in the database say for what. `wanted` counts what was asked for; it is missing when a person sends it by hand. */
export interface WakingPoke {
  readonly wanted?: number;
}

/** Why a person skips or cancels. */
export interface Reason {
  readonly reason?: string;
}

export interface OneTimePassword {
  readonly otp?: string;
}

export const externalEvent = defineSignal<[EventPoke?]>(signalNames.externalEvent);
export const odooEvent = defineSignal<[EventPoke?]>(signalNames.odooEvent);
export const pokeSignal = defineSignal<[WakingPoke?]>(signalNames.poke);
export const stateQuery = defineQuery<unknown>(queryNames.state);
export const retryUpdate = defineUpdate<OrderView | null>(updateNames.retry);
export const skipUpdate = defineUpdate<OrderView | null, [given: Reason | undefined]>(updateNames.skip);
export const cancelUpdate = defineUpdate<OrderView | null, [given: Reason | undefined]>(updateNames.cancel);
export const enterOtpUpdate = defineUpdate<OrderView | null, [given: OneTimePassword | undefined]>(
  updateNames.enterOtp,
);
/** `retry` and `skip` of an order of a point of sale. */
export const retryPosUpdate = defineUpdate<PosOrderView | null>(updateNames.retry);
export const skipPosUpdate = defineUpdate<PosOrderView | null, [given: Reason | undefined]>(updateNames.skip);
/** `retry`, `skip`, `cancel` and `checkNow` of a shipment. */
export const retryShipmentUpdate = defineUpdate<FulfilmentView | null>(updateNames.retry);
export const skipShipmentUpdate = defineUpdate<FulfilmentView | null, [given: Reason | undefined]>(updateNames.skip);
export const cancelShipmentUpdate = defineUpdate<FulfilmentView | null, [given: Reason | undefined]>(
  updateNames.cancel,
);
export const checkShipmentUpdate = defineUpdate<FulfilmentView | null>(updateNames.checkNow);
/** The same of a courier's shipment. */
export const retryDeliveryUpdate = defineUpdate<DeliveryView | null>(updateNames.retry);
export const skipDeliveryUpdate = defineUpdate<DeliveryView | null, [given: Reason | undefined]>(updateNames.skip);
export const cancelDeliveryUpdate = defineUpdate<DeliveryView | null, [given: Reason | undefined]>(updateNames.cancel);
export const checkDeliveryUpdate = defineUpdate<DeliveryView | null>(updateNames.checkNow);
