import { z } from 'zod';
import type { ProductValuesQuery } from './client.ts';
import { decimalOf } from './decimals.ts';
import type { Rpc } from './rpc.ts';
import { id, reference } from './values.ts';

const quantity = z.number().optional();

const productRow = z.object({
  id,
  active: z.boolean(),
  lst_price: z.number(),
  currency_id: reference,
  product_tmpl_id: id,
  categ_id: reference,
  standard_price: z.number().optional(),
  cost_currency_id: reference.optional(),
  free_qty: quantity,
  virtual_available: quantity,
  qty_available: quantity,
});

export interface ProductRow extends z.infer<typeof productRow> {
  /** What the query calls the stock. */
  readonly stock: string;
}

const alwaysRead = ['active', 'lst_price', 'currency_id', 'product_tmpl_id', 'categ_id'];
const onCost = ['standard_price', 'cost_currency_id'];

export interface ProductPage {
  readonly rows: readonly ProductRow[];
  /** Odoo's time. */
  readonly date: Date;
}

/**
 * Products by id, archived ones included, in one call; what is gone is left out. The stock of several warehouses is added up by Odoo: the key of the
 * context is `warehouse` on 17 and `warehouse_id` later, and each ignores the other (odoo.md §7.2).
 */
export const readProductRows = async (
  rpc: Rpc,
  ids: readonly number[],
  { stock, warehouses }: Pick<ProductValuesQuery, 'stock' | 'warehouses'>,
  withCost: boolean,
): Promise<ProductPage> => {
  const inWarehouses = warehouses.length === 0 ? {} : { warehouse: warehouses, warehouse_id: warehouses };
  const { value, date } = await rpc.callDated(
    {
      model: 'product.product',
      method: 'search_read',
      params: {
        domain: [['id', 'in', ids]],
        fields: [...alwaysRead, stock, ...(withCost ? onCost : [])],
        order: 'id asc',
        load: '',
      },
      context: { active_test: false, ...inWarehouses },
      effect: 'read',
      about: 'price and stock of products',
    },
    z.array(productRow.refine((row) => row[stock] !== undefined, { path: [stock], error: 'is missing' })),
  );
  return {
    date: date ?? new Date(),
    rows: value.map((row) => ({ ...row, stock: decimalOf(row[stock] ?? 0) })),
  };
};
