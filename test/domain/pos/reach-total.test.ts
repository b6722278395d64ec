import assert from 'node:assert/strict';
import { isEqualAmount, multiply, sum } from '../../../src/domain/money.ts';
import type { NewPosOrder } from '../../../src/domain/pos/odoo-pos.ts';
import { aConfig, aLine, anOrder, aPayment, aTax } from './builders.ts';
import { draftOf, obstacleOf } from './planned.ts';

describe('small differences', () => {
  const agrees = (draft: NewPosOrder): void => {
    assert.ok(isEqualAmount(draft.amountTotal, sum(draft.payments.map(({ amount }) => amount))));
    assert.ok(isEqualAmount(draft.amountTotal, draft.amountPaid));
  };

  it('are taken up by the price of a line, so that lines and payments agree', () => {
    const draft = draftOf(anOrder({ payments: [aPayment('92.05')], totals: { grandTotal: '92.05', tax: '12' } }));
    agrees(draft);
    assert.deepEqual(
      [draft.amountTotal, draft.lines[0]?.subtotal, draft.lines[0]?.subtotalWithTax],
      ['92.05', '80.04', '92.05'],
    );
  });

  it('are taken up by two lines where one cannot', () => {
    const lines = [aLine(), aLine({ unitPrice: '10' })];
    const draft = draftOf(anOrder({ lines, payments: [aPayment('103.54')], totals: { grandTotal: '103.54' } }));
    agrees(draft);
    assert.ok(isEqualAmount(sum(draft.lines.map(({ subtotalWithTax }) => subtotalWithTax)), '103.54'));
  });

  // 80.03 with 15 % is 92.03, 80.04 is 92.05: no price of one line makes 92.04.
  it('split a line that no price brings to the total, and keep its quantity', () => {
    for (const quantity of ['1', '2', '0.5']) {
      const unitPrice = quantity === '2' ? '40' : quantity === '1' ? '80' : '160';
      const draft = draftOf(
        anOrder({
          lines: [aLine({ quantity, unitPrice })],
          payments: [aPayment('92.04')],
          totals: { grandTotal: '92.04' },
        }),
      );
      agrees(draft);
      assert.ok(isEqualAmount(sum(draft.lines.map((line) => line.quantity)), quantity));
      assert.ok(isEqualAmount(sum(draft.lines.map((line) => line.subtotalWithTax)), '92.04'));
      assert.equal(draft.lines.length, 2);
    }
  });

  it('are a person’s where the goods of the only line have lots', () => {
    const order = anOrder({
      lines: [aLine({ lots: ['A'] })],
      payments: [aPayment('92.04')],
      totals: { grandTotal: '92.04' },
    });
    assert.match(
      obstacleOf(order, { product: { tracking: 'lot' } }),
      /no prices of its lines make Odoo compute the 92\.04 that were paid/,
    );
  });

  it('fill the gap of taxes that round at the same price with a crumb of the line', () => {
    const config = aConfig({
      major: 19,
      taxRounding: 'globally',
      taxes: new Map([1, 2].map((id) => [id, aTax(id, { amount: id === 1 ? '15' : '5' })])),
    });
    const order = anOrder({
      lines: [aLine({ unitPrice: '66.7' })],
      payments: [aPayment('80.04')],
      totals: { grandTotal: '80.04' },
    });
    const draft = draftOf(order, { config, product: { taxIds: [1, 2] } });
    agrees(draft);
    assert.ok(isEqualAmount(sum(draft.lines.map((line) => line.quantity)), '1'));
    assert.deepEqual(
      draft.lines.map(({ taxIds }) => taxIds),
      [[1, 2], []],
    );
  });

  it('round what is paid to the currency', () => {
    const draft = draftOf(anOrder({ payments: [aPayment('91.996')], totals: { grandTotal: '92' } }));
    assert.equal(draft.payments[0]?.amount, '92');
  });

  it('are computed with all versions and ways of rounding', () => {
    for (const major of [17, 18, 19] as const) {
      for (const taxRounding of ['per-line', 'globally'] as const) {
        const lines = ['33.33', '17.77', '0.99'].map((unitPrice) => aLine({ unitPrice, quantity: '3' }));
        const gross = sum(lines.map(({ unitPrice }) => multiply(unitPrice, '3')));
        const draft = draftOf(
          anOrder({ lines, payments: [aPayment('179.71')], totals: { beforeTax: gross, grandTotal: '179.71' } }),
          { config: aConfig({ major, taxRounding }) },
        );
        agrees(draft);
      }
    }
  });
});
