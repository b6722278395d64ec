import { z } from 'zod';
import { answerControl } from '../answer-control.ts';
import type { ControlRoutes } from '../answer-control.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { WantedOrders, YsellControl } from './control.ts';
import { statusChangeSchema } from './control.ts';
import { newOrderSchema } from './model.ts';
import { ysellSettingsSchema } from './settings.ts';

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

const manySchema = statusChangeSchema.extend({ ids: z.array(z.union([z.string(), z.number()])).optional() });

/** Everything under `/ysell/_control`, by method and path; `*` is the id of an order. */
const routes: ControlRoutes<YsellControl> = {
  'GET summary': (control) => control.summary(),
  'GET orders': (control, { query }) => control.orders(wantedOf(query)),
  'POST orders': (control, { body }) => control.createOrder(newOrderSchema.parse(body)),
  'GET orders/*': (control, { order }) => control.order(order),
  'POST orders/*/status': (control, { order, body }) => control.setStatus(order, statusChangeSchema.parse(body)),
  'POST orders/*/advance': (control, { order }) => control.advance(order),
  'POST status': (control, { body }) => {
    const { ids = control.orders().map(({ id }) => id), ...change } = manySchema.parse(body);
    for (const id of ids) control.setStatus(id, change);
    return { moved: ids.length };
  },
  'GET settings': (control) => control.settings(),
  'POST settings': (control, { body }) => control.setAnswer(ysellSettingsSchema.partial().strict().parse(body)),
};

/** Answers one control call; `path` is what follows `/_control`. */
export const handleYsellControl = (control: YsellControl, request: SimulatorRequest): SimulatorResponse =>
  answerControl(routes, () => control, request);
