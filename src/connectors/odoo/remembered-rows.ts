import { z } from 'zod';
import type { Rpc } from './rpc.ts';

const keptMs = 60_000;

/** Records by id that hardly ever change, kept for a minute. What is gone is left out. */
export const createRememberedRows = <Row extends { readonly id: number }>(
  rpc: Rpc,
  model: string,
  row: z.ZodObject & z.ZodType<Row>,
): ((ids: readonly number[]) => Promise<ReadonlyMap<number, Row>>) => {
  let known = new Map<number, Row | null>();
  let until = 0;
  return async (ids) => {
    if (Date.now() >= until) {
      known = new Map();
      until = Date.now() + keptMs;
    }
    const rows = known;
    const missing = [...new Set(ids)].filter((one) => !rows.has(one));
    if (missing.length > 0) {
      const fields = Object.keys(row.shape).filter((field) => field !== 'id');
      const found = await rpc.call(
        {
          model,
          method: 'search_read',
          params: { domain: [['id', 'in', missing]], fields, order: 'id asc', load: '' },
          context: { active_test: false },
          effect: 'read',
          about: `records of ${model}`,
        },
        z.array(row),
      );
      for (const one of missing) rows.set(one, null);
      for (const one of found) rows.set(one.id, one);
    }
    return new Map(ids.flatMap((one) => rows.get(one) ?? []).map((one) => [one.id, one]));
  };
};
