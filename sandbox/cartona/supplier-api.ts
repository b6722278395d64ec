import { z } from 'zod';
import { jsonAnswer } from '../answers.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { detailsBodySchema, writeLines } from './line-writes.ts';
import { writeOffers } from './offer-writes.ts';
import { listBaseProducts, listProducts, pageOf } from './product-reads.ts';
import { createRateLimit } from '../rate-limit.ts';
import { Refusal } from '../refusal.ts';
import type { CartonaState } from './state.ts';
import { statusBodySchema, writeStatus } from './status-writes.ts';
import { pulledItem } from './wire.ts';

interface Call {
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** What the path holds in place of `*`. */
  readonly id: string;
}

const parseBody = <S extends z.ZodType>(body: Buffer, schema: S): z.output<S> => {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    422,
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
  );
};

const instantOf = (text: string | null): number | null => {
  const instant = Date.parse(text ?? '');
  return Number.isNaN(instant) ? null : instant;
};

/** Orders that are new or changed since they were acknowledged, oldest first; `from` and `to` bound the last change. */
const pullOrders = (state: CartonaState, query: URLSearchParams): unknown[] => {
  const from = instantOf(query.get('from'));
  const to = instantOf(query.get('to'));
  const page = pageOf(query);
  const records = [...state.orders.values()]
    .filter((record) => !record.acknowledged)
    .filter(({ order }) => from === null || Date.parse(order.updated_at) >= from)
    .filter(({ order }) => to === null || Date.parse(order.updated_at) <= to)
    .slice(page.from, page.to);
  state.markServed(records);
  return records.map(pulledItem);
};

/** The bulk form answers 200 whatever becomes of the single records: that is why the single form is to be preferred. */
const writeStatuses = (state: CartonaState, body: Buffer): void => {
  for (const item of parseBody(body, z.array(statusBodySchema))) {
    try {
      writeStatus(state, item.hashed_id ?? '', item);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
};

const offers = (state: CartonaState, body: Buffer): SimulatorResponse => {
  const { badOffers } = state.settings;
  const bad = badOffers === 'refuse-batch' || badOffers === 'refuse-silently' ? 'stops-call' : 'stops-item';
  const problems = writeOffers(state, parseBody(body, z.array(z.unknown())), bad);
  if (problems.length === 0) return jsonAnswer(200, {});
  switch (badOffers) {
    case 'refuse-batch':
      return jsonAnswer(422, { error: 'nothing was updated', errors: problems });
    case 'refuse-silently':
      return jsonAnswer(422, { error: 'some products cannot be updated' });
    case 'report-item':
      return jsonAnswer(200, { errors: problems });
    case 'ignore-item':
      return jsonAnswer(200, {});
  }
};

const done = (): SimulatorResponse => jsonAnswer(200, {});

/** Every call of the supplier API, by method and path; `*` is one path segment. */
const routes: Readonly<Record<string, (state: CartonaState, call: Call) => SimulatorResponse>> = {
  'GET order/pull-orders': (state, { query }) => jsonAnswer(200, pullOrders(state, query)),
  'POST order/update-order-status/*': (state, { id, body }) => {
    writeStatus(state, id, parseBody(body, statusBodySchema));
    return done();
  },
  'POST order/update-order-status': (state, { body }) => {
    writeStatuses(state, body);
    return done();
  },
  'POST order/update-order-details': (state, { body }) => {
    writeLines(state, parseBody(body, detailsBodySchema));
    return done();
  },
  'GET supplier-product': (state, { query }) => jsonAnswer(200, listProducts(state, query, pageOf(query))),
  'POST supplier-product/bulk-update': (state, { body }) => offers(state, body),
  'GET supplier-product/base-products': (state, { query }) => jsonAnswer(200, listBaseProducts(state, pageOf(query))),
  'POST supplier-product/base-product/bulk-update': (state, { body }) => offers(state, body),
  'POST supplier-product/base-product/bulk-update-stock': (state, { body }) => offers(state, body),
};

/** The route of a path below `/api/v1/`, with the id that stands for `*`. */
export const supplierRouteOf = (method: string, path: string): { route: string; id: string } => {
  const [pathname = ''] = path.split('?');
  const name = pathname.replace(/^\/api\/v1\//, '').replace(/\/$/, '');
  const [, id] = /^order\/update-order-status\/([^/]+)$/.exec(name) ?? [];
  return id === undefined
    ? { route: `${method} ${name}`, id: '' }
    : { route: `${method} order/update-order-status/*`, id: decodeURIComponent(id) };
};

/** Plays `https://supplier-integrations.cartona.com/api/v1/`. */
export const createSupplierApi = (state: CartonaState): ((request: SimulatorRequest) => SimulatorResponse) => {
  const overLimit = createRateLimit();
  return ({ method, path, headers, body }) => {
    const { token, authHeader, rateLimit } = state.settings;
    if (token === null || headers[authHeader.toLowerCase()] !== token) {
      return jsonAnswer(401, { error: 'Unauthorized' });
    }
    const retryAfter = overLimit(rateLimit);
    if (retryAfter !== null) {
      return jsonAnswer(429, { error: 'Too many requests' }, { 'Retry-After': String(retryAfter) });
    }
    const { route, id } = supplierRouteOf(method, path);
    const handle = routes[route];
    if (!handle) return jsonAnswer(404, { error: `${method} ${path} is not known` });
    try {
      return handle(state, { query: new URL(path, 'http://cartona').searchParams, body, id });
    } catch (error) {
      if (error instanceof Refusal) return jsonAnswer(error.status, { error: error.message });
      throw error;
    }
  };
};
