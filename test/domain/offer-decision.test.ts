import assert from 'node:assert/strict';
import { decideOffer } from '../../src/domain/offer-decision.ts';
import type { OfferDecision, OfferStanding } from '../../src/domain/offer-decision.ts';
import type { ProductValues } from '../../src/domain/offers.ts';

const rules = { factor: '1', buffer: 0, minStock: 0, allowZeroPrice: false };
const values = (changes: Partial<ProductValues> = {}): ProductValues => ({
  productId: 1,
  active: true,
  price: '10',
  priceDecimals: 2,
  stock: '5',
  ...changes,
});
const never: OfferStanding = { last: null, lastPrice: null, refused: null };
const shown = (price: string, stock: number): OfferStanding => ({
  last: { price, stock },
  lastPrice: price,
  refused: null,
});
const offer = { price: '10.00', stock: 5 };

const cases: readonly {
  readonly what: string;
  readonly values: ProductValues | undefined;
  readonly standing: OfferStanding;
  readonly allowZeroPrice?: boolean;
  readonly decision: OfferDecision;
}[] = [
  { what: 'a first offer', values: values(), standing: never, decision: { do: 'send', offer, product: 'sold' } },
  {
    what: 'the value that is shown, in other digits',
    values: values(),
    standing: shown('10', 5),
    decision: { do: 'nothing', why: 'unchanged', product: 'sold' },
  },
  {
    what: 'another price',
    values: values(),
    standing: shown('9', 5),
    decision: { do: 'send', offer, product: 'sold' },
  },
  {
    what: 'another stock',
    values: values(),
    standing: shown('10', 4),
    decision: { do: 'send', offer, product: 'sold' },
  },
  {
    what: 'the value that was refused',
    values: values(),
    standing: { last: null, lastPrice: null, refused: { price: '10', stock: 5 } },
    decision: { do: 'nothing', why: 'still-refused', product: 'sold' },
  },
  {
    what: 'another value than was refused',
    values: values(),
    standing: { last: null, lastPrice: null, refused: { price: '11', stock: 5 } },
    decision: { do: 'send', offer, product: 'sold' },
  },
  {
    what: 'no price',
    values: values({ price: '0' }),
    standing: never,
    decision: { do: 'withhold', offer: { price: '0.00', stock: 5 } },
  },
  {
    what: 'no price where that is allowed',
    values: values({ price: '0' }),
    standing: never,
    allowZeroPrice: true,
    decision: { do: 'send', offer: { price: '0.00', stock: 5 }, product: 'sold' },
  },
  {
    what: 'an archived product',
    values: values({ active: false }),
    standing: shown('10', 5),
    decision: { do: 'send', offer: { price: '10.00', stock: 0 }, product: 'archived' },
  },
  {
    what: 'an archived product that was never pushed: the marketplace may show an old stock',
    values: values({ active: false }),
    standing: never,
    decision: { do: 'send', offer: { price: '10.00', stock: 0 }, product: 'archived' },
  },
  {
    what: 'an archived product without a price',
    values: values({ active: false, price: '0' }),
    standing: shown('9.50', 5),
    decision: { do: 'send', offer: { price: '9.50', stock: 0 }, product: 'archived' },
  },
  {
    what: 'an archived product that is shown as none',
    values: values({ active: false, price: '12' }),
    standing: shown('10', 0),
    decision: { do: 'nothing', why: 'unchanged', product: 'archived' },
  },
  {
    what: 'a deleted product, while nobody knows what is shown',
    values: undefined,
    standing: { last: null, lastPrice: '9.50', refused: null },
    decision: { do: 'send', offer: { price: '9.50', stock: 0 }, product: 'deleted' },
  },
  {
    what: 'a deleted product that was never pushed',
    values: undefined,
    standing: never,
    decision: { do: 'nothing', why: 'never-pushed', product: 'deleted' },
  },
];

describe('what is told of a listing', () => {
  for (const { what, values: found, standing, allowZeroPrice = false, decision } of cases) {
    it(`of ${what}: ${decision.do === 'nothing' ? decision.why : decision.do}`, () => {
      assert.deepEqual(decideOffer(found, { ...rules, allowZeroPrice }, standing), decision);
    });
  }
});
