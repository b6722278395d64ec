import type { Env } from '../env.ts';
import type { Row } from '../values.ts';
import { num, round, text } from '../values.ts';

/** Opening the inventory cleans up first: quants of one spot become one, and those with nothing in them go. */
export const viewInventory = (env: Env): Record<string, unknown> => {
  mergeQuants(env);
  const empty = [...env.table('stock.quant').entries()]
    .filter(([, row]) => num(row, 'quantity') === 0 && num(row, 'reserved_quantity') === 0)
    .map(([id]) => id);
  env.unlink('stock.quant', empty);
  return {
    type: 'ir.actions.act_window',
    name: 'Physical Inventory',
    res_model: 'stock.quant',
    view_mode: 'list',
    domain: [['location_id.usage', 'in', ['internal', 'transit']]],
  };
};

const spot = ['product_id', 'location_id', 'lot_id', 'package_id', 'owner_id'];

/** Odoo does this by SQL: the one that stays gets no new `write_date`, the others are gone without a word. */
const mergeQuants = (env: Env): void => {
  const twins = new Map<string, Row[]>();
  for (const [, row] of env.table('stock.quant').entries()) {
    const key = spot.map((field) => num(row, field)).join(',');
    twins.set(key, [...(twins.get(key) ?? []), row]);
  }
  for (const [first, ...others] of twins.values()) {
    if (!first || others.length === 0) continue;
    const all = [first, ...others];
    const sum = (field: string): number =>
      round(
        all.reduce((total, row) => total + num(row, field), 0),
        5,
      );
    env.overwrite('stock.quant', num(first, 'id'), {
      quantity: sum('quantity'),
      reserved_quantity: Math.max(0, sum('reserved_quantity')),
      in_date: all.map((row) => text(row, 'in_date')).sort()[0] ?? false,
    });
    for (const row of others) env.session.transaction.put(env.table('stock.quant'), num(row, 'id'), undefined);
  }
};
