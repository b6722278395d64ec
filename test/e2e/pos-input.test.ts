import assert from 'node:assert/strict';
import type { OrderTemplate } from '../../sandbox/pos/new-orders.ts';
import type { PosSettingsChange } from '../../sandbox/pos/settings.ts';
import type { AttentionKind } from '../../src/domain/order-stage.ts';
import type { PosOrderState } from '../../src/domain/pos/pos-order.ts';
import { openPosShop } from '../support/pos-shop.ts';
import { useSharedService } from '../support/use-service.ts';

const cash = { mode: 1, cardType: 'Cash' };
const bread = (quantity: number, price?: number) => ({
  name: 'Pita bread, 5 pieces',
  quantity,
  ...(price === undefined ? {} : { price }),
});

interface Case {
  readonly what: string;
  readonly order: OrderTemplate;
  readonly answer?: PosSettingsChange;
  readonly ends: PosOrderState;
  readonly attention?: { readonly kind: AttentionKind; readonly words: RegExp };
  /** What Odoo holds of it afterwards. */
  readonly odoo: {
    readonly orders: number;
    readonly lines: number;
    readonly payments: number;
    readonly pickings: number;
    readonly total: number;
  };
}

const none = { orders: 0, lines: 0, payments: 0, pickings: 0, total: 0 };
const paid = (total: number, lines = 1, payments = 1) => ({ orders: 1, lines, payments, pickings: 1, total });

const cases: readonly Case[] = [
  {
    what: 'without items',
    order: { lines: [bread(1)], raw: { OrderItems: [] } },
    ends: 'attention',
    attention: { kind: 'bad-payload', words: /OrderItems/ },
    odoo: none,
  },
  {
    what: 'without payments',
    order: { lines: [bread(1)], raw: { CheckoutDetails: [] } },
    ends: 'attention',
    attention: { kind: 'bad-payload', words: /CheckoutDetails/ },
    odoo: none,
  },
  {
    what: 'with a payment of nothing beside the real one',
    order: { lines: [bread(1)], payments: [{ ...cash, amount: 0 }, cash] },
    ends: 'paid',
    odoo: paid(10),
  },
  {
    what: 'that is underpaid',
    order: { lines: [bread(2)], payments: [{ ...cash, amount: 5 }] },
    ends: 'attention',
    attention: { kind: 'payment-mismatch', words: /5\.00/ },
    odoo: none,
  },
  {
    what: 'that is overpaid, with change',
    order: { lines: [bread(2)], payments: [{ ...cash, amount: 50 }] },
    ends: 'paid',
    odoo: paid(20, 1, 2),
  },
  {
    what: 'with a negative price in a sale',
    order: { lines: [bread(1)], raw: { OrderItems: [{ ItemName: 'Pita bread, 5 pieces', Price: -5, Quantity: 1 }] } },
    ends: 'attention',
    attention: { kind: 'bad-payload', words: /OrderItems\[0\]\.Price/ },
    odoo: none,
  },
  {
    what: 'whose sums do not agree',
    order: { lines: [bread(2)], raw: { GrandTotal: 27 } },
    ends: 'attention',
    attention: { kind: 'payment-mismatch', words: /2 × 10\.00.*27\.00/s },
    odoo: none,
  },
  {
    what: 'whose numbers are written as "1,250.50"',
    order: { lines: [bread(2, 1250.5)] },
    answer: { numbers: 'thousands' },
    ends: 'paid',
    odoo: paid(2501),
  },
  {
    what: 'whose date is written day first',
    order: { lines: [bread(1)], date: '2025-08-10T17:16:43.000Z' },
    answer: { dates: 'day-first' },
    ends: 'paid',
    odoo: paid(10),
  },
  {
    what: 'whose date is written as ISO 8601',
    order: { lines: [bread(1)], date: '2025-08-10T17:16:43.000Z' },
    answer: { dates: 'iso' },
    ends: 'paid',
    odoo: paid(10),
  },
  { what: 'with a status nobody knows', order: { status: 101, lines: [bread(1)] }, ends: 'refused', odoo: none },
  {
    what: 'with an Arabic name and an emoji',
    order: { lines: [{ name: 'شاي بالنعناع 🍵', price: 12.5, taxPercent: 0, quantity: 4 }] },
    ends: 'paid',
    odoo: paid(50),
  },
  {
    what: 'with 300 lines',
    order: { lines: Array.from({ length: 300 }, () => bread(1)) },
    ends: 'paid',
    odoo: paid(3000, 300),
  },
  {
    what: 'in the older form of the raw event',
    order: { lines: [bread(3)], payments: [cash] },
    answer: { form: 'event', dates: 'day-first' },
    ends: 'paid',
    odoo: paid(30),
  },
];

describe('an order of a point of sale', function () {
  const service = useSharedService();
  before(async () => {
    const tea = { name: 'شاي بالنعناع 🍵', list_price: 12.5, available_in_pos: true, taxes_id: [[6, 0, []]] };
    await service().odoo.create('product.template', { ...tea, type: 'consu', is_storable: true });
  });

  for (const { what, order, answer = {}, ends, attention, odoo } of cases) {
    it(`${what} ends as ${ends}${attention === undefined ? '' : `, ${attention.kind}`}`, async () => {
      const shop = await openPosShop(service(), 'input');
      shop.source.setAnswer(answer);
      const { key } = shop.place(order);
      await shop.sync();
      const seen = await shop.order(key);
      assert.equal(seen?.state, ends, JSON.stringify(seen?.attention));
      assert.deepEqual(
        seen.attention.map(({ kind }) => kind),
        attention === undefined ? [] : [attention.kind],
        JSON.stringify(seen.attention),
      );
      if (attention !== undefined) {
        const [{ reason } = { reason: '' }] = seen.attention;
        assert.match(reason, attention.words);
        assert.ok(reason.includes(key), reason);
      }
      const { orders, lines, payments, pickings, total, doubled } = await shop.countInOdoo();
      assert.deepEqual({ orders, lines, payments, pickings, total, doubled }, { ...odoo, doubled: [] });
      const [made] = await shop.readInOdoo(key);
      if (order.date !== undefined) assert.equal(made?.date, '2025-08-10 17:16:43');
    });
  }
});
