import type { CartonaControl } from './cartona/control.ts';
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
