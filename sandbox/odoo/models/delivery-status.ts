import type { Env } from '../env.ts';
import { num, text } from '../values.ts';
import { inLineUnit } from './units.ts';

const usageOf = (env: Env, location: number): string => text(env.find('stock.location', location), 'usage');

/** What the moves of a line have brought to the customer, less what came back. */
export const refreshDelivered = (env: Env, lineId: number): void => {
  const line = env.find('sale.order.line', lineId);
  if (!line) return;
  let delivered = 0;
  for (const move of env.lookup('stock.move', 'sale_line_id', lineId)) {
    if (text(move, 'state') !== 'done') continue;
    if (usageOf(env, num(move, 'location_dest_id')) === 'customer') delivered += num(move, 'quantity');
    else if (usageOf(env, num(move, 'location_id')) === 'customer') delivered -= num(move, 'quantity');
  }
  env.patch('sale.order.line', lineId, { qty_delivered: inLineUnit(env, line, delivered) });
};

/** Stored, so that each change moves the order's `write_date`. */
export const refreshDeliveryStatus = (env: Env, orderId: number): void => {
  if (!env.find('sale.order', orderId)) return;
  const states = env.lookup('stock.picking', 'sale_id', orderId).map((picking) => text(picking, 'state'));
  env.patch('sale.order', orderId, { delivery_status: deliveryStatus(env, orderId, states) });
};

const deliveryStatus = (env: Env, orderId: number, states: readonly string[]): string | false => {
  if (states.every((state) => state === 'cancel')) return false;
  if (states.every((state) => state === 'done' || state === 'cancel')) return 'full';
  if (!states.includes('done')) return 'pending';
  return env.lookup('sale.order.line', 'order_id', orderId).some((line) => num(line, 'qty_delivered') !== 0)
    ? 'partial'
    : 'started';
};
