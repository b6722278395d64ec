import { z } from 'zod';
import { jsonAnswer } from '../answers.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { CartonaControl, OrderView } from './control.ts';
import { newOrdersSchema } from './new-orders.ts';
import { productInputSchema } from './product-model.ts';
import { Refusal } from '../refusal.ts';
import { editActionSchema, statusActionSchema } from './retailer-actions.ts';
import { cartonaSettingsSchema, webhookSchema } from './settings.ts';

const editingSchema = z.strictObject({ editing: z.boolean() });
const manySchema = statusActionSchema.extend({ hashed_ids: z.array(z.string()) });
const tokenSchema = z.strictObject({ token: z.string().nullable() });

interface ControlCall {
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const filters: Readonly<Record<string, (order: OrderView) => string | null>> = {
  status: (order) => order.status,
  label: (order) => order.label,
  delivered_by: (order) => order.delivered_by,
  acknowledged: (order) => String(order.acknowledged),
};

const listOrders = (control: CartonaControl, query: URLSearchParams): unknown => {
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? 100_000);
  const orders = control
    .orders()
    .filter((order) => Object.entries(filters).every(([name, of]) => [null, of(order)].includes(query.get(name))))
    .slice(offset, offset + limit);
  return query.get('history') === 'no' ? orders.map((order) => ({ ...order, history: undefined })) : orders;
};

const listProducts = (control: CartonaControl, query: URLSearchParams): unknown => {
  const id = query.get('supplier_product_id');
  const products = control.products().filter(({ product }) => id === null || product.supplier_product_id === id);
  return query.get('history') === 'no' ? products.map(({ product }) => ({ product })) : products;
};

/** Everything under `/cartona/_control`, by method and path; `*` is an order's `hashed_id`. */
const routes: Readonly<Record<string, (control: CartonaControl, call: ControlCall) => unknown>> = {
  'GET summary': (control) => control.summary(),
  'GET orders': (control, { query }) => listOrders(control, query),
  'POST orders': (control, { body }) => control.createOrders(newOrdersSchema.parse(body ?? {})),
  'GET orders/*': (control, { id }) => control.order(id),
  'POST orders/*/edit': (control, { id, body }) => control.edit(id, editActionSchema.parse(body)),
  'POST orders/*/status': (control, { id, body }) => control.setStatus(id, statusActionSchema.parse(body)),
  'POST orders/*/editing': (control, { id, body }) => control.setEditing(id, editingSchema.parse(body).editing),
  'POST status': (control, { body }) => {
    const { hashed_ids: ids, ...action } = manySchema.parse(body);
    for (const id of ids) control.setStatus(id, action);
    return { changed: ids.length };
  },
  'GET products': (control, { query }) => listProducts(control, query),
  'POST products': (control, { body }) => {
    control.putProducts(z.array(productInputSchema).parse(body));
    return { products: control.products().length };
  },
  'DELETE products': (control, { body }) => {
    control.removeProducts(z.array(z.string()).parse(body));
    return { products: control.products().length };
  },
  'GET settings': (control) => control.settings(),
  'POST settings': (control, { body }) => control.changeSettings(cartonaSettingsSchema.partial().strict().parse(body)),
  'POST token': (control, { body }) => control.changeSettings(tokenSchema.parse(body)),
  'POST webhook': (control, { body }) => control.changeSettings({ webhook: webhookSchema.nullable().parse(body) }),
  'GET webhooks': (control) => control.webhookAttempts(),
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
export const handleControl = (control: CartonaControl, { method, body, path }: SimulatorRequest): SimulatorResponse => {
  const url = new URL(path, 'http://cartona');
  const name = url.pathname.replace(/^\/|\/$/g, '');
  const [, id = ''] = /^orders\/([^/]+)/.exec(name) ?? [];
  const route = `${method} ${id === '' ? name : name.replace(`orders/${id}`, 'orders/*')}`;
  const run = routes[route];
  if (!run) return jsonAnswer(404, { error: `${route} is not known`, routes: Object.keys(routes) });
  try {
    return jsonAnswer(
      200,
      run(control, { id: decodeURIComponent(id), query: url.searchParams, body: parseJson(body) }),
    );
  } catch (error) {
    if (error instanceof Refusal) return jsonAnswer(error.status, { error: error.message });
    if (error instanceof z.ZodError) return jsonAnswer(422, { error: 'bad input', errors: error.issues });
    if (error instanceof RangeError) return jsonAnswer(409, { error: error.message });
    throw error;
  }
};
