import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { withDefaults } from '../with-defaults.ts';
import type { WantedOrders } from '../order-routes.ts';
import { byHandSchema, letter } from './model.ts';
import type { ByHandInput, NewOrder, OpalOrder } from './model.ts';
import { moveOrder, takeOrder } from './orders.ts';
import { opalSandboxSettingsSchema } from './settings.ts';
import type { OpalSandboxSettings, OpalSettingsChange } from './settings.ts';
import type { OpalState } from './state.ts';
import { usualWay } from './statuses.ts';

export const moveSchema = z.strictObject({
  /** One of OPAL's, or a word that nobody has heard of. */
  status: z.string().trim().min(1),
  /** Who took it, or `Fehlanfahrt`. */
  receiver: z.string().nullable().optional(),
  location: z.string().nullable().optional(),
  trackingNumber: z.string().nullable().optional(),
});
export type MoveInput = z.input<typeof moveSchema>;

/** What happens at OPAL; over HTTP under `/opal/_control`. */
export interface OpalControl {
  /** Takes an order as if somebody had entered it at the web site; with the reference of another one there are two. */
  createOrder(order?: ByHandInput): OpalOrder;
  /** Oldest first. */
  orders(wanted?: WantedOrders): OpalOrder[];
  /** By either number. Refusal 404 where there is none. */
  order(number: string): OpalOrder;
  count(): number;
  summary(): { readonly orders: number; readonly byStatus: Readonly<Record<string, number>> };
  /** Also backwards. */
  setStatus(number: string, move: MoveInput): OpalOrder;
  /** One step along the usual way: Disponiert, Abgeholt, Zugestellt. An order that is off the way goes back on it. */
  advance(number: string): OpalOrder;
  settings(): OpalSandboxSettings;
  /** Merged over what is set; a bad setting throws a ZodError. */
  setAnswer(change: OpalSettingsChange): OpalSandboxSettings;
}

export const createOpalControl = (state: OpalState): OpalControl => {
  const find = (number: string): OpalOrder => {
    const order = state.find(number);
    if (order === undefined) throw new Refusal(404, `order ${number} is not known`);
    return order;
  };

  const setStatus: OpalControl['setStatus'] = (number, move) => moveOrder(state, find(number), moveSchema.parse(move));

  return {
    createOrder: (order = {}) => {
      const usual: NewOrder = { reference: `by hand ${state.count + 1}`, ...letter };
      return takeOrder(state, withDefaults(usual, byHandSchema.parse(order)));
    },
    orders: ({ reference, status, offset = 0, limit = Infinity } = {}) =>
      state
        .orders()
        .filter((order) => reference === undefined || order.reference === reference)
        .filter((order) => status === undefined || order.status === status)
        .slice(offset, offset + limit),
    order: find,
    count: () => state.count,
    summary: () => {
      const byStatus: Record<string, number> = {};
      for (const { status } of state.orders()) byStatus[status] = (byStatus[status] ?? 0) + 1;
      return { orders: state.count, byStatus };
    },
    setStatus,
    advance: (number) => {
      const { status } = find(number);
      const at = usualWay.findIndex((each) => each === status);
      const next = usualWay[at + 1];
      if (next === undefined) throw new RangeError(`order ${number} is ${status}: it goes no further`);
      return setStatus(number, { status: next });
    },
    settings: () => state.settings,
    setAnswer: (change) => {
      state.set(opalSandboxSettingsSchema.parse(withDefaults(state.settings, change)));
      return state.settings;
    },
  };
};
