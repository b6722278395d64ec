import type { Env } from '../env.ts';
import { num } from '../values.ts';

/** A package is where its goods are, and belongs to their company; an empty one is nowhere. */
export const placePackage = (env: Env, id: number): void => {
  const model = env.major === 19 ? 'stock.package' : 'stock.quant.package';
  if (!env.find(model, id)) return;
  const [quant] = env.lookup('stock.quant', 'package_id', id).filter((row) => num(row, 'quantity') > 0);
  const location = env.find('stock.location', num(quant, 'location_id'));
  env.patch(model, id, { location_id: num(location, 'id') || false, company_id: num(location, 'company_id') || false });
};
