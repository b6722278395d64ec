import { randomInt } from 'node:crypto';
import type { NewOrders } from '../../sandbox/cartona/new-orders.ts';
import type { DemoProduct } from '../../sandbox/odoo/seed/demo.ts';

export type OrderTemplate = NonNullable<NewOrders['template']>;
type LineTemplate = Extract<NonNullable<OrderTemplate['lines']>, readonly unknown[]>[number];

let retailers = randomInt(10_000);

/** A retailer nobody has met before. */
export const aRetailer = (given: OrderTemplate['retailer'] = {}): NonNullable<OrderTemplate['retailer']> => {
  retailers += 1;
  return {
    retailer_name: `Shop ${retailers}`,
    retailer_code: `T${String(retailers).padStart(6, '0')}`,
    retailer_number: `+20101${String(retailers).padStart(7, '0')}`,
    ...given,
  };
};

let strangers = 0;

/** The id of a listing that nobody has mapped to a product. */
export const aStranger = (): string => `nobody-${(strangers += 1)}`;

/** A line of a product that Cartona and Odoo both know. */
export const aLine = (product: DemoProduct, amount = 2, given: LineTemplate = {}): LineTemplate => ({
  internal_product_id: String(product.id),
  amount,
  selling_price: product.price,
  ...given,
});

/** An order of a new retailer, written as the vendor's longer example, with one line of `product` unless `lines` say otherwise. */
export const anOrder = (product: DemoProduct, given: OrderTemplate = {}): OrderTemplate => ({
  style: { fields: 'full', numbers: 'number' },
  lines: [aLine(product)],
  ...given,
  retailer: aRetailer(given.retailer),
});
