import { z } from 'zod';
import { id } from '../connectors/odoo/values.ts';
import { CheckSkipped } from './must.ts';
import type { RawOdoo } from './raw-odoo.ts';

/** `consumable` needs no stock, `storable` has none, `tracked` is storable by lots and has none, `serial` by serial numbers. */
export type ProductKind = 'consumable' | 'storable' | 'tracked' | 'serial';

/** `own` may be based on `base`. */
export type PricelistKind = 'own' | 'base';

/**
 * The customer, the products and the pricelists all runs share: made archived, once, by the first run of a user who may create them. Odoo sells and delivers
 * archived products all the same when they are named by id.
 */
export interface TestRecords {
  customer(): Promise<number>;
  product(kind: ProductKind): Promise<number>;
  pricelist(kind: PricelistKind): Promise<number>;
  /** A record of another kind, made once by its name; not archived. */
  once(model: string, name: string, values: Readonly<Record<string, string>>): Promise<number>;
  /** Cancels the orders and archives the customers of this run. Returns what could not be put away, in words. */
  putAway(tag: string): Promise<readonly string[]>;
}

const loaded = z.object({
  ids: z.union([z.array(id), z.literal(false)]),
  messages: z.array(z.object({ message: z.string() })),
});
const createOnce = { mode: 'update', noupdate: true };

export const createTestRecords = (raw: RawOdoo): TestRecords => {
  const known = new Map<string, number>();

  const once = async (model: string, name: string, values: Readonly<Record<string, string>>): Promise<number> => {
    const made = known.get(name);
    if (made !== undefined) return made;
    const fields = ['id', ...Object.keys(values)];
    const data = [[`conveyor_check.${name}`, ...Object.values(values)]];
    const answer = await raw.result({ model, method: 'load', params: { fields, data }, context: createOnce }, loaded);
    const [recordId] = answer.ids === false ? [] : answer.ids;
    if (recordId === undefined) {
      const words = answer.messages.map((one) => one.message).join(' ');
      throw new CheckSkipped(`${values['name'] ?? name} must be made first by a user who may: ${words}`);
    }
    known.set(name, recordId);
    return recordId;
  };

  const ensure = (model: string, name: string, values: Readonly<Record<string, string>>): Promise<number> =>
    once(model, name, { active: 'False', ...values });

  const storable = raw.session.server.major === 17 ? { type: 'product' } : { type: 'consu', is_storable: 'True' };
  const products: Readonly<Record<ProductKind, Readonly<Record<string, string>>>> = {
    consumable: { type: 'consu' },
    storable,
    tracked: { ...storable, tracking: 'lot' },
    serial: { ...storable, tracking: 'serial' },
  };

  return {
    once,
    customer: () => ensure('res.partner', 'customer', { name: 'Conveyor check customer' }),
    product: (kind) =>
      ensure('product.product', `product_${kind}`, {
        name: `Conveyor check ${kind}`,
        default_code: `CONVEYOR-CHECK-${kind.toUpperCase()}`,
        ...products[kind],
      }),
    pricelist: (kind) =>
      ensure('product.pricelist', `pricelist_${kind}`, { name: `Conveyor check pricelist (${kind})` }),
    putAway: async (tag) => {
      const ofThisRun = `check-${tag}-%`;
      const orders = await search(raw, 'sale.order', [
        ['client_order_ref', '=like', ofThisRun],
        ['state', '!=', 'cancel'],
      ]);
      const customers = await search(raw, 'res.partner', [['ref', '=like', ofThisRun]]);
      const left: string[] = [];
      for (const orderId of orders) {
        const context = { disable_cancel_warning: true };
        const answer = await raw.ask({ model: 'sale.order', method: 'action_cancel', ids: [orderId], context });
        if (answer.kind !== 'result') left.push(`sale order ${orderId} could not be cancelled`);
      }
      if (customers.length > 0) {
        const first = { name: 'vals', value: { active: false } };
        const answer = await raw.ask({ model: 'res.partner', method: 'write', ids: customers, first });
        if (answer.kind !== 'result') left.push(`customers ${customers.join(', ')} could not be archived`);
      }
      return left;
    },
  };
};

const search = (raw: RawOdoo, model: string, domain: readonly unknown[]): Promise<readonly number[]> =>
  raw.result({ model, method: 'search', params: { domain } }, z.array(id));
