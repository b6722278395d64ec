import { z } from 'zod';
import { withDefaults } from '../with-defaults.ts';
import type { PosItem, PosItemInput, Sale } from './model.ts';
import { keyOf, posItemInputSchema, statuses } from './model.ts';
import type { NewOrders, OrderTemplate } from './new-orders.ts';
import { makeSale, newOrdersSchema, orderTemplateSchema } from './new-orders.ts';
import { Refusal } from '../refusal.ts';
import type { PosSettings, PosSettingsChange } from './settings.ts';
import { posSettingsSchema } from './settings.ts';
import type { Fetch } from './source.ts';
import type { PosState } from './state.ts';
import type { SaleTotals } from './totals.ts';
import { totalsOf } from './totals.ts';
import { saleOnWire } from './wire.ts';

/** An order with all that is known about it; what `/_control/orders` answers. */
export interface SaleView extends Sale {
  /** `<OrderID>`, or `<OrderID>:REFUND`. */
  readonly key: string;
  readonly totals: SaleTotals;
  /** As it is sent now. */
  readonly wire: Record<string, unknown>;
}

export const refundActionSchema = z.strictObject({
  /** Which lines by their place, and how much of them; left out: all. */
  lines: z.array(z.strictObject({ line: z.int().min(0), quantity: z.number().positive().optional() })).optional(),
  /** The source forgets the sale: only the refund is sent from now on. */
  alone: z.boolean().default(false),
  template: orderTemplateSchema.omit({ orderId: true, status: true, lines: true }).default({}),
});
export type RefundAction = z.input<typeof refundActionSchema>;

export interface WantedSales {
  /** Changed at or after then. */
  readonly since?: Date;
  readonly label?: string;
  readonly offset?: number;
  readonly limit?: number;
}

/** What the shop at one point of sale does; over HTTP under `/pos/_control`. */
export interface PosControl {
  readonly source: string;
  /** No order was ever made here. */
  readonly isEmpty: boolean;
  /** @returns their keys, in the order of their numbers */
  createOrders(input?: NewOrders): string[];
  /** Refusal 404 where there is none. */
  order(key: string): SaleView;
  /** Oldest change first. */
  orders(wanted?: WantedSales): SaleView[];
  count(): number;
  /** Another content under the same number; what the template leaves out stays, and the payments follow the new sum unless they are given. */
  change(key: string, template: OrderTemplate): SaleView;
  /** Takes a sale back: an order of status 106 with the same number. */
  refund(key: string, action?: RefundAction): SaleView;
  items(): readonly PosItem[];
  /** What new orders are made of. */
  putItems(items: readonly PosItemInput[]): void;
  settings(): PosSettings;
  /** Merged over what is set; a bad setting throws a ZodError. */
  setAnswer(change: PosSettingsChange): PosSettings;
  /** The last thousand requests for orders that were let in, newest last. */
  fetches(): readonly Fetch[];
  /** A note that survives restarts. */
  note(key: string): string | undefined;
  takeNote(key: string, value: string): void;
}

/** So many at once are kept as what they are made of; explicit numbers and refunds one by one. */
const isBatch = ({ template }: z.output<typeof newOrdersSchema>): boolean =>
  template.orderId === undefined && template.status !== statuses.refund;

const refunded = (sale: Sale, { lines, template }: z.output<typeof refundActionSchema>): Sale => {
  const wanted = lines ?? sale.lines.map((_, line) => ({ line, quantity: undefined }));
  const taken = wanted.map(({ line: index, quantity }) => {
    const line = sale.lines[index];
    if (!line) throw new Refusal(422, `order ${sale.orderId} has no line ${index}`);
    const part = quantity === undefined ? 1 : quantity / line.quantity;
    return {
      ...line,
      quantity: quantity ?? line.quantity,
      discount: Math.round(line.discount * part * 100) / 100,
    };
  });
  const isAll = lines === undefined;
  return laidOver(
    { ...sale, lines: taken, discount: isAll ? sale.discount : 0, serviceCharges: isAll ? sale.serviceCharges : 0 },
    { ...template, lines: taken },
    statuses.refund,
  );
};

/** The sale with what the template gives in its place, its sums agreeing again. */
const laidOver = (sale: Sale, template: z.output<typeof orderTemplateSchema>, status = sale.status): Sale => {
  const ways = sale.payments.map(({ mode, cardType, reference }) => ({ mode, cardType, reference }));
  return makeSale({
    orderId: sale.orderId,
    at: new Date().toISOString(),
    seed: 1,
    items: sale.lines,
    template: {
      lines: sale.lines,
      discount: sale.discount,
      serviceCharges: sale.serviceCharges,
      payments: ways.slice(0, 1),
      raw: sale.raw,
      omit: sale.omit,
      date: sale.date,
      status,
      ...(sale.label === null ? {} : { label: sale.label }),
      ...template,
    },
  });
};

export const createPosControl = (state: PosState, name: string): PosControl => {
  const source = state.open(name);

  const viewOf = (sale: Sale): SaleView => ({
    ...sale,
    key: keyOf(sale),
    totals: totalsOf(sale),
    wire: saleOnWire(sale, source.settings),
  });

  const find = (key: string): Sale => {
    const sale = source.find(key);
    if (!sale) throw new Refusal(404, `order ${key} is not known`);
    return sale;
  };

  const keep = (sale: Sale): SaleView => {
    state.commit(name, { op: 'sale', sale });
    return viewOf(sale);
  };

  return {
    source: name,
    get isEmpty() {
      return source.isEmpty;
    },
    createOrders: (input = {}) => {
      const wanted = newOrdersSchema.parse(input);
      const { count, template } = wanted;
      const first = source.next;
      const at = new Date().toISOString();
      const seed = wanted.seed ?? first * 104_729;
      if (isBatch(wanted)) {
        state.commit(name, { op: 'batch', first, count, seed, at, template });
        return Array.from({ length: count }, (_, index) => String(first + index));
      }
      if (count > 1) throw new RangeError('one order at a time may have a number of its own or be a refund');
      const sale = makeSale({ orderId: first, at, seed, items: source.items, template });
      if (source.find(keyOf(sale))) throw new RangeError(`the order ${keyOf(sale)} exists already`);
      return [keep(sale).key];
    },
    order: (key) => viewOf(find(key)),
    orders: ({ since, label, offset = 0, limit = Infinity } = {}) => {
      const instant = since?.getTime() ?? null;
      if (label === undefined) return [...source.changedSince(instant, { offset, limit }).sales].map(viewOf);
      const found = [...source.changedSince(instant).sales].filter((sale) => sale.label === label);
      return found.slice(offset, offset + limit).map(viewOf);
    },
    count: () => source.count,
    change: (key, template) => {
      const sale = find(key);
      const changed = laidOver(sale, orderTemplateSchema.omit({ orderId: true }).parse(template));
      if (keyOf(changed) !== key) state.commit(name, { op: 'gone', key });
      return keep(changed);
    },
    refund: (key, input = {}) => {
      const action = refundActionSchema.parse(input);
      const refund = refunded(find(key), action);
      if (action.alone) state.commit(name, { op: 'gone', key });
      return keep(refund);
    },
    items: () => source.items,
    putItems: (items) =>
      state.commit(name, { op: 'items', items: items.map((item) => posItemInputSchema.parse(item)) }),
    settings: () => source.settings,
    setAnswer: (change) => {
      state.commit(name, {
        op: 'settings',
        settings: posSettingsSchema.parse(withDefaults(source.settings, change)),
      });
      return source.settings;
    },
    fetches: () => source.fetches(),
    note: (key) => source.note(key),
    takeNote: (key, value) => state.commit(name, { op: 'note', key, value }),
  };
};
