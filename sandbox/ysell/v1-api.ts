import { z } from 'zod';
import { jsonAnswer } from '../answers.ts';
import { Refusal } from '../refusal.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { NewOrder, YsellOrder } from './model.ts';
import type { YsellState } from './state.ts';
import { statusNameOf, statusNumberOf } from './statuses.ts';
import { takeOrder } from './take-order.ts';
import { commaList, jsonObject, optional, optionalAmount, quantity, required, wrongFieldsOf } from './wire-fields.ts';

const address = z.object({
  name: required,
  phone: required,
  email: optional,
  street: required,
  city: required,
  zip: optional,
  state: optional,
  country: optional,
});

/** What is taken at `POST /api/v1/order`. The real body is not public: these are the fields that the guide names. */
const bodySchema = z.object({
  platform_order_id: optional,
  purchase_date: required,
  payment_date: optional,
  currency: optional,
  comment: optional,
  shipping_address: address,
  items: z
    .array(z.object({ p_id: required, name: optional, quantity, price: optionalAmount, serial_num: commaList }))
    .min(1, 'cannot be blank'),
});

const newOrderOf = (body: z.output<typeof bodySchema>): NewOrder => ({
  reference: body.platform_order_id,
  orderedAt: body.purchase_date,
  isPaid: body.payment_date !== null,
  currency: body.currency,
  comment: body.comment,
  receiver: body.shipping_address,
  items: body.items.map((item) => ({
    productId: item.p_id,
    odooProductId: null,
    name: item.name,
    quantity: item.quantity,
    price: item.price,
    serials: item.serial_num,
  })),
});

const onWire = ({ settings }: YsellState, order: YsellOrder): Record<string, unknown> => ({
  id: order.id,
  ...(settings.showsReference ? { platform_order_id: order.reference } : {}),
  purchase_date: order.orderedAt,
  status: statusNumberOf(order.status),
  status_name: order.words ?? statusNameOf(order.status),
  items: order.items.map((item, index) => ({
    id: order.id * 100 + index,
    p_id: item.productId,
    product: { id: item.productId, title: item.name },
    quantity: item.quantity,
    serial_num: item.serials.join(','),
  })),
  shipments: order.trackingNumber === null ? [] : [{ id: order.id, tracking_number: order.trackingNumber }],
  services: [],
});

/** Errors as servers of this kind write them. */
const failed = (status: number, name: string, message: string): SimulatorResponse =>
  jsonAnswer(status, { name, message, code: 0, status });

const largestPage = 50;
const usualPage = 20;

const whole = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;

const sorts: Readonly<Record<string, (left: YsellOrder, right: YsellOrder) => number>> = {
  id: (left, right) => left.id - right.id,
  purchase_date: (left, right) => (left.orderedAt ?? '').localeCompare(right.orderedAt ?? ''),
};

const list = (state: YsellState, query: URLSearchParams): SimulatorResponse => {
  const { settings } = state;
  const reference = query.get('platform_order_id');
  const all = reference !== null && settings.lookup ? state.withReference(reference) : state.orders();
  const sort = query.get('sort') ?? 'id';
  const compare = sorts[sort.replace(/^-/, '')];
  const sorted = compare === undefined ? [...all] : [...all].sort(compare);
  if (sort.startsWith('-')) sorted.reverse();
  const perPage = Math.min(largestPage, Math.max(1, whole(query.get('per-page'), usualPage)));
  const pages = Math.ceil(sorted.length / perPage);
  // A page behind the last one is the last one.
  const page = Math.max(1, Math.min(whole(query.get('page'), 1), pages));
  const headers = {
    'X-Pagination-Total-Count': String(sorted.length),
    'X-Pagination-Page-Count': String(pages),
    'X-Pagination-Current-Page': String(page),
    'X-Pagination-Per-Page': String(perPage),
  };
  const shown = sorted.slice((page - 1) * perPage, page * perPage).map((order) => onWire(state, order));
  return jsonAnswer(200, shown, settings.pageCount ? headers : {});
};

const create = (state: YsellState, body: Buffer): SimulatorResponse => {
  const input = jsonObject(body);
  if (input === null) return failed(400, 'Bad Request', 'Invalid JSON data in request body.');
  const parsed = bodySchema.safeParse(input);
  if (!parsed.success) return jsonAnswer(422, wrongFieldsOf(parsed.error));
  try {
    const order = takeOrder(state, newOrderOf(parsed.data));
    const { id, ...rest } = onWire(state, order);
    return state.settings.createdId === 'none' ? jsonAnswer(200, { success: true }) : jsonAnswer(201, { id, ...rest });
  } catch (error) {
    if (error instanceof Refusal) return jsonAnswer(error.status, [{ field: 'items', message: error.message }]);
    throw error;
  }
};

/** `/api/v1/order`, as the wiki and public clients of Ysell have it. Null where there is no such address. */
export const answerV1 = (state: YsellState, { method, path, body }: SimulatorRequest): SimulatorResponse | null => {
  const { pathname, searchParams } = new URL(path, 'http://ysell');
  if (pathname === '/api/v1/order') {
    if (method === 'GET') return list(state, searchParams);
    return method === 'POST' ? create(state, body) : failed(405, 'Method Not Allowed', 'Method Not Allowed.');
  }
  const [, id] = /^\/api\/v1\/order\/([^/]+)$/.exec(pathname) ?? [];
  if (id === undefined || method !== 'GET') return null;
  const order = /^\d{1,9}$/.test(id) ? state.find(Number(id)) : undefined;
  return order === undefined
    ? failed(404, 'Not Found', `Object not found: ${decodeURIComponent(id)}`)
    : jsonAnswer(200, onWire(state, order));
};
