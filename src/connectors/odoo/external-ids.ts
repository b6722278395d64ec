import { z } from 'zod';
import type { Rpc } from './rpc.ts';
import { id, text } from './values.ts';

const metadata = z.array(z.object({ id, xmlid: text, xmlids: z.array(z.object({ xmlid: z.string() })).optional() }));

/** External ids by record. By `get_metadata`, since a user without settings rights cannot read `ir.model.data` (odoo.md §3.1). */
export const readExternalIds = async (
  rpc: Rpc,
  model: string,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> => {
  if (ids.length === 0) return new Map();
  const rows = await rpc.call(
    { model, method: 'get_metadata', ids, effect: 'read', about: `external ids of ${model}` },
    metadata,
  );
  return new Map(
    rows.map((row) => [row.id, row.xmlids?.map((one) => one.xmlid) ?? (row.xmlid === null ? [] : [row.xmlid])]),
  );
};
