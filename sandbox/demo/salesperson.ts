import { z } from 'zod';
import type { OdooClient } from '../odoo-client.ts';

const salesSchema = z.array(z.looseObject({ id: z.int(), state: z.string(), picking_ids: z.array(z.int()) }));
const pickingsSchema = z.array(z.looseObject({ id: z.int(), state: z.string() }));

export interface Errand {
  /** Numbers the sale order may carry as its customer's reference. */
  readonly references: readonly string[];
  readonly delivers: boolean;
}

/** A person at the simulated Odoo: sees what is there, takes some seconds, and presses the button. */
export interface Salesperson {
  look(errands: readonly Errand[]): Promise<void>;
}

export const createSalesperson = (odoo: OdooClient, { takesMs }: { readonly takesMs: number }): Salesperson => {
  const firstSeen = new Map<string, number>();

  /** Whether this has been on the screen long enough. Only the wait is remembered here; what is done is known to Odoo. */
  const isTime = (thing: string): boolean => {
    const since = firstSeen.get(thing) ?? Date.now();
    firstSeen.set(thing, since);
    return Date.now() - since >= takesMs;
  };

  const deliver = async (pickingIds: readonly number[]): Promise<void> => {
    if (pickingIds.length === 0) return;
    const found = await odoo.call('stock.picking', 'read', [pickingIds, ['state']], { load: '' });
    for (const { id, state } of pickingsSchema.parse(found)) {
      if (state === 'assigned' && isTime(`picking ${id}`)) await odoo.call('stock.picking', 'button_validate', [[id]]);
    }
  };

  return {
    look: async (errands) => {
      for (const { references, delivers } of errands) {
        const found = await odoo.call('sale.order', 'search_read', [[['client_order_ref', 'in', references]]], {
          fields: ['state', 'picking_ids'],
          load: '',
        });
        for (const { id, state, picking_ids: pickingIds } of salesSchema.parse(found)) {
          if (state === 'draft' && isTime(`sale ${id}`)) await odoo.call('sale.order', 'action_confirm', [[id]]);
          if (state === 'sale' && delivers) await deliver(pickingIds);
        }
      }
    },
  };
};
