import assert from 'node:assert/strict';
import { posDifference } from '../../../src/domain/pos/pos-difference.ts';
import type { PosOrder } from '../../../src/domain/pos/pos-order.ts';
import { aLine, anItem, anOrder, aPayment, noTotals } from './builders.ts';

const same: readonly (readonly [what: string, before: PosOrder, after: PosOrder])[] = [
  [
    'numbers are written otherwise',
    anOrder({ payments: [aPayment('92')] }),
    anOrder({ payments: [aPayment('92.00')] }),
  ],
  [
    'lines and payments come in another order',
    anOrder({
      lines: [aLine(), aLine({ name: 'Tea' })],
      payments: [aPayment('90'), aPayment('2', { cardType: 'Mada', mode: 2 })],
    }),
    anOrder({
      lines: [aLine({ name: 'Tea' }), aLine()],
      payments: [aPayment('2', { cardType: 'Mada', mode: 2 }), aPayment('90')],
    }),
  ],
  [
    'one states no sums, no date, no customer, no lots and no parts',
    anOrder({
      totals: { grandTotal: '92', tax: '12' },
      customer: { partnerId: 7, ref: null },
      lines: [aLine({ lots: ['A'], parts: [anItem({ name: 'Cup' })] })],
    }),
    anOrder({ totals: noTotals, customer: null, date: null }),
  ],
  [
    'a discount is told in percent',
    anOrder({ lines: [aLine({ quantity: '2', discount: { amount: '5' } })] }),
    anOrder({ lines: [aLine({ quantity: '2', discount: { percent: '3.13' } })] }),
  ],
  [
    'an item of one id has another name',
    anOrder({ lines: [aLine({ itemId: '7', name: 'Coffee' })] }),
    anOrder({ lines: [aLine({ itemId: '7', name: 'قهوة' })] }),
  ],
  [
    'names differ in case and spaces where there is no id',
    anOrder({ lines: [aLine({ itemId: '7', name: 'Flat White' })] }),
    anOrder({ lines: [aLine({ odooItemId: 4, name: 'flat  white ' })] }),
  ],
  ['one leaves out the seconds', anOrder(), anOrder({ date: '2026-11-21T09:30:45.000Z' })],
  [
    'one names the card and the other the mode alone',
    anOrder({ payments: [aPayment('92', { cardType: null })] }),
    anOrder({ payments: [aPayment('92', { cardType: 'CASH', mode: null })] }),
  ],
];

const different: readonly (readonly [what: string, before: PosOrder, after: PosOrder, words: readonly string[]])[] = [
  ['a quantity', anOrder(), anOrder({ lines: [aLine({ quantity: '2' })] }), ['Coffee: quantity 1 is now 2.']],
  [
    'a price and a discount',
    anOrder(),
    anOrder({ lines: [aLine({ unitPrice: '85', discount: { amount: '5' } })] }),
    ['Coffee: price 80.00 is now 85.00, discount 0.00 is now 5.00.'],
  ],
  [
    'lines that came and went',
    anOrder(),
    anOrder({ lines: [aLine({ name: 'Tea', unitPrice: '20' })] }),
    ['Coffee (1 × 80.00) is gone.', 'Tea (1 × 20.00) was added.'],
  ],
  [
    'one more of two equal lines',
    anOrder({ lines: [aLine(), aLine()] }),
    anOrder({ lines: [aLine()] }),
    ['Coffee (1 × 80.00) is gone.'],
  ],
  [
    'a payment',
    anOrder(),
    anOrder({ payments: [aPayment('90'), aPayment('2', { cardType: null, mode: 7 })] }),
    ['The payment Cash was 92.00 and is now 90.00.', 'A payment StcPay of 2.00 was added.'],
  ],
  [
    'sums',
    anOrder({ totals: { grandTotal: '92', tax: '12', paid: '92' } }),
    anOrder({ totals: { grandTotal: '95', tax: null, paid: '92.0' } }),
    ['GrandTotal was 92.00 and is now 95.00.'],
  ],
  [
    'the customer and the day',
    anOrder({ customer: { partnerId: null, ref: 'a' } }),
    anOrder({ customer: { partnerId: null, ref: 'b' }, date: '2026-11-22T09:30:00.000Z' }),
    ['The date was 2026-11-21T09:30:00.000Z and is now 2026-11-22T09:30:00.000Z.', 'The customer was a and is now b.'],
  ],
  [
    'lots and parts',
    anOrder({ lines: [aLine({ lots: ['A'], parts: [anItem({ name: 'Cup', unitPrice: '1' })] })] }),
    anOrder({ lines: [aLine({ lots: ['B'], parts: [anItem({ name: 'Cup', unitPrice: '2' })] })] }),
    ['Coffee: lots A are now B, its parts 1 × Cup at 1.00 are now 1 × Cup at 2.00.'],
  ],
];

describe('comparing two contents of an order', () => {
  for (const [what, before, after] of same) {
    it(`finds no difference where ${what}`, () => {
      assert.deepEqual(posDifference(before, after), []);
      assert.deepEqual(posDifference(after, before), []);
    });
  }
  for (const [what, before, after, words] of different) {
    it(`tells of ${what}`, () => {
      assert.deepEqual(posDifference(before, after), words);
    });
  }

  it('compares orders of 300 lines in no time', () => {
    const lines = Array.from({ length: 300 }, (_, index) => aLine({ itemId: String(index) }));
    assert.deepEqual(posDifference(anOrder({ lines }), anOrder({ lines: lines.toReversed() })), []);
  });
});
