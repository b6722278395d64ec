import assert from 'node:assert/strict';
import type { PosOrder } from '../../../src/domain/pos/pos-order.ts';
import { aConfig, aLine, anOrder, aPayment, aTax } from './builders.ts';
import { draftOf, obstacleOf } from './planned.ts';

describe('discounts of an order', () => {
  const discounted = aLine({ quantity: '2', discount: { amount: '5' } });

  it('are percent of the line', () => {
    const [line] = draftOf(anOrder({ lines: [discounted], payments: [aPayment('178.25')] })).lines;
    assert.deepEqual([line?.unitPrice, line?.discount, line?.subtotal], ['80', '3.125', '155']);
    const [same] = draftOf(
      anOrder({ lines: [{ ...discounted, discount: { percent: '3.125' } }], payments: [aPayment('178.25')] }),
    ).lines;
    assert.deepEqual(same, line);
  });

  it('are spread over the lines where they are of the whole order', () => {
    const lines = [aLine({ quantity: '2' }), aLine({ unitPrice: '40' })];
    const draft = draftOf(
      anOrder({
        lines,
        payments: [aPayment('207')],
        totals: { beforeTax: '200', discount: '20', tax: '27', grandTotal: '207' },
      }),
    );
    assert.deepEqual(
      draft.lines.map(({ discount, subtotal }) => [discount, subtotal]),
      [
        ['10', '144'],
        ['10', '36'],
      ],
    );
  });

  it('are counted once where AmountDiscount tells those of the lines again', () => {
    const again = { discount: '5', tax: '23.25', grandTotal: '178.25' };
    assert.equal(
      draftOf(anOrder({ lines: [discounted], payments: [aPayment('178.25')], totals: again })).lines[0]?.discount,
      '3.125',
    );
    const onTop = { discount: '5', tax: '22.5', grandTotal: '172.5' };
    assert.equal(
      draftOf(anOrder({ lines: [discounted], payments: [aPayment('172.5')], totals: onTop })).lines[0]?.discount,
      '6.25',
    );
  });

  it('may take the whole price', () => {
    const draft = draftOf(anOrder({ lines: [aLine({ discount: { amount: '80' } })], payments: [] }));
    assert.deepEqual([draft.amountTotal, draft.lines[0]?.discount, draft.payments], ['0', '100', []]);
  });

  it('cannot be more than the price', () => {
    assert.match(
      obstacleOf(anOrder({ lines: [aLine({ discount: { amount: '90' } })] })),
      /payment-mismatch: Order 639: "Coffee": a discount of 90 on 1 × 80/,
    );
    assert.match(obstacleOf(anOrder({ totals: { discount: '90' } })), /AmountDiscount 90.00 is more than that/);
  });
});

describe('sums that do not agree', () => {
  const line = aLine({ quantity: '2', discount: { amount: '5' } });
  const tables: readonly (readonly [order: PosOrder, words: string])[] = [
    [
      anOrder({ lines: [line], payments: [aPayment('180')], totals: { tax: '23.25', grandTotal: '180' } }),
      'payment-mismatch: Order 639: 2 × 80.00 − 5.00 = 155.00; tax 23.25; makes 178.25, GrandTotal says 180.00.',
    ],
    [
      anOrder({ lines: [line], payments: [aPayment('178.25')], totals: { beforeTax: '150' } }),
      'payment-mismatch: Order 639: 2 × 80.00 − 5.00 = 155.00, AmountTotal says 150.00.',
    ],
    [
      anOrder({ totals: { tax: '4', grandTotal: '84' }, payments: [aPayment('84')] }),
      'payment-mismatch: Order 639: 1 × 80.00 = 80.00; Odoo computes a tax of 12.00 on it, Tax says 4.00; see the taxes of the products in Odoo.',
    ],
    [
      anOrder({ totals: { grandTotal: '97', serviceCharges: '5' }, payments: [aPayment('97')] }),
      'payment-mismatch: Order 639: it has service charges of 5.00 that no line holds.',
    ],
    [
      anOrder({ payments: [aPayment('90')] }),
      'payment-mismatch: Order 639: paid Cash 90.00 of 92.00; 2.00 are still owed.',
    ],
    [
      anOrder({ payments: [aPayment('92')], totals: { paid: '80' } }),
      'payment-mismatch: Order 639: paid Cash 92.00, AmountPaid says 80.00.',
    ],
    [
      anOrder({ payments: [aPayment('92')], totals: { balance: '10' } }),
      'payment-mismatch: Order 639: paid Cash 92.00 of 92.00, BalanceAmount says 10.00.',
    ],
    [
      anOrder({ payments: [aPayment('100', { cardType: 'Mada Card', mode: 2 })] }),
      'payment-mismatch: Order 639: paid Mada Card 100.00 of 92.00; 8.00 too much, and no cash to give change from.',
    ],
  ];
  for (const [order, words] of tables) {
    it(`are told: ${words}`, () => {
      assert.equal(obstacleOf(order), words);
    });
  }

  it('are told of the first lines where there are hundreds', () => {
    const lines = Array.from({ length: 300 }, () => aLine());
    const words = obstacleOf(anOrder({ lines, totals: { grandTotal: '1' } }));
    assert.match(words, /\+ 288 more lines = 24000\.00; tax 3600\.00; makes 27600\.00, GrandTotal says 1\.00/);
  });

  it('may hold service charges that a line holds too', () => {
    assert.equal(draftOf(anOrder({ totals: { grandTotal: '92', serviceCharges: '5' } })).amountTotal, '92');
  });

  it('are refused for taxes that follow a formula of their own', () => {
    const config = aConfig({ taxes: new Map([[1, aTax(1, { type: 'other', name: 'Eco' })]]) });
    assert.match(obstacleOf(anOrder(), { config }), /the tax "Eco" is computed by a formula of its own/);
  });

  it('are refused for quantities that Odoo would round', () => {
    assert.match(
      obstacleOf(anOrder({ lines: [aLine({ quantity: '0.125' })] })),
      /^bad-payload: .*Odoo keeps 2 digits of a quantity, which is 0\.125/,
    );
  });
});
