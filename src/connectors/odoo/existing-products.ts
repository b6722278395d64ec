import { z } from 'zod';
import type { Lanes } from './lanes.ts';
import type { Rpc } from './rpc.ts';
import { id } from './values.ts';

const pageSize = 5_000;

/** Which of these products still exist, archived or not. */
export const createExistingProducts =
  (rpc: Rpc, lanes: Lanes) =>
  async (ids: readonly number[]): Promise<ReadonlySet<number>> => {
    const found = new Set<number>();
    for (let from = 0; from < ids.length; from += pageSize) {
      const page = await lanes.run('orders', () =>
        rpc.call(
          {
            model: 'product.product',
            method: 'search',
            params: { domain: [['id', 'in', ids.slice(from, from + pageSize)]], order: 'id asc' },
            context: { active_test: false },
            effect: 'read',
            about: 'which products exist',
          },
          z.array(id),
        ),
      );
      for (const one of page) found.add(one);
    }
    return found;
  };
