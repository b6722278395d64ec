import assert from 'node:assert/strict';
import { offerOf } from '../../src/domain/offers.ts';
import type { OfferRules, ProductValues } from '../../src/domain/offers.ts';

const values = (over: Partial<ProductValues> = {}): ProductValues => ({
  productId: 7,
  active: true,
  price: '10',
  priceDecimals: 2,
  stock: '100',
  ...over,
});

const rules = (over: Partial<OfferRules> = {}): OfferRules => ({ factor: '1', buffer: 0, minStock: 0, ...over });

describe('the offer of a listing', () => {
  const prices = [
    ['is that of the product where the factor is 1', '10', '1', 2, '10.00'],
    ['is that of a whole box', '1.25', '144', 2, '180.00'],
    ['is rounded after the factor, not before', '0.333333333333333', '144', 2, '48.00'],
    ['with more decimals than the currency has is rounded half up', '10.005', '1', 2, '10.01'],
    ['is not rounded up below the half', '10.00499', '1', 2, '10.00'],
    ['of a currency without decimals is whole', '999.5', '1', 0, '1000'],
    ['of a currency with three decimals has three', '1.2345', '1', 3, '1.235'],
    ['of a part of a unit is a part of the price', '9.99', '0.5', 2, '5.00'],
    ['may be nothing', '0', '12', 2, '0.00'],
    ['may be negative, rounded away from zero', '-1.005', '1', 2, '-1.01'],
    ['is exact where a float is not', '1.1', '3', 2, '3.30'],
  ] as const;
  for (const [what, price, factor, priceDecimals, wanted] of prices) {
    it(`has a price that ${what}`, () => {
      assert.equal(offerOf(values({ price, priceDecimals }), rules({ factor })).price, wanted);
    });
  }

  const stocks = [
    ['is that of the product', '100', {}, 100],
    ['counts whole units of the listing', '1000', { factor: '144' }, 6],
    ['counts a box that is just full', '288', { factor: '144' }, 2],
    ['counts no box that is not quite full', '287.999', { factor: '144' }, 1],
    ['of part units is rounded down', '2.9', {}, 2],
    ['counts more units where the factor is a part of one', '2.5', { factor: '0.5' }, 5],
    ['is exact where a division is not', '0.3', { factor: '0.1' }, 3],
    ['is exact for thirds', '10', { factor: '3' }, 3],
    ['leaves out what is held back', '100', { buffer: 30 }, 70],
    ['leaves out what is held back before it counts boxes', '300', { factor: '144', buffer: 20 }, 1],
    ['is nothing where more is held back than there is', '5', { buffer: 10 }, 0],
    ['is nothing where it is negative', '-4', {}, 0],
    ['is nothing where less than a box is missing', '-0.5', { factor: '144' }, 0],
    ['is nothing below the least that is offered', '4', { minStock: 5 }, 0],
    ['is offered from the least on', '5', { minStock: 5 }, 5],
    ['compares the least with units of the listing', '288', { factor: '144', minStock: 2 }, 2],
  ] as const;
  for (const [what, stock, over, wanted] of stocks) {
    it(`has a stock that ${what}`, () => {
      assert.equal(offerOf(values({ stock }), rules(over)).stock, wanted);
    });
  }

  it('has nothing of an archived product, at its price', () => {
    assert.deepEqual(offerOf(values({ active: false }), rules()), { price: '10.00', stock: 0 });
  });
});
