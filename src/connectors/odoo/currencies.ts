import { z } from 'zod';
import type { Rpc } from './rpc.ts';
import { id } from './values.ts';

export interface Currency {
  readonly name: string;
  readonly decimals: number;
}

const currencyRow = z.object({ id, name: z.string(), decimal_places: z.int().min(0).max(10) });

/** Currencies by id, read once: their names and decimals do not change under open orders. */
export const createCurrencies = (rpc: Rpc): ((ids: readonly number[]) => Promise<ReadonlyMap<number, Currency>>) => {
  const known = new Map<number, Currency>();
  return async (ids) => {
    const missing = [...new Set(ids)].filter((one) => !known.has(one));
    if (missing.length === 0) return known;
    const rows = await rpc.call(
      {
        model: 'res.currency',
        method: 'read',
        ids: missing,
        params: { fields: ['name', 'decimal_places'] },
        effect: 'read',
        about: 'currencies',
      },
      z.array(currencyRow),
    );
    for (const row of rows) known.set(row.id, { name: row.name, decimals: row.decimal_places });
    return known;
  };
};
