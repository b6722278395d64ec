import { z } from 'zod';
import {
  cancellationReasons,
  isSupplierStatus,
  isTerminal,
  supplierMayMove,
  supplierStatuses,
} from './order-states.ts';
import type { OrderStatus, SupplierStatus } from './order-states.ts';
import type { Order, OrderRecord } from './order-model.ts';
import { needsOtp } from './order-model.ts';
import { Refusal } from '../refusal.ts';
import type { CartonaState } from './state.ts';

/** The body of a status write, as the supplier API page lists it. */
export const statusBodySchema = z.looseObject({
  hashed_id: z.string().optional(),
  status: z.string(),
  retailer_otp: z.union([z.string(), z.number()]).nullish(),
  estimated_delivery_day: z.string().nullish(),
  delivery_day: z.string().nullish(),
  cancellation_reason: z.string().nullish(),
});
export type StatusBody = z.output<typeof statusBodySchema>;

const refuse = (sentence: string): never => {
  throw new Refusal(422, sentence);
};

const checkMove = (order: Order, to: Exclude<SupplierStatus, 'synced'>): void => {
  if (order.status === to) refuse(`order ${order.hashed_id} is already ${to}`);
  if (isTerminal(order.status)) refuse(`order ${order.hashed_id} is ${order.status}: nothing can be changed any more`);
  if (order.delivered_by === 'delivered_by_cartona' && to !== 'cancelled_by_supplier') {
    refuse(`order ${order.hashed_id} is delivered by Cartona: the supplier may only cancel it`);
  }
  if (!supplierMayMove(order.status, to)) {
    refuse(`order ${order.hashed_id} cannot go from ${order.status} to ${to}`);
  }
};

const checkOtp = (record: OrderRecord, body: StatusBody): void => {
  if (!needsOtp(record.order)) return;
  const otp = body.retailer_otp;
  if (otp === undefined || otp === null || otp === '') {
    return refuse(`order ${record.order.hashed_id} needs retailer_otp to be delivered (instalments or wallet top-up)`);
  }
  if (String(otp) !== record.retailerOtp) refuse(`order ${record.order.hashed_id}: retailer_otp is wrong`);
};

const reasonOf = (order: Order, body: StatusBody): string => {
  const reason = body.cancellation_reason ?? '';
  if (reason === '') refuse(`order ${order.hashed_id}: cancellation_reason is needed to cancel`);
  if (!cancellationReasons.some((known) => known === reason)) {
    refuse(`order ${order.hashed_id}: cancellation_reason "${reason}" is unknown`);
  }
  return reason;
};

/** Checks a status write; gives the state it leads to, or `null` for an acknowledgement. */
const decide = (record: OrderRecord, body: StatusBody): { status: OrderStatus; reason?: string } | null => {
  const { order } = record;
  if (!isSupplierStatus(body.status)) {
    return refuse(`a supplier may send ${supplierStatuses.join(', ')}, but not "${body.status}"`);
  }
  if (order.status === 'editing') {
    refuse(`order ${order.hashed_id} is being edited by the retailer: wait until it is pending again`);
  }
  if (body.status === 'synced') return null;
  checkMove(order, body.status);
  if (body.status === 'delivered') checkOtp(record, body);
  return body.status === 'cancelled_by_supplier'
    ? { status: body.status, reason: reasonOf(order, body) }
    : { status: body.status };
};

const accept = (state: CartonaState, record: OrderRecord, body: StatusBody): void => {
  const at = new Date().toISOString();
  const next = decide(record, body);
  const entry = { at, by: 'supplier', what: 'status', status: body.status, accepted: true, body } as const;
  const { order } = record;
  if (next === null) {
    const unseen = record.servedVersion < record.version;
    state.changeOrder(order.hashed_id, {
      record: { acknowledged: true, acknowledgedUnseen: record.acknowledgedUnseen + (unseen ? 1 : 0) },
      entry: { ...entry, text: unseen ? 'acknowledged, but the latest change had not been pulled' : 'acknowledged' },
    });
    return;
  }
  state.changeOrder(order.hashed_id, {
    order: {
      status: next.status,
      updated_at: at,
      ...(next.reason === undefined ? {} : { cancellation_reason: next.reason }),
      ...(body.delivery_day == null ? {} : { delivery_day: body.delivery_day }),
      ...(body.estimated_delivery_day == null ? {} : { estimated_delivery_day: body.estimated_delivery_day }),
    },
    entry: { ...entry, text: `${order.status} → ${next.status}` },
  });
};

/** A status from the supplier: done, or refused in words. Both are kept in the order's history. */
export const writeStatus = (state: CartonaState, hashedId: string, body: StatusBody): void => {
  const record = state.orders.get(hashedId);
  if (!record) throw new Refusal(404, `order ${hashedId} is not known`);
  try {
    if (body.hashed_id !== undefined && body.hashed_id !== hashedId) {
      refuse(`the body names order ${body.hashed_id}, the path ${hashedId}`);
    }
    accept(state, record, body);
  } catch (error) {
    if (error instanceof Refusal) {
      const at = new Date().toISOString();
      state.changeOrder(hashedId, {
        entry: { at, by: 'supplier', what: 'status', status: body.status, accepted: false, text: error.message, body },
      });
    }
    throw error;
  }
};
