import type { NewOrders } from '../cartona/new-orders.ts';
import type { OrderStatus } from '../cartona/order-states.ts';
import type { Product } from '../cartona/product-model.ts';

/** What a retailer or Cartona does once the order is in `from`. */
export interface StoryStep {
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  readonly by: 'retailer' | 'cartona';
  /** Since the order's last change or acknowledgement. */
  readonly afterMs: number;
  /** Goes on after this time even if the last change is not acknowledged; without it, acknowledgement is needed. */
  readonly atLatestMs?: number;
}

/** One order of the demo. How far it has come is read from the order itself, so nothing is ever played twice. */
export interface Story {
  readonly key: string;
  /** Since the demo began. */
  readonly startsAfterMs: number;
  readonly template: NonNullable<NewOrders['template']>;
  readonly steps: readonly StoryStep[];
  /** What the salesperson does with it in Odoo. */
  readonly salesperson: 'confirms-and-delivers' | 'confirms' | 'leaves-it';
}

export const labelOf = (story: Story): string => `demo:${story.key}`;

const lineOf = (product: Product, amount: number, price = product.selling_price) => ({
  supplier_product_id: product.supplier_product_id,
  amount,
  selling_price: price,
});

const asWritten = { fields: 'full', numbers: 'number' } as const;

/** The cast, over thirty seconds. `products` are untracked and in stock. */
export const storiesWith = ([first, second, third]: readonly [Product, Product, Product]): readonly Story[] => [
  {
    key: 'simple',
    startsAfterMs: 1000,
    template: { style: asWritten, lines: [lineOf(first, 2), lineOf(second, 1)] },
    steps: [],
    salesperson: 'confirms-and-delivers',
  },
  {
    key: 'same-product-twice',
    startsAfterMs: 5000,
    template: {
      style: { fields: 'full', numbers: 'thousands' },
      note_message: 'The offer price holds for three pieces.',
      lines: [lineOf(second, 3, Math.round(second.selling_price * 90) / 100), lineOf(second, 2)],
    },
    steps: [],
    salesperson: 'confirms-and-delivers',
  },
  {
    key: 'delivered-by-cartona',
    startsAfterMs: 9000,
    template: { style: asWritten, delivered_by: 'delivered_by_cartona', lines: [lineOf(third, 1), lineOf(first, 1)] },
    steps: [
      { from: ['pending'], to: 'approved', by: 'cartona', afterMs: 4000 },
      { from: ['approved'], to: 'assigned_to_salesman', by: 'cartona', afterMs: 6000, atLatestMs: 20_000 },
      { from: ['assigned_to_salesman'], to: 'delivered', by: 'cartona', afterMs: 6000, atLatestMs: 20_000 },
    ],
    salesperson: 'leaves-it',
  },
  {
    key: 'unknown-product',
    startsAfterMs: 13_000,
    template: {
      style: asWritten,
      lines: [
        lineOf(first, 1),
        {
          supplier_product_id: '110799',
          internal_product_id: '990099',
          base_product_id: '9110799',
          product_name: 'Rose syrup 750 ml, new in the catalogue',
          unit: 'box',
          unit_count: 12,
          amount: 2,
          selling_price: 145.5,
        },
      ],
    },
    steps: [],
    salesperson: 'leaves-it',
  },
  {
    key: 'one-time-password',
    startsAfterMs: 17_000,
    template: { style: asWritten, installment_cost: 50, lines: [lineOf(third, 1)] },
    steps: [],
    salesperson: 'confirms',
  },
  {
    key: 'cancelled-by-retailer',
    startsAfterMs: 21_000,
    template: { style: asWritten, lines: [lineOf(second, 1)] },
    steps: [{ from: ['pending', 'approved'], to: 'cancelled_by_retailer', by: 'retailer', afterMs: 8000 }],
    salesperson: 'leaves-it',
  },
  {
    key: 'no-retailer-code',
    startsAfterMs: 26_000,
    template: {
      style: { fields: 'short', numbers: 'string' },
      retailer: { retailer_name: 'Sphinx Kiosk', retailer_code: null },
      lines: [lineOf(first, 3)],
    },
    steps: [],
    salesperson: 'leaves-it',
  },
];
