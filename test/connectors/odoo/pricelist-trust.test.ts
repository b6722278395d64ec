import assert from 'node:assert/strict';
import { createPricelistTrust } from '../../../src/connectors/odoo/pricelist-trust.ts';
import type { ListedPrice, PricelistRule } from '../../../src/domain/pricelist.ts';

const aRule = (over: Partial<PricelistRule> = {}): PricelistRule => ({
  ...{ id: 1, pricelistId: 2, appliedOn: '3_global', minQuantity: '0', productId: null, templateId: null },
  ...{ categoryId: null, startsAt: null, endsAt: null, computePrice: 'fixed', base: 'list_price' },
  ...{ basePricelistId: null, fixedPrice: '5', percentPrice: '0', discount: '0', roundTo: '0', surcharge: '0' },
  ...{ minMargin: '0', maxMargin: '0' },
  ...over,
});

const listed = (...rules: readonly PricelistRule[]): ListedPrice => ({ price: '5', rules });
const ofProduct = (productId: number, over: Partial<PricelistRule> = {}): PricelistRule =>
  aRule({ id: productId, appliedOn: '0_product_variant', productId, fixedPrice: String(productId), ...over });

describe('which prices are compared with those of Odoo', () => {
  it('are one for each rule of many products, and one for all fixed prices of products', () => {
    const trust = createPricelistTrust();
    const prices = new Map([
      [1, listed(ofProduct(1))],
      [2, listed(ofProduct(2))],
      [3, listed(aRule())],
      [4, listed(aRule())],
      [5, listed(aRule({ id: 9 }))],
      [6, listed(ofProduct(6, { computePrice: 'formula' }))],
      [7, listed()],
    ]);
    assert.deepEqual(trust.samplesOf(2, prices), [1, 3, 5, 6, 7]);
  });

  it('are five of a batch at most', () => {
    const trust = createPricelistTrust();
    const prices = new Map(Array.from({ length: 9 }, (_, id) => [id, listed(aRule({ id }))]));
    assert.equal(trust.samplesOf(2, prices).length, 5);
  });

  it('are compared again after a minute, when their rule changed, and on each pricelist', () => {
    let now = 1_000;
    const trust = createPricelistTrust(() => now);
    const prices = new Map([[7, listed(aRule())]]);
    trust.agreed(2, prices.values());
    assert.deepEqual(trust.samplesOf(2, prices), []);
    assert.deepEqual(trust.samplesOf(3, prices), [7]);
    assert.deepEqual(trust.samplesOf(2, new Map([[7, listed(aRule({ fixedPrice: '6' }))]])), [7]);
    now += 60_000;
    assert.deepEqual(trust.samplesOf(2, prices), [7]);
  });

  it('are none for a minute after one was another', () => {
    let now = 1_000;
    const trust = createPricelistTrust(() => now);
    trust.disagreed(2);
    assert.deepEqual([trust.isDistrusted(2), trust.isDistrusted(3)], [true, false]);
    now += 60_000;
    assert.equal(trust.isDistrusted(2), false);
  });
});
