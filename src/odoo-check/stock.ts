import { z } from 'zod';
import type { RawOdoo } from './raw-odoo.ts';

const warehouseRow = z.object({ id: z.number(), lot_stock_id: z.number() });

/** Warehouses by id, with the place their stock lies at. */
export const warehousesOf = (raw: RawOdoo): Promise<readonly z.infer<typeof warehouseRow>[]> =>
  raw.result(
    {
      model: 'stock.warehouse',
      method: 'search_read',
      params: { domain: [], fields: ['lot_stock_id'], order: 'id', load: '' },
    },
    z.array(warehouseRow),
  );

/** Sets the stock of a test product at a place, as an inventory adjustment does; zero puts it back. */
export const setStockAt = async (
  raw: RawOdoo,
  productId: number,
  locationId: number,
  quantity: number,
  lotId?: number,
): Promise<void> => {
  const place = { product_id: productId, location_id: locationId, ...(lotId === undefined ? {} : { lot_id: lotId }) };
  const quant = { ...place, inventory_quantity_auto_apply: quantity };
  await raw.result(
    {
      model: 'stock.quant',
      method: 'create',
      first: { name: 'vals_list', value: [quant] },
      context: { inventory_mode: true },
    },
    z.unknown(),
  );
};

/** The same in the first warehouse. */
export const setStock = async (raw: RawOdoo, productId: number, quantity: number): Promise<void> => {
  const [warehouse] = await warehousesOf(raw);
  if (warehouse !== undefined) await setStockAt(raw, productId, warehouse.lot_stock_id, quantity);
};
