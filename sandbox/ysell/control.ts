import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { withDefaults } from '../with-defaults.ts';
import type { WantedOrders } from '../order-routes.ts';
import { movedTo, newOrderSchema } from './model.ts';
import type { NewOrderInput, YsellOrder } from './model.ts';
import type { YsellSandboxSettings, YsellSettingsChange } from './settings.ts';
import { ysellSettingsSchema } from './settings.ts';
import type { YsellState } from './state.ts';
import { isDead, shipped, statusCodeOf, statusTextOf, usualWay } from './statuses.ts';
import { takeOrder } from './take-order.ts';

/** An order with all that is known about it; what `/_control/orders` answers. */
export interface YsellOrderView extends YsellOrder {
  /** The status as the dialect of the requirement spells it. */
  readonly statusText: string;
}

export const statusChangeSchema = z.strictObject({
  /** A code (`7.1`), its text (`Done`), or anything else: a status that nobody has heard of. */
  status: z.union([z.string().trim().min(1), z.number().transform(String)]),
  /** What is said about it. */
  words: z.string().nullable().optional(),
  trackingNumber: z.string().nullable().optional(),
});
export type StatusChange = z.input<typeof statusChangeSchema>;

/** What happens at the prep centre; over HTTP under `/ysell/_control`. */
export interface YsellControl {
  /** Takes an order as if somebody had entered it there by hand. */
  createOrder(order: NewOrderInput): YsellOrderView;
  /** Oldest first. */
  orders(wanted?: WantedOrders): YsellOrderView[];
  /** Refusal 404 where there is none. */
  order(id: string | number): YsellOrderView;
  count(): number;
  /** Orders by their status as text. */
  summary(): { readonly orders: number; readonly byStatus: Readonly<Record<string, number>> };
  /** Also backwards. One that is shipped gets a tracking number, unless one is given or `null`. */
  setStatus(id: string | number, change: StatusChange): YsellOrderView;
  /** One step along the usual way: paid, in progress, label printed, collecting, packed, shipped, done. An order that is off the way goes back on it. */
  advance(id: string | number): YsellOrderView;
  settings(): YsellSandboxSettings;
  /** Merged over what is set; a bad setting throws a ZodError. */
  setAnswer(change: YsellSettingsChange): YsellSandboxSettings;
}

const viewOf = (order: YsellOrder): YsellOrderView => ({ ...order, statusText: statusTextOf(order.status) });

const trackingOf = (order: YsellOrder, status: string, given: string | null | undefined): string | null => {
  if (given !== undefined) return given;
  const isOut = status === shipped || status === 'Done';
  return isOut ? (order.trackingNumber ?? `YS${String(order.id).padStart(8, '0')}`) : order.trackingNumber;
};

const nextOf = (status: string): string | undefined => {
  if (isDead(status)) return undefined;
  const at = usualWay.findIndex((each) => each === status);
  if (at >= 0) return usualWay[at + 1];
  return Number(status) < 3 ? usualWay[0] : usualWay[1];
};

export const createYsellControl = (state: YsellState): YsellControl => {
  const find = (id: string | number): YsellOrder => {
    const order = state.find(Number(id));
    if (order === undefined) throw new Refusal(404, `order ${id} is not known`);
    return order;
  };

  const setStatus: YsellControl['setStatus'] = (id, input) => {
    const change = statusChangeSchema.parse(input);
    const order = find(id);
    const status = statusCodeOf(change.status);
    const moved = movedTo(order, status, change.words ?? null);
    return viewOf(state.keep({ ...moved, trackingNumber: trackingOf(order, status, change.trackingNumber) }));
  };

  return {
    createOrder: (order) => viewOf(takeOrder(state, newOrderSchema.parse(order))),
    orders: ({ reference, status, offset = 0, limit = Infinity } = {}) => {
      const all = reference === undefined ? state.orders() : state.withReference(reference);
      const code = status === undefined ? null : statusCodeOf(status);
      const wanted = code === null ? all : all.filter((order) => order.status === code);
      return wanted.slice(offset, offset + limit).map(viewOf);
    },
    order: (id) => viewOf(find(id)),
    count: () => state.count,
    summary: () => {
      const byStatus: Record<string, number> = {};
      for (const { status } of state.orders()) {
        const text = statusTextOf(status);
        byStatus[text] = (byStatus[text] ?? 0) + 1;
      }
      return { orders: state.count, byStatus };
    },
    setStatus,
    advance: (id) => {
      const order = find(id);
      const next = nextOf(order.status);
      if (next === undefined) throw new RangeError(`order ${id} is ${statusTextOf(order.status)}: it goes no further`);
      return setStatus(id, { status: next });
    },
    settings: () => state.settings,
    setAnswer: (change) => {
      state.set(ysellSettingsSchema.parse(withDefaults(state.settings, change)));
      return state.settings;
    },
  };
};
