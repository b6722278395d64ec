import { z } from 'zod';
import { answerControl } from '../answer-control.ts';
import type { ControlRoutes } from '../answer-control.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { CartonaControl, OrderView } from './control.ts';
import { newOrdersSchema } from './new-orders.ts';
import { productInputSchema } from './product-model.ts';
import { editActionSchema, statusActionSchema } from './retailer-actions.ts';
import { cartonaSettingsSchema, webhookSchema } from './settings.ts';

const editingSchema = z.strictObject({ editing: z.boolean() });
const manySchema = statusActionSchema.extend({ hashed_ids: z.array(z.string()) });
const tokenSchema = z.strictObject({ token: z.string().nullable() });

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
const routes: ControlRoutes<CartonaControl> = {
  'GET summary': (control) => control.summary(),
  'GET orders': (control, { query }) => listOrders(control, query),
  'POST orders': (control, { body }) => control.createOrders(newOrdersSchema.parse(body ?? {})),
  'GET orders/*': (control, { order }) => control.order(order),
  'POST orders/*/edit': (control, { order, body }) => control.edit(order, editActionSchema.parse(body)),
  'POST orders/*/status': (control, { order, body }) => control.setStatus(order, statusActionSchema.parse(body)),
  'POST orders/*/editing': (control, { order, body }) => control.setEditing(order, editingSchema.parse(body).editing),
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

/** Answers one control call; `path` is what follows `/_control`. */
export const handleControl = (control: CartonaControl, request: SimulatorRequest): SimulatorResponse =>
  answerControl(routes, () => control, request);
