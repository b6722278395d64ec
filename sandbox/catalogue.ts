import { z } from 'zod';
import type { CartonaControl } from './cartona/control.ts';
import type { OdooClient } from './odoo-client.ts';
import type { OdooVersion } from './odoo-mount.ts';
import type { DemoProduct } from './odoo/seed/demo.ts';

/** Makes Cartona know the goods of the simulated Odoo, as a supplier's catalogue that has been set up. */
export const publishCatalogue = (products: readonly DemoProduct[], cartona: CartonaControl): void =>
  cartona.putProducts(
    products.map(({ id, name, price, stock }, index) => ({
      supplier_product_id: String(110_701 + index),
      internal_product_id: String(id),
      product_name: name,
      unit: 'piece',
      unit_count: 1,
      selling_price: price,
      available_stock_quantity: stock,
    })),
  );

/** What is given to make more goods. */
export const moreGoodsSchema = z.strictObject({
  count: z.int().min(1).max(20_000),
  price: z.number().positive().default(50),
  stock: z.number().min(0).default(100),
});

const created = z.array(z.int());
const firstMoreId = 200_000;
/** Records of one call. */
const batch = 1_000;

/** Makes more goods in the simulated Odoo, with stock, and makes Cartona know them as Odoo has them. @returns ids of the products in Odoo */
export const growCatalogue = async (
  { odoo, version, stockLocation }: { odoo: OdooClient; version: OdooVersion; stockLocation: number },
  cartona: CartonaControl,
  { count, price, stock }: z.output<typeof moreGoodsSchema>,
): Promise<readonly number[]> => {
  const stored = version === 17 ? { type: 'product' } : { type: 'consu', is_storable: true };
  const before = cartona.products().length;
  const ids: number[] = [];
  for (let from = 0; from < count; from += batch) {
    const goods = Array.from({ length: Math.min(batch, count - from) }, (_, index) => ({
      name: `Goods ${before + from + index + 1}`,
      list_price: price,
      ...stored,
    }));
    const made = created.parse(await odoo.call('product.product', 'create', [goods]));
    const counted = made.map((id) => ({
      product_id: id,
      location_id: stockLocation,
      inventory_quantity_auto_apply: stock,
    }));
    await odoo.call('stock.quant', 'create', [counted], { context: { inventory_mode: true } });
    cartona.putProducts(
      made.map((id, index) => ({
        supplier_product_id: String(firstMoreId + id),
        internal_product_id: String(id),
        product_name: goods[index]?.name ?? '',
        unit: 'piece',
        unit_count: 1,
        selling_price: price,
        available_stock_quantity: stock,
      })),
    );
    ids.push(...made);
  }
  return ids;
};
