import { Failure } from '../../domain/failure.ts';
import { listFields, ordersIn } from './order-shapes.ts';
import type { PushedOrders } from './port.ts';
import { readPosOrder } from './read-order.ts';
import type { PosReadingSettings } from './read-order.ts';

/**
 * Reads a pushed body: the shapes of a pull, or the bulk shape (vendors.md §3), whose `partner_id` and `customer_ref` are those of every order
 * that names no customer of its own.
 *
 * @throws Failure `InvalidInput` when it is none of these
 */
export const readPushedOrders = (body: unknown, settings: PosReadingSettings): PushedOrders => {
  const found = ordersIn(body);
  if (found === null) {
    throw new Failure(
      'InvalidInput',
      'The body is neither an order, nor a list of orders, nor an object with such a list under "orders": nothing was taken.',
      { path: 'orders' },
    );
  }
  const bulk = bulkOf(body);
  const posConfigId = bulk === null ? null : readPosConfigId(bulk.get('pos_config_id'));
  const customer = bulk === null ? {} : customerOf(bulk);
  return { orders: found.map((raw) => readPosOrder(withCustomer(raw, customer), settings)), posConfigId };
};

/** The fields around a list of orders; null where there is nothing around. */
const bulkOf = (body: unknown): ReadonlyMap<string, unknown> | null => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const fields = new Map<string, unknown>(Object.entries(body));
  return [...listFields].some((field) => Array.isArray(fields.get(field))) ? fields : null;
};

const readPosConfigId = (value: unknown): number | null => {
  if (isNone(value)) return null;
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return id;
  throw new Failure('InvalidInput', 'pos_config_id must be the id of a point of sale in Odoo, a whole number.', {
    path: 'pos_config_id',
  });
};

const customerFields = ['partner_id', 'customer_ref'] as const;

type Customer = Readonly<Partial<Record<(typeof customerFields)[number], unknown>>>;

const customerOf = (bulk: ReadonlyMap<string, unknown>): Customer =>
  Object.fromEntries(
    customerFields.filter((field) => !isNone(bulk.get(field))).map((field) => [field, bulk.get(field)]),
  );

/** The customer stands in the payload that is kept: read again later, the order is the same. */
const withCustomer = (raw: unknown, customer: Customer): unknown => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const own = new Map<string, unknown>(Object.entries(raw));
  return customerFields.some((field) => !isNone(own.get(field))) ? raw : { ...raw, ...customer };
};

const isNone = (value: unknown): boolean => value === undefined || value === null || value === '' || value === false;
