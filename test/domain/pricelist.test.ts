import assert from 'node:assert/strict';
import { priceOnPricelist } from '../../src/domain/pricelist.ts';
import type { PriceBook, PricedProduct, PricelistRule } from '../../src/domain/pricelist.ts';

const now = new Date('2026-03-01T12:00:00Z');
const [pounds, euros] = [1, 2];

const aRule = (over: Partial<PricelistRule> = {}): PricelistRule => ({
  id: 1,
  pricelistId: 1,
  appliedOn: '3_global',
  minQuantity: '0',
  productId: null,
  templateId: null,
  categoryId: null,
  startsAt: null,
  endsAt: null,
  computePrice: 'fixed',
  base: 'list_price',
  basePricelistId: null,
  fixedPrice: '5',
  percentPrice: '0',
  discount: '0',
  roundTo: '0',
  surcharge: '0',
  minMargin: '0',
  maxMargin: '0',
  ...over,
});

const product: PricedProduct = {
  productId: 7,
  templateId: 70,
  categoryIds: new Set([3, 30]),
  salesPrice: { amount: '99.9', currencyId: pounds },
  cost: { amount: '40', currencyId: pounds },
};

const aBook = (rules: readonly PricelistRule[], over: Partial<PriceBook> = {}): PriceBook => ({
  rules: Map.groupBy(rules, (rule) => rule.pricelistId),
  currencies: new Map([1, 2, 3].map((id) => [id, pounds])),
  at: now,
  convert: () => null,
  ...over,
});

const priceOf = (rules: readonly PricelistRule[], over: Partial<PriceBook> = {}): string | undefined =>
  priceOnPricelist(product, 1, aBook(rules, over))?.price;

describe('the price on a pricelist', () => {
  it('is the sales price where no rule concerns the product', () => {
    assert.equal(priceOf([]), '99.9');
  });

  const scopes = [
    ['the product', { appliedOn: '0_product_variant', productId: 7 }, true],
    ['another product', { appliedOn: '0_product_variant', productId: 8 }, false],
    ['the template', { appliedOn: '1_product', templateId: 70 }, true],
    ['another template', { appliedOn: '1_product', templateId: 71 }, false],
    ['the category', { appliedOn: '2_product_category', categoryId: 30 }, true],
    ['the category above', { appliedOn: '2_product_category', categoryId: 3 }, true],
    ['another category', { appliedOn: '2_product_category', categoryId: 4 }, false],
    ['everything', {}, true],
    ['one unit', { minQuantity: '1' }, true],
    ['more than one unit', { minQuantity: '1.5' }, false],
    ['a time that began this second', { startsAt: now }, true],
    ['a time to come', { startsAt: new Date(now.getTime() + 1) }, false],
    ['a time that ends this second', { endsAt: now }, true],
    ['a time that is over', { endsAt: new Date(now.getTime() - 1) }, false],
    ['what an addon calls its scope', { appliedOn: '9_of_an_addon' }, true],
  ] as const;
  for (const [what, over, isApplied] of scopes) {
    it(`is ${isApplied ? '' : 'not '}made by a rule for ${what}`, () => {
      assert.equal(priceOf([aRule(over)]), isApplied ? '5' : '99.9');
    });
  }

  it('is made by the first rule that concerns the product', () => {
    const rules = [aRule({ productId: 8, fixedPrice: '1' }), aRule({ fixedPrice: '2' }), aRule({ fixedPrice: '3' })];
    assert.equal(priceOf(rules), '2');
  });

  const ways = [
    ['a fixed price', { fixedPrice: '12.345' }, '12.345'],
    ['a discount', { computePrice: 'percentage', percentPrice: '12.5' }, '87.4125'],
    ['a mark-up', { computePrice: 'percentage', percentPrice: '-10' }, '109.89'],
    ['a discount of all', { computePrice: 'percentage', percentPrice: '100' }, '0'],
    ['a discount on the cost', { computePrice: 'percentage', percentPrice: '10', base: 'standard_price' }, '36'],
    ['a formula that says nothing', { computePrice: 'formula' }, '99.9'],
    ['a formula with a discount', { computePrice: 'formula', discount: '20' }, '79.92'],
    ['a mark-up on the cost', { computePrice: 'formula', discount: '-25.5', base: 'standard_price' }, '50.2'],
    ['a rounded price', { computePrice: 'formula', discount: '20', roundTo: '0.5' }, '80'],
    [
      'a price rounded half up',
      { computePrice: 'formula', base: 'standard_price', discount: '1.25', roundTo: '1' },
      '40',
    ],
    [
      'a price that ends in 99',
      { computePrice: 'formula', discount: '20', roundTo: '10', surcharge: '-0.01' },
      '79.99',
    ],
    ['a surcharge', { computePrice: 'formula', surcharge: '2.5' }, '102.4'],
    ['a least margin', { computePrice: 'formula', base: 'standard_price', minMargin: '15' }, '55'],
    ['a least margin that is reached', { computePrice: 'formula', surcharge: '9', minMargin: '5' }, '108.9'],
    ['a greatest margin', { computePrice: 'formula', discount: '-50', maxMargin: '20' }, '119.9'],
    ['a greatest margin that is not reached', { computePrice: 'formula', discount: '-1', maxMargin: '20' }, '100.899'],
    ['what an addon computes', { computePrice: 'by_an_addon' }, '99.9'],
    ['a base that an addon brings', { computePrice: 'percentage', percentPrice: '50', base: 'by_an_addon' }, '49.95'],
    ['another pricelist that is not named', { computePrice: 'percentage', base: 'pricelist' }, '99.9'],
  ] as const;
  for (const [what, over, wanted] of ways) {
    it(`may come from ${what}`, () => {
      assert.equal(priceOf([aRule(over)]), wanted);
    });
  }

  const onAnother = { computePrice: 'percentage', percentPrice: '10', base: 'pricelist', basePricelistId: 2 };

  it('may be based on another pricelist, and that on a third', () => {
    const rules = [
      aRule({ id: 1, ...onAnother }),
      aRule({ id: 2, pricelistId: 2, ...onAnother, basePricelistId: 3 }),
      aRule({ id: 3, pricelistId: 3, fixedPrice: '100' }),
    ];
    const found = priceOnPricelist(product, 1, aBook(rules));
    assert.equal(found?.price, '81');
    assert.deepEqual(
      found.rules.map((rule) => rule.id),
      [1, 2, 3],
    );
  });

  it('cannot be told where pricelists are based on each other', () => {
    assert.equal(priceOf([aRule(onAnother), aRule({ pricelistId: 2, ...onAnother, basePricelistId: 1 })]), undefined);
  });

  it('cannot be told where the other pricelist is missing', () => {
    assert.equal(priceOf([aRule({ ...onAnother, basePricelistId: 9 })]), undefined);
  });

  describe('in another currency', () => {
    const inEuros = {
      currencies: new Map([
        [1, euros],
        [2, pounds],
      ]),
      convert: (amount: string, from: number, to: number) => (from === pounds && to === euros ? `${amount}00` : null),
    };

    it('is the converted sales price', () => {
      assert.equal(priceOf([], inEuros), '99.900');
    });

    it('is a fixed price as it stands', () => {
      assert.equal(priceOf([aRule()], inEuros), '5');
    });

    it('is converted from the pricelist it is based on', () => {
      assert.equal(priceOf([aRule(onAnother), aRule({ pricelistId: 2, fixedPrice: '1.5' })], inEuros), '1.35');
    });

    it('cannot be told without a rate', () => {
      assert.equal(priceOf([], { currencies: new Map([[1, euros]]) }), undefined);
    });
  });
});
