import assert from 'node:assert/strict';
import { createSandbox, sandboxToken } from '../../../../sandbox/server.ts';
import type { FaultEffect } from '../../../../sandbox/fault-rules.ts';
import { cartona } from '../../../../src/connectors/marketplaces/cartona/cartona.ts';
import type { Marketplace, MarketplaceListing, OfferPush } from '../../../../src/connectors/marketplaces/port.ts';
import type { FailureType } from '../../../../src/domain/failure.ts';
import { failureOf } from '../../failed.ts';
import { aTransport, json, startVendor, text } from '../../vendor-server.ts';
import type { TestTransport, VendorServer } from '../../vendor-server.ts';
import { secretsOf, settingsOf } from './builders.ts';

const push = (externalId: string, price = '12.50', stock = 3): OfferPush => ({ externalId, offer: { price, stock } });

const open = (url: string, settings: Record<string, unknown> = {}): { marketplace: Marketplace } & TestTransport => {
  const all = settingsOf({ baseUrl: url, ...settings });
  const secrets = secretsOf({ token: sandboxToken });
  const { baseUrl, headers, timeoutMs } = cartona.endpoint({ settings: all, secrets });
  const transport = aTransport(baseUrl, { headers, timeoutMs, secrets: [sandboxToken] });
  return { marketplace: cartona.create({ id: 'cartona', settings: all, secrets }, transport.transport), ...transport };
};

describe('price and stock at Cartona', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor();
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const bodyOf = (index: number): unknown => JSON.parse(vendor.received[index]?.body ?? 'null');

  it('travel in one call, each listing by its own id', async () => {
    const { marketplace, exchanges } = open(vendor.url);
    const outcomes = await marketplace.pushOffers([push('110774'), push('internal:904#2', '0.1', 0)]);
    assert.deepEqual(outcomes, [{ done: true }, { done: true }]);
    assert.equal(vendor.received[0]?.url, '/api/v1/supplier-product/bulk-update');
    assert.deepEqual(bodyOf(0), [
      { supplier_product_id: '110774', selling_price: 12.5, available_stock_quantity: 3 },
      { internal_product_id: '904#2', selling_price: 0.1, available_stock_quantity: 0 },
    ]);
    assert.deepEqual(exchanges[0]?.externalIds, ['110774', 'internal:904#2']);
  });

  it('name the account when several share a token', async () => {
    await open(vendor.url, { internalSupplierCode: 'S7', supplierCode: '2' }).marketplace.pushOffers([push('1')]);
    assert.deepEqual(bodyOf(0), [
      {
        supplier_product_id: '1',
        selling_price: 12.5,
        available_stock_quantity: 3,
        internal_supplier_code: 'S7',
        supplier_code: '2',
      },
    ]);
  });

  it('of nothing are no call', async () => {
    assert.deepEqual(await open(vendor.url).marketplace.pushOffers([]), []);
    assert.deepEqual(vendor.received, []);
  });

  for (const [what, answer] of [
    ['an empty body', text(200, '')],
    ['{}', json(200, {})],
    ['a 204', text(204, '')],
    ['a list of the products', json(201, { data: [{ suppler_prodcut_id: '1', selling_price: 12.5 }] })],
  ] as const) {
    it(`are done when the answer is ${what}`, async () => {
      vendor.answerWith(answer);
      assert.deepEqual(await open(vendor.url).marketplace.pushOffers([push('1'), push('2')]), [
        { done: true },
        { done: true },
      ]);
    });
  }

  it('are done but for the items that an answer of 200 names, with its words', async () => {
    vendor.answerWith(json(200, { errors: [{ suppler_prodcut_id: 2, message: 'price is under review' }] }));
    assert.deepEqual(await open(vendor.url).marketplace.pushOffers([push('1'), push('2'), push('3')]), [
      { done: true },
      { done: false, reason: 'price is under review' },
      { done: true },
    ]);
  });

  it('are refused as a whole when an answer of 200 has errors of nobody', async () => {
    vendor.answerWith(json(200, { errors: ['2 products were not updated'] }));
    const failure = await failureOf(open(vendor.url).marketplace.pushOffers([push('1'), push('9')]));
    assert.deepEqual([failure.type, failure.data.refusedItems], ['Rejected', undefined]);
    assert.match(failure.message, /2 products were not updated/);
  });

  it('are refused as a whole, and the refusal says which items are the reason', async () => {
    vendor.answerWith(json(422, { error: 'nothing was updated', errors: [{ index: 1, message: 'no such product' }] }));
    const failure = await failureOf(open(vendor.url).marketplace.pushOffers([push('1'), push('2')]));
    assert.equal(failure.type, 'Rejected');
    assert.deepEqual(failure.data.refusedItems, [{ index: 1, reason: 'no such product' }]);
    assert.equal(failure.data.body, undefined);
  });

  it('are refused as a whole without a name: then nobody is named', async () => {
    vendor.answerWith(json(400, { error: 'bad request' }));
    const failure = await failureOf(open(vendor.url).marketplace.pushOffers([push('1'), push('2')]));
    assert.deepEqual([failure.type, failure.data.refusedItems], ['Rejected', undefined]);
  });

  it('of a single listing that are refused are always its own fault', async () => {
    vendor.answerWith(json(400, { error: 'bad request' }));
    const failure = await failureOf(open(vendor.url).marketplace.pushOffers([push('1')]));
    assert.equal(failure.data.refusedItems?.[0]?.index, 0);
    assert.match(failure.data.refusedItems[0].reason, /bad request/);
  });

  it('answered with 404 are refused where an item is named, else the address is wrong', async () => {
    vendor.answerWith(json(404, { errors: [{ supplier_product_id: '2', message: 'not found' }] }));
    const { marketplace } = open(vendor.url);
    const named = await failureOf(marketplace.pushOffers([push('1'), push('2')]));
    assert.deepEqual([named.type, named.data.refusedItems], ['Rejected', [{ index: 1, reason: 'not found' }]]);
    vendor.answerWith(text(404, 'no route'));
    assert.equal((await failureOf(marketplace.pushOffers([push('1'), push('2')]))).type, 'NotFound');
  });

  it('never let a secret through in the words of an item', async () => {
    vendor.answerWith(json(422, { errors: [{ index: 0, message: `token ${sandboxToken} may not` }] }));
    const failure = await failureOf(open(vendor.url).marketplace.pushOffers([push('1'), push('2')]));
    assert.ok(!JSON.stringify(failure.data).includes(sandboxToken));
  });
});

describe('the product list of Cartona', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor();
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const aListing = (more: Partial<MarketplaceListing>): MarketplaceListing => ({
    externalId: '1',
    name: null,
    internalId: null,
    price: null,
    stock: null,
    ...more,
  });
  const entries: readonly (readonly [string, unknown, MarketplaceListing | null])[] = [
    [
      'the misspelt id, numbers as text',
      {
        suppler_prodcut_id: 110774,
        internal_product_id: 904,
        product_name: ' Tea ',
        selling_price: '1,200.50',
        available_stock_quantity: '40',
      },
      aListing({ externalId: '110774', internalId: '904', name: 'Tea', price: '1200.5', stock: 40 }),
    ],
    ['only our id', { internal_product_id: '904#2' }, aListing({ externalId: 'internal:904#2', internalId: '904#2' })],
    ['an empty id', { supplier_product_id: '', internal_product_id: ' ' }, null],
    ['a number', 5, null],
    ['a price nobody can read', { supplier_product_id: '1', selling_price: 'cheap' }, aListing({})],
    [
      'unlimited stock',
      { supplier_product_id: '1', available_stock_quantity: 4, is_unlimited_stock: true },
      aListing({}),
    ],
    ['half a piece', { supplier_product_id: '1', available_stock_quantity: 4.5 }, aListing({})],
  ];
  for (const [what, entry, listing] of entries) {
    for (const [how, body] of [
      ['bare', [entry]],
      ['under data', { data: [entry] }],
    ] as const) {
      it(`is read with ${what}, ${how}`, async () => {
        vendor.answerWith(json(200, body));
        assert.deepEqual(await open(vendor.url).marketplace.readListings(1), {
          listings: listing === null ? [] : [listing],
          unreadable: listing === null ? 1 : 0,
          last: true,
        });
      });
    }
  }

  it('ends with a short page', async () => {
    const { marketplace } = open(vendor.url, { pageSize: 2 });
    vendor.answerWith(json(200, [{ supplier_product_id: 1 }, { supplier_product_id: 2 }]));
    assert.equal((await marketplace.readListings(4)).last, false);
    vendor.answerWith(json(200, [{ supplier_product_id: 3 }]));
    assert.equal((await marketplace.readListings(5)).last, true);
    assert.equal(vendor.received[0]?.url, '/api/v1/supplier-product?page=4&per_page=2');
  });

  it('that is no list is refused', async () => {
    vendor.answerWith(json(200, { products: [] }));
    assert.equal((await failureOf(open(vendor.url).marketplace.readListings(1))).type, 'BadResponse');
  });
});

describe('offers at the simulated Cartona', () => {
  const sandbox = createSandbox({ port: 0, stateDir: null, catalogue: false });
  before(() => sandbox.start());
  after(() => sandbox.close());
  beforeEach(() => {
    sandbox.cartona.control.putProducts([
      { supplier_product_id: '1', internal_product_id: '11' },
      { supplier_product_id: '2', internal_product_id: '12' },
    ]);
  });
  afterEach(() => sandbox.reset());

  const there = (timeoutMs = 5_000) => open(`${sandbox.url}/cartona/api/v1/`, { pageSize: 1, timeoutMs }).marketplace;

  it('are what was pushed when they are read', async () => {
    const marketplace = there();
    await marketplace.pushOffers([push('1', '81.5', 9), push('internal:12', '7', 0)]);
    const pages = await Promise.all([1, 2, 3].map((page) => marketplace.readListings(page)));
    assert.deepEqual(
      pages.map(({ listings: [first], last }) => [first?.externalId, first?.price, first?.stock, last]),
      [
        ['1', '81.5', 9, false],
        ['2', '7', 0, false],
        [undefined, undefined, undefined, true],
      ],
    );
  });

  it('are singled out when one of them is refused', async () => {
    const { control } = sandbox.cartona;
    control.putProducts([{ supplier_product_id: '2', refuses: 'the price is under review' }]);
    const both = [push('1'), push('2')];
    const failure = await failureOf(there().pushOffers(both));
    assert.deepEqual(failure.data.refusedItems, [{ index: 1, reason: 'the price is under review' }]);
    control.changeSettings({ badOffers: 'refuse-silently' });
    assert.equal((await failureOf(there().pushOffers(both))).data.refusedItems, undefined);
    control.changeSettings({ badOffers: 'report-item' });
    assert.deepEqual(await there().pushOffers(both), [
      { done: true },
      { done: false, reason: 'the price is under review' },
    ]);
  });

  const faults: readonly (readonly [FaultEffect, FailureType])[] = [
    [{ type: 'drop-answer' }, 'OutcomeUnknown'],
    [{ type: 'cut-body' }, 'OutcomeUnknown'],
    [{ type: 'hang', ms: 60_000, execute: true }, 'OutcomeUnknown'],
    [{ type: 'html-body' }, 'BadResponse'],
    [{ type: 'outage', as: 'unavailable' }, 'OutcomeUnknown'],
  ];
  for (const [effect, type] of faults) {
    it(`end in ${type} by the fault ${effect.type}`, async () => {
      sandbox.faults.add({ system: 'cartona', times: 1, effect });
      assert.equal((await failureOf(there(300).pushOffers([push('1')]))).type, type);
    });
  }
});
