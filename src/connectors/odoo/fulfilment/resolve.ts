import { z } from 'zod';
import { Failure } from '../../../domain/failure.ts';
import type { OdooFulfilment } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { Operations } from '../groups.ts';
import { id } from '../values.ts';

const keptMs = 60_000;

const kinds = {
  team: { model: 'crm.team', words: 'sales team' },
  tag: { model: 'crm.tag', words: 'tag of sale orders' },
  warehouse: { model: 'stock.warehouse', words: 'warehouse' },
} as const;

/** The watch asks at each look, so it goes in the watch's lane and is kept for a minute. */
export const createResolve = (operations: Operations): OdooFulfilment['resolve'] => {
  const kept = new Map<string, { readonly until: number; readonly found: Promise<number> }>();
  return (by, nameOrId) => {
    const key = JSON.stringify([by, nameOrId]);
    const known = kept.get(key);
    if (known !== undefined && known.until > Date.now()) return known.found;
    const found = operations.lanes.run('watch', () => findByNameOrId(operations, by, nameOrId));
    const entry = { until: Date.now() + keptMs, found };
    kept.set(key, entry);
    found.catch(() => {
      if (kept.get(key) === entry) kept.delete(key);
    });
    return found;
  };
};

/** By id an archived one counts as well: its orders are still there. */
const findByNameOrId = async (
  { rpc }: Operations,
  by: keyof typeof kinds,
  nameOrId: string | number,
): Promise<number> => {
  const { model, words } = kinds[by];
  const isId = typeof nameOrId === 'number';
  const ids = await rpc.call(
    {
      model,
      method: 'search',
      params: { domain: [[isId ? 'id' : 'name', '=', nameOrId]], order: 'id asc' },
      ...(isId ? { context: { active_test: false } } : {}),
      effect: 'read',
      about: `the ${words} ${nameOrId}`,
    },
    z.array(id),
  );
  const [first] = ids;
  if (first === undefined) {
    throw new Failure(
      'NotFound',
      `Odoo has no ${words} ${JSON.stringify(nameOrId)}: set match.${by} to the name or the id of one`,
    );
  }
  if (ids.length > 1) {
    throw new Failure(
      'Rejected',
      `Odoo has ${ids.length} of ${words} called ${JSON.stringify(nameOrId)}: set match.${by} to the id of one (${ids.join(', ')})`,
      { code: 'ambiguous' },
    );
  }
  return first;
};
