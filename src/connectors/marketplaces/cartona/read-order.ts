import { createHash } from 'node:crypto';
import { problemsOf } from '../../../config/connections/problems.ts';
import type { CartonaSettings } from '../../../config/connections/cartona.ts';
import type { MarketplaceOrder, PulledOrder } from '../../../domain/marketplace-order.ts';
import { isPositive } from '../../../domain/money.ts';
import { readCustomer } from './customer.ts';
import { readLines } from './lines.ts';
import { cartonaOrder, hashedId } from './order-payload.ts';
import type { CartonaOrder } from './order-payload.ts';
import { isProblem } from './payload-problem.ts';
import type { PayloadProblem } from './payload-problem.ts';
import { readStatus } from './statuses.ts';

/** Reads one entry of `order/pull-orders` for itself: a bad one becomes a problem with its payload kept, never an error. */
export const readPulledOrder = (raw: unknown, settings: CartonaSettings): PulledOrder => {
  const order = readCartonaOrder(raw, settings);
  return isProblem(order)
    ? { externalId: externalIdOf(raw), raw, problem: order }
    : { externalId: order.externalId, raw, order };
};

/** Reads a payload that is said to be of one order; of another order it is a problem of path `externalId`. */
export const readOrderOf = (raw: unknown, externalId: string, settings: CartonaSettings): PulledOrder => {
  const order = readCartonaOrder(raw, settings);
  if (isProblem(order)) return { externalId, raw, problem: order };
  if (order.externalId === externalId) return { externalId, raw, order };
  const message = `the payload is of order ${order.externalId}, not of ${externalId}`;
  return { externalId, raw, problem: { path: 'externalId', message } };
};

/** The same unreadable payload always gets the same key, so that it is one row however often it is pulled. */
const externalIdOf = (raw: unknown): string => {
  const id = typeof raw === 'object' && raw !== null && 'hashed_id' in raw ? hashedId.safeParse(raw.hashed_id) : null;
  if (id?.success === true) return id.data;
  return `unreadable:${createHash('sha256').update(JSON.stringify(raw)).digest('hex').slice(0, 16)}`;
};

const readCartonaOrder = (raw: unknown, settings: CartonaSettings): MarketplaceOrder | PayloadProblem => {
  const parsed = cartonaOrder.safeParse(raw);
  if (!parsed.success) {
    const [first, ...others] = problemsOf(parsed.error);
    const more = others.slice(0, 5).map(({ path, message }) => `; ${path} ${message}`);
    return { path: first?.path ?? '', message: `${first?.message ?? 'is no order'}${more.join('')}` };
  }
  const entry = parsed.data;
  const status = readStatus(entry.status, settings.statusMap);
  if (status === undefined) return { path: 'status', message: `"${entry.status.slice(0, 60)}" is not a known status` };
  const lines = readLines(entry.order_details);
  if (isProblem(lines)) return lines;
  return {
    externalId: entry.hashed_id,
    number: entry.receipt_id ?? entry.hashed_id,
    status,
    ...delivery(entry, settings),
    customer: readCustomer(entry.retailer),
    lines,
    // Cartona trades in Egypt alone and names no currency.
    currency: 'EGP',
    total: entry.total_price ?? null,
    needsOtp: isPositive(entry.installment_cost ?? '0') || isPositive(entry.wallet_top_up ?? '0'),
    note: entry.note_message ?? null,
    cancellationReason: entry.cancellation_reason ?? null,
  };
};

const delivery = (
  entry: CartonaOrder,
  settings: CartonaSettings,
): Pick<MarketplaceOrder, 'deliverer' | 'deliveredBy' | 'deliveryDay'> => {
  const isKnown = entry.delivered_by === 'delivered_by_supplier' || entry.delivered_by === 'delivered_by_cartona';
  const deliveredBy = isKnown ? (entry.delivered_by ?? settings.defaultDeliveredBy) : settings.defaultDeliveredBy;
  return {
    deliverer: deliveredBy === 'delivered_by_cartona' ? 'marketplace' : 'supplier',
    deliveredBy,
    deliveryDay: dayOf(entry.delivery_day) ?? dayOf(entry.estimated_delivery_day),
  };
};

const dayOf = (text: string | null | undefined): string | null => /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? null;
