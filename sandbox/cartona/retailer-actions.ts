import { z } from 'zod';
import { lineWriteSchema, linesAfter } from './line-writes.ts';
import { totalOf } from './order-model.ts';
import type { Order, OrderRecord } from './order-model.ts';
import { orderStatuses } from './order-states.ts';
import { Refusal } from '../refusal.ts';
import type { CartonaState } from './state.ts';

/** What a retailer, or Cartona's own staff and drivers, do to an order: it comes with the next pull again. */
export const statusActionSchema = z.strictObject({
  by: z.enum(['retailer', 'cartona']).default('retailer'),
  status: z.enum(orderStatuses),
  cancellation_reason: z.string().optional(),
  return_reason: z.string().optional(),
});
export type StatusAction = z.input<typeof statusActionSchema>;

export const editActionSchema = z.strictObject({
  by: z.enum(['retailer', 'cartona']).default('retailer'),
  /** As in `order/update-order-details`: changed, cancelled and added lines. */
  lines: z.array(lineWriteSchema).default([]),
  note_message: z.string().nullable().optional(),
  cartona_credit: z.number().optional(),
  installment_cost: z.number().optional(),
  wallet_top_up: z.number().optional(),
});
export type EditAction = z.input<typeof editActionSchema>;

const recordOf = (state: CartonaState, hashedId: string): OrderRecord => {
  const record = state.orders.get(hashedId);
  if (!record) throw new Refusal(404, `order ${hashedId} is not known`);
  return record;
};

/** Any status on any order: what a test wants in the wrong order, it gets. */
export const setStatus = (state: CartonaState, hashedId: string, input: StatusAction): OrderRecord => {
  const action = statusActionSchema.parse(input);
  const record = recordOf(state, hashedId);
  const at = new Date().toISOString();
  const order: Partial<Order> = { status: action.status, updated_at: at };
  if (action.status.startsWith('cancelled_by_'))
    order.cancellation_reason = action.cancellation_reason ?? 'delayed_order';
  if (action.status === 'returned') order.return_reason = action.return_reason ?? 'the shop was closed';
  state.changeOrder(hashedId, {
    order,
    record: { version: record.version + 1, acknowledged: false },
    entry: {
      at,
      by: action.by,
      what: 'status',
      status: action.status,
      accepted: true,
      text: `${record.order.status} → ${action.status}`,
      body: null,
    },
  });
  return record;
};

/** Changes lines or sums of an order. */
export const editOrder = (state: CartonaState, hashedId: string, input: EditAction): OrderRecord => {
  const { by, lines: writes, ...sums } = editActionSchema.parse(input);
  const record = recordOf(state, hashedId);
  const at = new Date().toISOString();
  const lines = linesAfter(state, record.order, writes);
  const given = Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== undefined));
  state.changeOrder(hashedId, {
    order: { ...given, order_details: lines, updated_at: at },
    record: { version: record.version + 1, acknowledged: false },
    entry: {
      at,
      by,
      what: 'lines',
      status: null,
      accepted: true,
      text: `edited, total ${totalOf({ ...record.order, order_details: lines })}`,
      body: writes,
    },
  });
  return record;
};
