import { z } from 'zod';
import { Failure } from '../../../domain/failure.ts';
import type { OdooFulfilment, StockLocation } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { Operations } from '../groups.ts';
import { id, reference } from '../values.ts';

const locationRow = z.object({ id, name: z.string(), complete_name: z.string(), company_id: reference });
type LocationRow = z.infer<typeof locationRow>;

/** Nothing stands in a location that only groups others (`view`): it is no answer. */
export const createFindLocation =
  ({ rpc, lanes }: Operations): OdooFulfilment['findLocation'] =>
  async (nameOrId, companyId) => {
    const named =
      typeof nameOrId === 'number'
        ? [['id', '=', nameOrId]]
        : ['|', ['complete_name', '=', nameOrId], ['name', '=', nameOrId]];
    const rows = await lanes.run('orders', () =>
      rpc.call(
        {
          model: 'stock.location',
          method: 'search_read',
          params: {
            domain: [...named, ['usage', '!=', 'view'], ['company_id', 'in', [companyId, false]]],
            fields: ['name', 'complete_name', 'company_id'],
            order: 'id asc',
            load: '',
          },
          effect: 'read',
          about: `the location ${nameOrId}`,
        },
        z.array(locationRow),
      ),
    );
    return only(bestOf(rows, nameOrId), nameOrId);
  };

/** Those whose full name it is; where there are none, those whose own name it is. */
const bestOf = (rows: readonly LocationRow[], nameOrId: string | number): readonly LocationRow[] => {
  const whole = rows.filter((row) => row.complete_name === nameOrId);
  return whole.length > 0 ? whole : rows;
};

const only = (rows: readonly LocationRow[], nameOrId: string | number): StockLocation => {
  const [row] = rows;
  const asked = JSON.stringify(nameOrId);
  if (row === undefined) {
    throw new Failure(
      'NotFound',
      `Odoo has no active location ${asked} in this company: set sourceLocation to the full name or the id of one`,
    );
  }
  if (rows.length > 1) {
    const which = rows.map((one) => `${one.id}: ${one.complete_name}`).join(', ');
    throw new Failure(
      'Rejected',
      `Odoo has ${rows.length} locations ${asked}: set sourceLocation to the full name or the id of one (${which})`,
      { code: 'ambiguous' },
    );
  }
  return { id: row.id, name: row.complete_name, companyId: row.company_id };
};
