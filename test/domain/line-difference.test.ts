import assert from 'node:assert/strict';
import { describeDifference, isSameLines, productLines } from '../../src/domain/line-difference.ts';
import type { ComparedLine } from '../../src/domain/line-difference.ts';

const line = (productId: number, quantity: string, unitPrice: string): ComparedLine => ({
  productId,
  quantity,
  unitPrice,
});

describe('comparing the lines of both sides', () => {
  const table: readonly (readonly [
    name: string,
    left: readonly ComparedLine[],
    right: readonly ComparedLine[],
    same: boolean,
  ])[] = [
    ['no lines', [], [], true],
    ['the same amounts in another spelling', [line(904, '10', '200')], [line(904, '10.0', '200.00')], true],
    [
      'another order of the lines',
      [line(1, '1', '5'), line(2, '2', '6')],
      [line(2, '2', '6'), line(1, '1', '5')],
      true,
    ],
    ['one product on two lines', [line(1, '3', '5'), line(1, '7', '6')], [line(1, '7', '6'), line(1, '3', '5')], true],
    ['two equal lines against one', [line(1, '3', '5'), line(1, '3', '5')], [line(1, '3', '5')], false],
    [
      'two equal lines against two different ones',
      [line(1, '3', '5'), line(1, '3', '5')],
      [line(1, '3', '5'), line(1, '3', '6')],
      false,
    ],
    ['two lines put together to one', [line(1, '3', '5'), line(1, '7', '5')], [line(1, '10', '5')], false],
    ['a price that Odoo rounded to two digits', [line(1, '144', '1.3888888889')], [line(1, '144', '1.39')], true],
    ['a price that differs by a cent', [line(1, '1', '1.38')], [line(1, '1', '1.39')], false],
    ['another quantity', [line(1, '1', '5')], [line(1, '1.001', '5')], false],
    ['another product', [line(1, '1', '5')], [line(2, '1', '5')], false],
  ];
  for (const [name, left, right, same] of table) {
    it(`${name}: ${same ? 'the same' : 'not the same'}`, () => {
      assert.equal(isSameLines(left, right), same);
      assert.equal(isSameLines(right, left), same);
    });
  }
});

describe('a difference in words', () => {
  const table: readonly (readonly [before: readonly ComparedLine[], after: readonly ComparedLine[], words: string])[] =
    [
      [[line(904, '10', '200')], [line(904, '8', '200')], 'product 904: 10 × 200.00 became 8 × 200.00'],
      [[], [line(904, '8', '200')], 'product 904: 8 × 200.00 came'],
      [[line(904, '8', '200')], [], 'product 904: 8 × 200.00 went'],
      [
        [line(1, '1', '5'), line(2, '1', '5')],
        [line(1, '2', '5'), line(3, '1', '0.5')],
        'product 1: 1 × 5.00 became 2 × 5.00; product 2: 1 × 5.00 went; product 3: 1 × 0.50 came',
      ],
      [
        [line(1, '10', '5')],
        [line(1, '4', '5'), line(1, '6', '7')],
        'product 1: 10 × 5.00 became 4 × 5.00 and 6 × 7.00',
      ],
      [
        [line(1, '1', '5'), line(2, '2', '6')],
        [line(2, '2', '6'), line(1, '1', '5')],
        'nothing but the order of the lines',
      ],
    ];
  for (const [before, after, words] of table) {
    it(words, () => {
      assert.equal(describeDifference(before, after), words);
    });
  }
});

describe('the lines that stand in Odoo', () => {
  it('leave out those whose product nobody knows', () => {
    const written = { externalId: '1', quantity: '10', unitPrice: '200', name: 'Tea' };
    assert.deepEqual(
      productLines([
        { ...written, productId: 904, skipped: false },
        { ...written, externalId: '2', productId: null, skipped: true },
      ]),
      [{ productId: 904, quantity: '10', unitPrice: '200', description: 'Tea' }],
    );
  });
});
