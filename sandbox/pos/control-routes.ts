import { z } from 'zod';
import { answerControl } from '../answer-control.ts';
import type { ControlRoutes } from '../answer-control.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { PosControl, SaleView } from './control.ts';
import { refundActionSchema } from './control.ts';
import { posItemInputSchema } from './model.ts';
import { newOrdersSchema, orderTemplateSchema } from './new-orders.ts';
import { posSettingsSchema } from './settings.ts';

/** Longer lists are asked for in parts. */
const listedAtMost = 1_000;

const listOrders = (control: PosControl, query: URLSearchParams): SaleView[] => {
  const label = query.get('label');
  return control.orders({
    offset: Number(query.get('offset') ?? 0),
    limit: Math.min(Number(query.get('limit') ?? listedAtMost), listedAtMost),
    ...(label === null ? {} : { label }),
  });
};

/** Everything under `/pos/_control`, by method and path; `*` is an order's key. `?source=` names the point of sale. */
const routes: ControlRoutes<PosControl> = {
  'GET summary': (control) => ({ source: control.source, orders: control.count(), fetches: control.fetches().length }),
  'GET orders': (control, { query }) => listOrders(control, query),
  'POST orders': (control, { body }) => ({ keys: control.createOrders(newOrdersSchema.parse(body ?? {})) }),
  'GET orders/*': (control, { order }) => control.order(order),
  'POST orders/*/change': (control, { order, body }) => control.change(order, orderTemplateSchema.parse(body)),
  'POST orders/*/refund': (control, { order, body }) => control.refund(order, refundActionSchema.parse(body ?? {})),
  'GET items': (control) => control.items(),
  'POST items': (control, { body }) => {
    control.putItems(z.array(posItemInputSchema).parse(body));
    return { items: control.items().length };
  },
  'GET settings': (control) => control.settings(),
  'POST settings': (control, { body }) => control.setAnswer(posSettingsSchema.partial().strict().parse(body)),
  'GET fetches': (control) => control.fetches(),
};

/** Answers one control call; `path` is what follows `/_control`. */
export const handlePosControl = (open: (source: string) => PosControl, request: SimulatorRequest): SimulatorResponse =>
  answerControl(routes, (query) => open(query.get('source') ?? ''), request);
