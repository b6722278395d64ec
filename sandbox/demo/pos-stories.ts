import type { PosControl } from '../pos/control.ts';
import type { PosItem } from '../pos/model.ts';
import type { OrderTemplate } from '../pos/new-orders.ts';

/** One order of the shop's day. */
export interface PosStory {
  readonly key: string;
  /** Since the demo began. */
  readonly startsAfterMs: number;
  play(shop: PosControl, label: string): void;
}

export const posLabelOf = ({ key }: PosStory): string => `demo:${key}`;

const sells =
  (template: OrderTemplate): PosStory['play'] =>
  (shop, label) =>
    void shop.createOrders({ template: { ...template, label } });

/** The cast: what was sold before anybody looked, and what comes in the first minute. */
export const posStoriesWith = ([first, second, third]: readonly [PosItem, PosItem, PosItem]): readonly PosStory[] => [
  {
    key: 'pos-cash',
    startsAfterMs: 0,
    play: sells({ lines: [{ ...first, quantity: 2 }], payments: [{ cardType: 'Cash' }] }),
  },
  {
    key: 'pos-card-with-discount',
    startsAfterMs: 0,
    play: sells({
      lines: [
        { ...second, quantity: 1, discount: Math.round(second.price * 10) / 100 },
        { ...third, quantity: 3 },
      ],
      payments: [{ mode: 2, cardType: 'Card', reference: 'POS-8841' }],
    }),
  },
  {
    key: 'pos-two-payments-and-change',
    startsAfterMs: 0,
    play: sells({
      lines: [
        { ...first, quantity: 1 },
        { ...second, quantity: 2 },
      ],
      payments: [
        { mode: 2, cardType: 'Card', amount: 50 },
        { mode: 1, cardType: 'Cash', amount: 200 },
      ],
    }),
  },
  {
    key: 'pos-unknown-product',
    startsAfterMs: 0,
    play: sells({
      lines: [
        { ...first, quantity: 1 },
        // Odoo has it as `MUG`, with the same tax.
        { name: 'Mug with handle, blue', price: 42.5, taxPercent: 15, quantity: 2 },
      ],
      payments: [{ cardType: 'Cash' }],
    }),
  },
  {
    key: 'pos-refund',
    startsAfterMs: 30_000,
    play: (shop, label) => {
      const [sold] = shop.orders({ label: 'demo:pos-cash' });
      if (sold) shop.refund(sold.key, { lines: [{ line: 0, quantity: 1 }], template: { label } });
    },
  },
  { key: 'pos-late-evening', startsAfterMs: 45_000, play: sells({ lines: 3 }) },
];
