import { z } from 'zod';
import { createOdooClient } from '../../sandbox/odoo-client.ts';
import type { OdooSimulator } from '../../sandbox/odoo/server.ts';
import { odooExternalId } from '../../src/domain/odoo-external-id.ts';

/** Who sells and delivers in one of the simulated Odoos: past the call log, without a moment's thought. */
export interface Salesperson {
  /** The sale order of a marketplace order; it must be there. */
  saleOrderOf(externalId: string): number;
  stateOf(saleOrderId: number): unknown;
  confirm(externalId: string): Promise<void>;
  /** Validates every transfer of the order. */
  deliver(externalId: string): Promise<void>;
}

const pickings = z.tuple([z.looseObject({ picking_ids: z.array(z.int()) })]);

export const createSalesperson = (odoo: OdooSimulator, database: string, connection: string): Salesperson => {
  const client = createOdooClient(odoo, { database, login: 'admin', password: 'admin' });
  const saleOrderOf = (externalId: string): number => {
    const found = odoo.door.externalId(odooExternalId([connection, 'order', externalId]));
    if (found === undefined) throw new Error(`Order ${externalId} has no sale order`);
    return found.id;
  };
  return {
    saleOrderOf,
    stateOf: (id) => odoo.door.row('sale.order', id)?.['state'],
    confirm: async (externalId) => {
      await client.call('sale.order', 'action_confirm', [[saleOrderOf(externalId)]]);
    },
    deliver: async (externalId) => {
      const read = await client.call('sale.order', 'read', [[saleOrderOf(externalId)], ['picking_ids']], { load: '' });
      const [{ picking_ids: ids }] = pickings.parse(read);
      for (const id of ids) await client.call('stock.picking', 'button_validate', [[id]]);
    },
  };
};
