import { z } from 'zod';
import { jsonAnswer } from '../answers.ts';
import { Refusal } from '../refusal.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { PosControl, SaleView } from './control.ts';
import { refundActionSchema } from './control.ts';
import { posItemInputSchema } from './model.ts';
import { newOrdersSchema, orderTemplateSchema } from './new-orders.ts';
import { posSettingsSchema } from './settings.ts';

interface ControlCall {
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

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
const routes: Readonly<Record<string, (control: PosControl, call: ControlCall) => unknown>> = {
  'GET summary': (control) => ({ source: control.source, orders: control.count(), fetches: control.fetches().length }),
  'GET orders': (control, { query }) => listOrders(control, query),
  'POST orders': (control, { body }) => ({ keys: control.createOrders(newOrdersSchema.parse(body ?? {})) }),
  'GET orders/*': (control, { key }) => control.order(key),
  'POST orders/*/change': (control, { key, body }) => control.change(key, orderTemplateSchema.parse(body)),
  'POST orders/*/refund': (control, { key, body }) => control.refund(key, refundActionSchema.parse(body ?? {})),
  'GET items': (control) => control.items(),
  'POST items': (control, { body }) => {
    control.putItems(z.array(posItemInputSchema).parse(body));
    return { items: control.items().length };
  },
  'GET settings': (control) => control.settings(),
  'POST settings': (control, { body }) => control.setAnswer(posSettingsSchema.partial().strict().parse(body)),
  'GET fetches': (control) => control.fetches(),
};

const parseJson = (body: Buffer): unknown => {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
};

/** Answers one control call; `path` is what follows `/_control`. */
export const handlePosControl = (
  open: (source: string) => PosControl,
  { method, body, path }: SimulatorRequest,
): SimulatorResponse => {
  const url = new URL(path, 'http://pos');
  const name = url.pathname.replace(/^\/|\/$/g, '');
  const [, key = ''] = /^orders\/([^/]+)/.exec(name) ?? [];
  const route = `${method} ${key === '' ? name : name.replace(`orders/${key}`, 'orders/*')}`;
  const run = routes[route];
  if (!run) return jsonAnswer(404, { error: `${route} is not known`, routes: Object.keys(routes) });
  try {
    const control = open(url.searchParams.get('source') ?? '');
    const call = { key: decodeURIComponent(key), query: url.searchParams, body: parseJson(body) };
    return jsonAnswer(200, run(control, call));
  } catch (error) {
    if (error instanceof Refusal) return jsonAnswer(error.status, { error: error.message });
    if (error instanceof z.ZodError) return jsonAnswer(422, { error: 'bad input', errors: error.issues });
    if (error instanceof RangeError) return jsonAnswer(409, { error: error.message });
    throw error;
  }
};
