import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import { descendants } from '../orm/relations.ts';
import type { Row } from '../values.ts';
import { num, toIds } from '../values.ts';

export interface Quantities {
  readonly onHand: number;
  readonly free: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly forecast: number;
}

/** Stock over the variants of a product or a template. */
export const quantityFields = (variants: (env: Env, row: Row) => readonly number[]): Record<string, f.Field> => {
  const quantity = (label: string, pick: keyof Quantities): f.Field =>
    f.float(label, {
      readonly: true,
      digits: 2,
      compute: (env, row) => variants(env, row).reduce((sum, id) => sum + quantitiesOf(env, id)[pick], 0),
    });
  return {
    qty_available: quantity('Quantity On Hand', 'onHand'),
    virtual_available: quantity('Forecasted Quantity', 'forecast'),
    free_qty: quantity('Free To Use Quantity', 'free'),
    incoming_qty: quantity('Incoming', 'incoming'),
    outgoing_qty: quantity('Outgoing', 'outgoing'),
  };
};

const remembered = new WeakMap<Env, { readonly size: number; readonly inside: ReadonlySet<number> }>();

/** The locations that count, worked out once a call for thousands of products. */
const locationsOf = (env: Env): ReadonlySet<number> => {
  const size = env.table('stock.location').size + env.table('stock.warehouse').size;
  const known = remembered.get(env);
  if (known?.size === size) return known.inside;
  const inside = findLocations(env);
  remembered.set(env, { size, inside });
  return inside;
};

/**
 * Locations whose stock counts. The context key for a warehouse is `warehouse` on 17 and `warehouse_id` later; the
 * other key is silently ignored and gives the total. `location` works everywhere.
 */
const findLocations = (env: Env): ReadonlySet<number> => {
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

const quantitiesOf = (env: Env, productId: number): Quantities => {
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
