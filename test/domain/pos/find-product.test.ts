import assert from 'node:assert/strict';
import { findPosProduct, wantsCatalogue } from '../../../src/domain/pos/find-product.ts';
import { indexProducts } from '../../../src/domain/pos/known-products.ts';
import type { PosProduct } from '../../../src/domain/pos/odoo-pos.ts';
import { posMatchRules } from '../../../src/config/connections/pos.ts';
import type { PosMatchRule } from '../../../src/domain/pos/plan-settings.ts';
import type { PosItem } from '../../../src/domain/pos/pos-order.ts';
import type { PosListings } from '../../../src/domain/pos/wanted-products.ts';
import { wantedListings, wantedProducts } from '../../../src/domain/pos/wanted-products.ts';
import { aLine, anItem, anOrder, aProduct } from './builders.ts';

const defaults: readonly PosMatchRule[] = ['odoo-item-id', 'listing', 'internal-id', 'name'];

const find = (
  item: PosItem,
  products: readonly PosProduct[],
  { rules = defaults, listings = new Map() }: { rules?: readonly PosMatchRule[]; listings?: PosListings } = {},
) => {
  const known = indexProducts({ products, catalogue: null, listings, companyId: 1 });
  return findPosProduct(item, { connection: 'garage', rules, known });
};

const coffee = aProduct(4, { name: 'Coffee', defaultCode: 'C-4', barcode: '7700' });
const tea = aProduct(5, { name: 'Tea' });

describe('finding the product of an item', () => {
  const found: readonly (readonly [how: string, item: PosItem, rules: readonly PosMatchRule[], id: number])[] = [
    ['its OdooItemID', anItem({ odooItemId: 5, itemId: '4' }), defaults, 5],
    ['its ItemID as the id of a product', anItem({ itemId: '5', name: 'قهوة' }), defaults, 5],
    ['its ItemID as an internal reference', anItem({ itemId: 'C-4', name: 'x' }), ['default-code'], 4],
    ['its ItemID as a barcode', anItem({ itemId: '7700', name: 'x' }), ['barcode'], 4],
    ['its exact name', anItem({ name: 'Tea' }), defaults, 5],
    ['its name in other letters and spaces', anItem({ name: ' cof FEE ' }), defaults, 4],
    ['its name in other forms of letters', anItem({ name: 'Ｔｅａ' }), defaults, 5],
    ['the rule that comes first', anItem({ itemId: '5', name: 'Coffee' }), ['name', 'internal-id'], 4],
    ['its name, where its OdooItemID is nobody’s', anItem({ odooItemId: 999, name: 'Tea' }), defaults, 5],
  ];
  for (const [how, item, rules, id] of found) {
    it(`goes by ${how}`, () => {
      const finding = find(item, [coffee, tea], { rules });
      assert.ok('product' in finding);
      assert.deepEqual([finding.product.id, finding.factor], [id, '1']);
    });
  }

  it('finds names of any script', () => {
    const arabic = aProduct(6, { name: 'قهوة عربية ☕️' });
    const finding = find(anItem({ name: 'قهوة  عربية ☕️' }), [coffee, arabic]);
    assert.ok('product' in finding && finding.product.id === 6);
  });

  it('takes the factor of a listing, by ItemID or by name', () => {
    const listings = new Map([
      ['77', { productId: 4, factor: '12' }],
      ['name:Box of tea', { productId: 5, factor: '20' }],
    ]);
    const byId = find(anItem({ itemId: '77', name: 'Box' }), [coffee, tea], { listings });
    const byName = find(anItem({ name: 'Box of tea' }), [coffee, tea], { listings });
    assert.deepEqual(
      [byId, byName].map((one) => ('product' in one ? [one.product.id, one.factor] : one)),
      [
        [4, '12'],
        [5, '20'],
      ],
    );
  });

  const obstacles: readonly (readonly [
    what: string,
    item: PosItem,
    products: readonly PosProduct[],
    kind: string,
    words: RegExp,
  ])[] = [
    [
      'nothing is known of it',
      anItem({ itemId: '99', name: 'Juice' }),
      [coffee],
      'unknown-product',
      /"Juice" \(ItemID 99\) is no product that is known; map it \(conveyor listings map garage 99 <product>\), or correct it in Odoo/,
    ],
    [
      'only its name is known',
      anItem({ name: "Jack's juice" }),
      [coffee],
      'unknown-product',
      /conveyor listings map garage 'name:Jack'\\''s juice' <product>/,
    ],
    [
      'two products have its name',
      anItem({ name: 'Tea' }),
      [tea, aProduct(9, { name: 'Tea' })],
      'ambiguous-record',
      /its name is that of 2 products: 5 \(Tea\), 9 \(Tea\)/,
    ],
    [
      'its ItemID is one product and its name another',
      anItem({ itemId: '5', name: 'coffee' }),
      [coffee, tea],
      'ambiguous-record',
      /its ItemID is product 5 \(Tea\), its name that of product 4 \(Coffee\)/,
    ],
    [
      'it is archived',
      anItem({ odooItemId: 7 }),
      [aProduct(7, { active: false })],
      'unknown-product',
      /but it is archived/,
    ],
    [
      'it is not for sale',
      anItem({ odooItemId: 7 }),
      [aProduct(7, { saleOk: false })],
      'unknown-product',
      /cannot be sold/,
    ],
    [
      'it is in no point of sale, and another company’s',
      anItem({ name: 'Product 7' }),
      [aProduct(7, { availableInPos: false, companyId: 2 })],
      'unknown-product',
      /it is not available in POS and it belongs to another company; correct it in Odoo/,
    ],
  ];
  for (const [what, item, products, kind, words] of obstacles) {
    it(`refuses an item where ${what}`, () => {
      const finding = find(item, products);
      assert.ok('kind' in finding);
      assert.equal(finding.kind, kind);
      assert.match(finding.reason, words);
    });
  }

  it('takes the one that is sold where others of the name are not', () => {
    const finding = find(anItem({ name: 'Tea' }), [aProduct(3, { name: 'Tea', active: false }), tea]);
    assert.ok('product' in finding && finding.product.id === 5);
  });
});

describe('asking Odoo for products', () => {
  const order = anOrder({
    lines: [
      aLine({ odooItemId: 4, itemId: '77', name: 'Coffee' }),
      aLine({ name: 'Breakfast', parts: [anItem({ itemId: '12', name: 'Egg', quantity: '2' })] }),
    ],
  });
  const listings = new Map([['77', { productId: 40, factor: '1' }]]);

  it('asks for all that any rule can find them by', () => {
    const settings = { matchProductsBy: posMatchRules, bundleParts: 'ignore' } as const;
    assert.deepEqual(wantedListings([order], settings), ['77', 'name:Coffee', 'name:Breakfast']);
    assert.deepEqual(wantedProducts([order], listings, settings), {
      ids: [4, 40, 77],
      codes: ['77'],
      barcodes: ['77'],
      names: ['Coffee', 'Breakfast'],
    });
  });

  it('asks for the parts of a bundle that is taken apart', () => {
    const settings = { matchProductsBy: ['internal-id'], bundleParts: 'explode' } as const;
    assert.deepEqual(wantedProducts([order], listings, settings).ids, [77, 12]);
  });

  const wants = (item: PosItem, rules: readonly PosMatchRule[] = defaults): boolean =>
    wantsCatalogue(
      [anOrder({ lines: [aLine(item)] })],
      { matchProductsBy: rules, bundleParts: 'ignore' },
      indexProducts({ products: [coffee, tea], catalogue: null, listings: new Map(), companyId: 1 }),
    );

  it('wants the catalogue for names only that are not found as they are', () => {
    assert.equal(wants(anItem({ name: 'Tea' })), false);
    assert.equal(wants(anItem({ name: 'tea' })), true);
    assert.equal(wants(anItem({ odooItemId: 4, name: 'something' })), false);
    assert.equal(wants(anItem({ itemId: '4', name: 'coffee' })), false);
    assert.equal(wants(anItem({ itemId: '4', name: 'another name' })), true);
    assert.equal(wants(anItem({ itemId: 'x' }), ['default-code', 'barcode']), false);
  });
});
