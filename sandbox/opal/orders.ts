import type { NewOrder, OpalOrder } from './model.ts';
import type { OpalState } from './state.ts';
import { delivered, isPlanned, taken } from './statuses.ts';

const firstNumber = 511_590;
const firstWaybill = 40_511_590;

/** The first three digits of its numbers say whose orders they are. */
export const customerNumber = '998';

/** Takes a new order, whether one with its reference is there or not. */
export const takeOrder = (state: OpalState, order: NewOrder): OpalOrder => {
  const index = state.count;
  const { tracking } = state.settings;
  const hasWaybill = tracking === 'at-once' || (tracking === 'sometimes' && index % 3 !== 1);
  const at = new Date().toISOString();
  return state.keep({
    ...order,
    orderNumber: `OCU-${customerNumber}-${firstNumber + index}`,
    trackingNumber: hasWaybill ? waybillOf(index) : null,
    createdAt: at,
    status: taken,
    receivedBy: null,
    history: [{ at, status: taken, location: null }],
  });
};

const waybillOf = (index: number): string => `HWB-${firstWaybill + index}`;

export interface Move {
  readonly status: string;
  readonly receiver?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly trackingNumber?: string | null | undefined;
}

/** Moves an order on, from now on. One that is planned gets its HWB number, one that is delivered somebody who took it. */
export const moveOrder = (state: OpalState, order: OpalOrder, move: Move): OpalOrder => {
  const { status, receiver, location = null, trackingNumber } = move;
  const given = isPlanned(status) && state.settings.tracking !== 'never' ? numberOf(order) : null;
  return state.keep({
    ...order,
    status,
    receivedBy: receiver === undefined ? (status === delivered ? order.receiver.name1 : order.receivedBy) : receiver,
    trackingNumber: trackingNumber === undefined ? (order.trackingNumber ?? given) : trackingNumber,
    history: [...order.history, { at: new Date().toISOString(), status, location }],
  });
};

const numberOf = ({ orderNumber }: OpalOrder): string =>
  waybillOf(Number(orderNumber.slice(orderNumber.lastIndexOf('-') + 1)) - firstNumber);
