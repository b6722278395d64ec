import { z } from 'zod';
import type { Lane } from './lanes.ts';
import { readPages } from './pages.ts';
import type { Rpc } from './rpc.ts';
import { id } from './values.ts';

const baseRow = z.object({ id, pricelist_id: id, base_pricelist_id: id });

const keptMs = 10_000;

/** Which pricelists are based on which, by their rules. */
export interface PricelistTree {
  /** These pricelists and all they are based on. Kept for seconds. */
  under(pricelists: readonly number[], lane: Lane): Promise<readonly number[]>;
  /** A rule was seen that may base a pricelist on another. */
  forget(): void;
}

export const createPricelistTree = (rpc: Rpc): PricelistTree => {
  const kept = new Map<string, { readonly until: number; readonly found: readonly number[] }>();

  const read = async (pricelists: readonly number[], lane: Lane): Promise<readonly number[]> => {
    const found = new Set(pricelists);
    let unseen = [...found];
    while (unseen.length > 0) {
      const { rows } = await readPages(rpc, {
        model: 'product.pricelist.item',
        domain: [
          ['pricelist_id', 'in', unseen],
          ['base', '=', 'pricelist'],
          ['base_pricelist_id', '!=', false],
        ],
        row: baseRow,
        lane,
        about: 'pricelists that others are based on',
      });
      unseen = [...new Set(rows.map((row) => row.base_pricelist_id))].filter((one) => !found.has(one));
      for (const one of unseen) found.add(one);
    }
    return [...found];
  };

  return {
    under: async (pricelists, lane) => {
      if (pricelists.length === 0) return [];
      const key = [...pricelists].sort((a, b) => a - b).join(',');
      const known = kept.get(key);
      if (known !== undefined && known.until > Date.now()) return known.found;
      const found = await read(pricelists, lane);
      kept.set(key, { until: Date.now() + keptMs, found });
      return found;
    },
    forget: () => {
      kept.clear();
    },
  };
};
