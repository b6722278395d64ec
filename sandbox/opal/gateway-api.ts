import type { z } from 'zod';
import { jsonAnswer } from '../answers.ts';
import { Refusal } from '../refusal.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { labelOf } from './label.ts';
import { newOrderSchema } from './model.ts';
import type { NewOrder, OpalOrder } from './model.ts';
import { customerNumber, moveOrder, takeOrder } from './orders.ts';
import type { OpalState } from './state.ts';
import { cancelled, isCollected, isPlanned } from './statuses.ts';

/** Numbers of one call, and orders of one list. */
const mostOrders = 50;

const clock = new Intl.DateTimeFormat('de-DE', {
  ...({ day: '2-digit', month: '2-digit', year: '2-digit', hour: '2-digit', minute: '2-digit' } as const),
  timeZone: 'Europe/Berlin',
});

/** `17.01.26 15:04`, as the web site shows it. */
const berlinTime = (iso: string): string => clock.format(new Date(iso)).replace(',', '');

/** An order as it is shown; the newest of its history first, as on the web site. */
const onWire = (order: OpalOrder): Record<string, unknown> => ({
  orderNumber: order.orderNumber,
  trackingNumber: order.trackingNumber ?? 'UNKNOWN',
  reference: order.reference,
  status: order.status,
  statusDate: berlinTime(order.history.at(-1)?.at ?? order.createdAt),
  receiver: order.receivedBy ?? '',
  history: order.history
    .map(({ at, status, location }) => ({ date: berlinTime(at), status, location: location ?? '' }))
    .reverse(),
});

const refused = (status: number, error: string): SimulatorResponse => jsonAnswer(status, { success: false, error });

const newOrderOf = (body: Buffer): NewOrder => {
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'Der Text ist kein JSON');
  }
  const parsed = newOrderSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal(422, wordsOf(parsed.error));
};

const wordsOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.length === 0 ? 'Der Auftrag' : path.join('.')} ${message}`).join('; ');

const book = async (
  state: OpalState,
  body: Buffer,
  pause: (ms: number) => Promise<void>,
): Promise<SimulatorResponse> => {
  const order = newOrderOf(body);
  const { bookingMs, bookingRefusal } = state.settings;
  if (bookingMs > 0) await pause(bookingMs);
  if (bookingRefusal !== null) return refused(200, bookingRefusal);
  const { orderNumber, trackingNumber } = takeOrder(state, order);
  const numbers = state.settings.tellsNumber ? { orderNumber, trackingNumber: trackingNumber ?? 'UNKNOWN' } : {};
  return jsonAnswer(200, { success: true, ...numbers, message: 'Auftrag angelegt' });
};

const list = (state: OpalState, query: URLSearchParams): SimulatorResponse => {
  const answer = (orders: readonly OpalOrder[]): SimulatorResponse => jsonAnswer(200, { orders: orders.map(onWire) });
  const reference = query.get('reference');
  if (reference !== null) {
    const { lookup } = state.settings;
    if (lookup === 'ignored') return answer(state.orders().slice(-mostOrders).reverse());
    return answer(lookup === 'blind' ? [] : state.orders().filter((order) => order.reference === reference));
  }
  const numbers = (query.get('numbers') ?? '').split(',').filter((number) => number !== '');
  if (numbers.length === 0) return refused(400, 'reference oder numbers fehlt');
  if (numbers.length > mostOrders) return refused(400, `Höchstens ${mostOrders} Nummern auf einmal`);
  return answer([...new Set(numbers.flatMap((number) => state.find(number) ?? []))]);
};

const cancel = (state: OpalState, order: OpalOrder): SimulatorResponse => {
  if (order.status === cancelled) return refused(200, 'Auftrag ist bereits storniert');
  if (isCollected(order.status)) return refused(200, 'Auftrag wurde bereits abgeholt');
  if (state.settings.cancel === 'refuse') return refused(200, 'Stornierung ist nur telefonisch möglich');
  moveOrder(state, order, { status: cancelled });
  return jsonAnswer(200, { success: true });
};

const label = ({ settings }: OpalState, order: OpalOrder): SimulatorResponse => {
  const pdf = (body: Buffer | string): SimulatorResponse => ({
    status: 200,
    headers: { 'Content-Type': 'application/pdf' },
    body,
  });
  switch (settings.label) {
    case 'no-pdf':
      return pdf('Kein Druck möglich');
    case 'too-large':
      return pdf(Buffer.concat([labelOf(order), Buffer.alloc(3 * 1024 * 1024, ' ')]));
    case 'at-once':
      return pdf(labelOf(order));
    case 'planned':
      if (isPlanned(order.status)) return pdf(labelOf(order));
      break;
    case 'never':
  }
  return refused(409, 'Es gibt noch kein Label');
};

/** The contract of docs/connectors/opal.md. Null where there is no such address. */
export const answerGateway = async (
  state: OpalState,
  { method, path, body }: SimulatorRequest,
  pause: (ms: number) => Promise<void>,
): Promise<SimulatorResponse | null> => {
  const { pathname, searchParams } = new URL(path, 'http://opal');
  try {
    if (pathname === '/orders') {
      if (method === 'GET') return list(state, searchParams);
      if (method === 'POST') return await book(state, body, pause);
    }
    if (pathname === '/account' && method === 'GET') {
      return jsonAnswer(200, { customerNumber, name: 'Conveyor Sandbox GmbH' });
    }
    const [, number, action] = /^\/orders\/([^/]+)(?:\/(cancel|label))?$/.exec(pathname) ?? [];
    if (number === undefined || method !== (action === 'cancel' ? 'POST' : 'GET')) return null;
    const order = state.find(decodeURIComponent(number));
    if (order === undefined) return refused(404, 'Auftrag nicht gefunden');
    if (action === undefined) return jsonAnswer(200, onWire(order));
    return action === 'cancel' ? cancel(state, order) : label(state, order);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.status, error.message);
    throw error;
  }
};
