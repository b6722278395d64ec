import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Field } from '../fields.ts';
import type { Major } from '../registry.ts';
import type { Row } from '../values.ts';
import { num, round, text } from '../values.ts';

/** Of transfers, while its module is installed; from 19 on the shipping weight is there without it. */
export const carrierFields = (major: Major): Record<string, Field> => ({
  carrier_tracking_ref: f.char('Tracking Reference', { module: 'stock_delivery' }),
  weight: f.float('Weight', { compute: demandedWeight, module: 'stock_delivery' }),
  shipping_weight: f.float('Weight for Shipping', {
    compute: packedWeight,
    ...(major < 19 && { module: 'stock_delivery' }),
  }),
});

const weightOf = (env: Env, product: number): number =>
  num(env.find('product.template', num(env.find('product.product', product), 'product_tmpl_id')), 'weight');

function demandedWeight(env: Env, picking: Row): number {
  return env
    .lookup('stock.move', 'picking_id', num(picking, 'id'))
    .filter((move) => text(move, 'state') !== 'cancel')
    .reduce((sum, move) => round(sum + weightOf(env, num(move, 'product_id')) * num(move, 'product_uom_qty'), 5), 0);
}

function packedWeight(env: Env, picking: Row): number {
  return env
    .lookup('stock.move.line', 'picking_id', num(picking, 'id'))
    .reduce((sum, line) => round(sum + weightOf(env, num(line, 'product_id')) * num(line, 'quantity'), 5), 0);
}
