import assert from 'node:assert/strict';
import { offerDifference } from '../../src/domain/offer-difference.ts';
import type { ComparedListing } from '../../src/domain/offer-difference.ts';

const offer = { price: '10.00', stock: 5 };

const aListing = (more: Partial<ComparedListing> = {}): ComparedListing => ({
  ours: { do: 'send', offer, product: 'sold' },
  shown: { price: '10', stock: 5 },
  pushed: offer,
  pushedAt: new Date('2026-01-17T10:00:00.123Z'),
  refused: null,
  ...more,
});

describe('a listing that is compared', () => {
  const equal: readonly (readonly [string, Partial<ComparedListing>])[] = [
    ['shows the same, whatever was pushed', { pushed: { price: '1', stock: 1 } }],
    ['shows the same, and was never pushed', { pushed: null, pushedAt: null }],
    ['shows the same price, and its stock is not told', { shown: { price: '10.0', stock: null } }],
    ['was told the same, and the list tells nothing', { shown: { price: null, stock: null } }],
    ['was told the same, and no list was read', { shown: null }],
    ['was refused before, and shows the same', { refused: { words: 'no', offer } }],
    [
      'is of a product that is gone and was never pushed',
      { ours: { do: 'nothing', why: 'never-pushed', product: 'deleted' } },
    ],
  ];
  for (const [what, more] of equal) {
    it(`does not differ when it ${what}`, () => {
      assert.equal(offerDifference(aListing(more)), null);
    });
  }

  const other = { price: '9', stock: 5 };
  const differing: readonly (readonly [string, Partial<ComparedListing>, why: RegExp, isRepairable: boolean])[] = [
    ['another price is shown', { shown: other }, /^It was changed at the marketplace .* 2026-01-17T10:00:00Z$/, true],
    ['another stock is shown', { shown: { price: null, stock: 4 } }, /^It was changed at the marketplace/, true],
    [
      'something else was pushed',
      { shown: other, pushed: other },
      /^Missed: .* price 9 and stock 5 .* nothing waits/,
      true,
    ],
    ['something else was pushed, and no list was read', { shown: null, pushed: other }, /^Missed/, true],
    ['it was never pushed', { shown: null, pushed: null, pushedAt: null }, /^It was never pushed$/, true],
    ['the last push is not clear', { shown: other, pushed: null }, /no clear answer/, true],
    ['the same was refused', { shown: other, refused: { words: 'too cheap', offer } }, /refused it: too cheap$/, false],
    ['another value was refused', { shown: other, refused: { words: 'no', offer: other } }, /refused it: no$/, true],
    ['the list does not have it', { shown: 'not-listed' }, /not in the marketplace's list/, false],
    [
      'its price is not positive',
      { ours: { do: 'withhold', offer: { price: '0', stock: 5 } } },
      /price in Odoo is 0:/,
      false,
    ],
    [
      'its product is archived',
      { ours: { do: 'send', offer: { price: '10', stock: 0 }, product: 'archived' } },
      /^Missed.*\(the product is archived in Odoo\)$/,
      true,
    ],
  ];
  for (const [what, more, why, isRepairable] of differing) {
    it(`differs when ${what}`, () => {
      const difference = offerDifference(aListing(more));
      assert.match(difference?.why ?? '', why);
      assert.equal(difference?.isRepairable, isRepairable);
    });
  }

  it('is shown as the list shows it, else as it was told last', () => {
    assert.deepEqual(offerDifference(aListing({ shown: other }))?.theirs, other);
    assert.deepEqual(offerDifference(aListing({ shown: 'not-listed', pushed: other }))?.theirs, other);
    assert.deepEqual(offerDifference(aListing({ shown: null, pushed: null }))?.theirs, { price: null, stock: null });
  });
});
