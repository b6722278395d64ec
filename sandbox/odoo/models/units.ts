import type { Env } from '../env.ts';
import type { Row } from '../values.ts';
import { num, round } from '../values.ts';

/** How many of its product's own unit one unit of a sale line is. `factor` is the other way round on 17 and 18. */
const ownUnitsOf = (env: Env, line: Row): number => {
  const unit = env.find('uom.uom', num(line, env.major === 19 ? 'product_uom_id' : 'product_uom'));
  const product = env.find('product.product', num(line, 'product_id'));
  const own = env.find('uom.uom', num(env.find('product.template', num(product, 'product_tmpl_id')), 'uom_id'));
  if (!unit || !own || unit === own) return 1;
  const [times, by] = env.major === 19 ? [unit, own] : [own, unit];
  return num(times, 'factor') / num(by, 'factor');
};

/** What is asked of the stock for a sale line: moves are in the product's own unit. */
export const demandOf = (env: Env, line: Row): number => round(num(line, 'product_uom_qty') * ownUnitsOf(env, line), 5);

export const inLineUnit = (env: Env, line: Row, quantity: number): number => round(quantity / ownUnitsOf(env, line), 2);
