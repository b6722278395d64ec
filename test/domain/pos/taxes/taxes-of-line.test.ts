import assert from 'node:assert/strict';
import type { PosTax } from '../../../../src/domain/pos/odoo-pos.ts';
import { taxesOfLine } from '../../../../src/domain/pos/taxes/taxes-of-line.ts';
import type { TaxesOfLine } from '../../../../src/domain/pos/taxes/taxes-of-line.ts';
import { aTax } from '../builders.ts';

const taxes = new Map<number, PosTax>(
  [
    aTax(1, { sequence: 5 }),
    aTax(2, { sequence: 1 }),
    aTax(3, { sequence: 5 }),
    aTax(4, { type: 'group', sequence: 2, children: [3, 1] }),
    aTax(5, { type: 'other', name: 'Eco' }),
  ].map((tax) => [tax.id, tax]),
);

const taxesOf = (
  ids: readonly number[],
  follows: readonly (readonly [number, readonly number[]])[] = [],
): TaxesOfLine => {
  const found = taxesOfLine(ids, { taxes, fiscalPosition: { id: 9, taxes: new Map(follows) } });
  if (typeof found === 'string') throw new Error(found);
  return found;
};

const applied = (...args: Parameters<typeof taxesOf>): readonly number[] =>
  taxesOf(...args).applied.map(({ id }) => id);

describe('the taxes of a line', () => {
  it('come in their sequence, those of one by id', () => {
    assert.deepEqual(applied([3, 1, 2]), [2, 1, 3]);
  });

  it('come once, with the parts of a group in its place', () => {
    assert.deepEqual(applied([4, 2]), [2, 1, 3]);
    assert.deepEqual(applied([4, 1]), [1, 3]);
  });

  it('leave out what is no tax of the company', () => {
    assert.deepEqual(taxesOf([2, 77]).written, [2]);
  });

  it('follow the fiscal position, while the line keeps those of the product', () => {
    const found = taxesOf(
      [1, 2],
      [
        [1, [3]],
        [2, []],
      ],
    );
    assert.deepEqual(found.written, [1, 2]);
    assert.deepEqual(
      found.applied.map(({ id }) => id),
      [3],
    );
  });

  it('cannot be followed where one has a formula of its own', () => {
    const found = taxesOfLine([5], { taxes, fiscalPosition: null });
    assert.ok(typeof found === 'string');
    assert.match(found, /the tax "Eco" is computed by a formula/);
  });
});
