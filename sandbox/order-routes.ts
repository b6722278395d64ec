import { z } from 'zod';
import type { ControlRoutes } from './answer-control.ts';

/** Which orders of a simulated carrier are wanted. */
export interface WantedOrders {
  readonly reference?: string;
  readonly status?: string;
  readonly offset?: number;
  readonly limit?: number;
}

/** What can be done to the orders of a simulated carrier, and to the way it answers. */
interface OrderControl<New, Move, Change> {
  summary(): unknown;
  orders(wanted?: WantedOrders): readonly unknown[];
  createOrder(order: New): unknown;
  order(id: string): unknown;
  setStatus(id: string, move: Move): unknown;
  advance(id: string): unknown;
  settings(): unknown;
  setAnswer(change: Change): unknown;
}

interface OrderSchemas<New, Move, Change> {
  readonly newOrder: z.ZodType<New>;
  readonly move: z.ZodType<Move>;
  readonly change: z.ZodType<Change>;
}

/** Longer lists are asked for in parts. */
const listedAtMost = 1_000;

const wantedOf = (query: URLSearchParams): WantedOrders => {
  const [reference, status] = [query.get('reference'), query.get('status')];
  return {
    offset: Number(query.get('offset') ?? 0),
    limit: Math.min(Number(query.get('limit') ?? listedAtMost), listedAtMost),
    ...(reference === null ? {} : { reference }),
    ...(status === null ? {} : { status }),
  };
};

const manySchema = z.looseObject({ ids: z.array(z.union([z.string(), z.number()]).transform(String)).optional() });

/**
 * The control of a simulated carrier by method and path; `*` is the id of an order.
 *
 * @param idsOf ids of all its orders
 */
export const orderRoutes = <New, Move, Change, Control extends OrderControl<New, Move, Change>>(
  { newOrder, move, change }: OrderSchemas<New, Move, Change>,
  idsOf: (control: Control) => readonly string[],
): ControlRoutes<Control> => ({
  'GET summary': (control) => control.summary(),
  'GET orders': (control, { query }) => control.orders(wantedOf(query)),
  'POST orders': (control, { body }) => control.createOrder(newOrder.parse(body ?? {})),
  'GET orders/*': (control, { order }) => control.order(order),
  'POST orders/*/status': (control, { order, body }) => control.setStatus(order, move.parse(body)),
  'POST orders/*/advance': (control, { order }) => control.advance(order),
  'POST status': (control, { body }) => {
    const { ids = idsOf(control), ...rest } = manySchema.parse(body);
    const wanted = move.parse(rest);
    for (const id of ids) control.setStatus(id, wanted);
    return { moved: ids.length };
  },
  'GET settings': (control) => control.settings(),
  'POST settings': (control, { body }) => control.setAnswer(change.parse(body)),
});
