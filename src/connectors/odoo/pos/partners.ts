import { z } from 'zod';
import type { OdooPos } from '../../../domain/pos/odoo-pos.ts';
import type { Operations } from '../groups.ts';
import { id, text } from '../values.ts';

const partnerRow = z.object({ id, ref: text });
const batch = 500;

/** Active partners by their id or `ref`. */
export const createFindPosPartners =
  ({ rpc, lanes }: Operations): OdooPos['findPartners'] =>
  async ({ ids, refs }) => {
    const found = new Map<number, z.infer<typeof partnerRow>>();
    const wanted = [
      ...[...new Set(ids)].map((value) => ['id', value] as const),
      ...[...new Set(refs)].filter((ref) => ref !== '').map((value) => ['ref', value] as const),
    ];
    for (let from = 0; from < wanted.length; from += batch) {
      const part = wanted.slice(from, from + batch);
      const valuesOf = (field: string) => part.filter(([of]) => of === field).map(([, value]) => value);
      const rows = await lanes.run('orders', () =>
        rpc.call(
          {
            model: 'res.partner',
            method: 'search_read',
            params: {
              domain: ['|', ['id', 'in', valuesOf('id')], ['ref', 'in', valuesOf('ref')]],
              fields: ['ref'],
              order: 'id asc',
              load: '',
            },
            effect: 'read',
            about: 'customers of the point of sale',
          },
          z.array(partnerRow),
        ),
      );
      for (const row of rows) found.set(row.id, row);
    }
    return [...found.values()];
  };
