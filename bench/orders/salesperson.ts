import { z } from 'zod';
import type { OrderView } from '../../sandbox/cartona/control.ts';
import { createOdooClient } from '../../sandbox/odoo-client.ts';
import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import { sandboxOdooLogin } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
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

/** @param version which of the Odoos; left out: the one the product works with */
export const createSalesperson = (sandbox: Sandbox, connection: string, version?: OdooVersion): Salesperson => {
  const odoo = () => sandbox.odoo(version);
  const client = createOdooClient({ handle: (request) => odoo().handle(request) }, sandboxOdooLogin);
  const saleOrderOf = (externalId: OrderView['hashed_id']): number => {
    const found = odoo().simulator.door.externalId(odooExternalId([connection, 'order', externalId]));
    if (found === undefined) throw new Error(`Order ${externalId} has no sale order`);
    return found.id;
  };
  return {
    saleOrderOf,
    stateOf: (id) => odoo().simulator.door.row('sale.order', id)?.['state'],
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
