import { z } from 'zod';
import { jsonAnswer } from '../answers.ts';
import { Refusal } from '../refusal.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { NewOrder, YsellOrder } from './model.ts';
import type { YsellState } from './state.ts';
import { statusTextOf } from './statuses.ts';
import { takeOrder } from './take-order.ts';
import { commaList, jsonObject, optional, optionalAmount, quantity, required, wrongFieldsOf } from './wire-fields.ts';

/** What is taken at `POST /api/orders/create`: the wish list of the requirement, its required fields marked there with a star. */
const bodySchema = z.object({
  order_id: required,
  order_date: optional,
  client_name: required,
  client_phone: required,
  client_email: optional,
  client_address_street: required,
  client_address_city: required,
  client_address_zip: optional,
  client_address_country: optional,
  comment: optional,
  products: z
    .array(
      z.object({
        product_odoo_id: required,
        product_id: required,
        quantity,
        price: optionalAmount,
        product_name: optional,
        serial_numbers: commaList,
      }),
    )
    .min(1, 'cannot be blank'),
});

const newOrderOf = (body: z.output<typeof bodySchema>): NewOrder => ({
  reference: body.order_id,
  orderedAt: body.order_date,
  isPaid: true,
  currency: null,
  comment: body.comment,
  receiver: {
    name: body.client_name,
    phone: body.client_phone,
    email: body.client_email,
    street: body.client_address_street,
    city: body.client_address_city,
    zip: body.client_address_zip,
    state: null,
    country: body.client_address_country,
  },
  items: body.products.map((product) => ({
    productId: product.product_id,
    odooProductId: product.product_odoo_id,
    name: product.product_name,
    quantity: product.quantity,
    price: product.price,
    serials: product.serial_numbers,
  })),
});

const onWire = ({ settings }: YsellState, order: YsellOrder): Record<string, unknown> => ({
  id: order.id,
  ...(settings.showsReference ? { order_id: order.reference } : {}),
  [settings.statusField]: statusTextOf(order.status),
  ...(order.words === null ? {} : { message: order.words }),
  tracking_number: order.trackingNumber,
  created_at: order.createdAt,
});

const inShape = (state: YsellState, orders: readonly Record<string, unknown>[]): SimulatorResponse => {
  const [first] = orders;
  const one = orders.length === 1 ? first : orders;
  switch (state.settings.shape) {
    case 'bare':
      return jsonAnswer(200, one);
    case 'order':
      return jsonAnswer(200, { success: true, order: one });
    case 'data':
      return jsonAnswer(200, { data: one });
    case 'orders':
      return jsonAnswer(200, { orders });
    case 'list':
      return jsonAnswer(200, orders);
  }
};

const nothing = ({ settings }: YsellState, id: string): SimulatorResponse => {
  switch (settings.missing) {
    case '404':
      return jsonAnswer(404, { error: `Order ${id} not found` });
    case 'null':
      return jsonAnswer(200, null);
    case 'empty-list':
      return jsonAnswer(200, settings.shape === 'list' ? [] : { orders: [] });
    case 'empty-object':
      return jsonAnswer(200, {});
    case 'words':
      return jsonAnswer(200, { success: false, error: `Order ${id} not found` });
  }
};

const create = (state: YsellState, body: Buffer): SimulatorResponse => {
  const input = jsonObject(body);
  if (input === null) throw new Refusal(400, 'The body is not JSON');
  const parsed = bodySchema.safeParse(input);
  if (!parsed.success) {
    const words = wrongFieldsOf(parsed.error).map(({ field, message }) => `${field} ${message}`);
    throw new Refusal(400, words.join('; '));
  }
  const order = takeOrder(state, newOrderOf(parsed.data));
  const status = { status: statusTextOf(order.status) };
  switch (state.settings.createdId) {
    case 'id':
      return jsonAnswer(200, { id: order.id, ...status });
    case 'order_id':
      return jsonAnswer(200, { order_id: order.id, ...status });
    case 'order':
      return jsonAnswer(200, { success: true, order: { id: order.id, ...status } });
    case 'none':
      return jsonAnswer(200, { success: true });
  }
};

const status = (state: YsellState, id: string): SimulatorResponse => {
  if (id === '') throw new Refusal(400, 'id cannot be blank');
  const known = /^\d{1,9}$/.test(id) ? state.find(Number(id)) : undefined;
  if (known !== undefined) return inShape(state, [onWire(state, known)]);
  const named = state.settings.lookup ? state.withReference(id) : [];
  return named.length === 0
    ? nothing(state, id)
    : inShape(
        state,
        named.map((order) => onWire(state, order)),
      );
};

/** `/api/orders/…`, as the requirement has it. Null where there is no such address. */
export const answerRequirement = (
  state: YsellState,
  { method, path, body }: SimulatorRequest,
): SimulatorResponse | null => {
  const { pathname, searchParams } = new URL(path, 'http://ysell');
  try {
    if (method === 'POST' && pathname === '/api/orders/create') return create(state, body);
    if (method === 'GET' && pathname === '/api/orders/status') return status(state, searchParams.get('id') ?? '');
    return null;
  } catch (error) {
    if (error instanceof Refusal) return jsonAnswer(error.status, { error: error.message });
    throw error;
  }
};
