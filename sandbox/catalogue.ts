import { z } from 'zod';
import type { CartonaControl } from './cartona/control.ts';
import type { OdooClient } from './odoo-client.ts';
import type { OdooVersion } from './odoo-mount.ts';

const productsSchema = z.array(
  z.looseObject({ id: z.int(), name: z.string(), list_price: z.number(), qty_available: z.number() }),
);

/** Makes Cartona know the storable products of the simulated Odoo, as a supplier's catalogue that has been set up. */
export const publishCatalogue = async (
  odoo: OdooClient,
  version: OdooVersion,
  cartona: CartonaControl,
): Promise<void> => {
  const storable = version === 17 ? ['detailed_type', '=', 'product'] : ['is_storable', '=', true];
  const fields = ['name', 'list_price', 'qty_available'];
  const found = await odoo.call('product.product', 'search_read', [[storable]], { fields, order: 'id asc' });
  cartona.putProducts(
    productsSchema.parse(found).map(({ id, name, list_price: price, qty_available: stock }, index) => ({
      supplier_product_id: String(110_701 + index),
      internal_product_id: String(id),
      product_name: name,
      selling_price: price,
      available_stock_quantity: stock,
    })),
  );
};
