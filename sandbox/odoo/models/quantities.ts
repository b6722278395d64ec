import type { Env } from '../env.ts';
import { descendants } from '../orm/relations.ts';
import { num, toIds } from '../values.ts';

export interface Quantities {
  readonly onHand: number;
  readonly free: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly forecast: number;
}

/**
 * Locations whose stock counts. The context key for a warehouse is `warehouse` on 17 and `warehouse_id` later; the
 * other key is silently ignored and gives the total. `location` works everywhere.
 */
const locationsOf = (env: Env): ReadonlySet<number> => {
  const location = env.model('stock.location');
  const asked = toIds(env.context['location']);
  if (asked.length > 0) return descendants(env, location, asked);
  const chosen = toIds(env.context[env.major === 17 ? 'warehouse' : 'warehouse_id']);
  const warehouses =
    chosen.length > 0
      ? env.rows('stock.warehouse', chosen)
      : env.rows('stock.warehouse', env.search('stock.warehouse', []));
  return descendants(
    env,
    location,
    warehouses.map((row) => num(row, 'view_location_id')),
  );
};

export const quantitiesOf = (env: Env, productId: number): Quantities => {
  const inside = locationsOf(env);
  let onHand = 0;
  let reserved = 0;
  for (const quant of env.lookup('stock.quant', 'product_id', productId)) {
    if (!inside.has(num(quant, 'location_id'))) continue;
    onHand += num(quant, 'quantity');
    reserved += num(quant, 'reserved_quantity');
  }
  let incoming = 0;
  let outgoing = 0;
  for (const move of env.lookup('stock.move', 'open_product', productId)) {
    const from = inside.has(num(move, 'location_id'));
    const to = inside.has(num(move, 'location_dest_id'));
    if (to && !from) incoming += num(move, 'product_uom_qty');
    if (from && !to) outgoing += num(move, 'product_uom_qty');
  }
  return { onHand, free: onHand - reserved, incoming, outgoing, forecast: onHand + incoming - outgoing };
};
