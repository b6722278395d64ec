import assert from 'node:assert/strict';
import { isEqualAmount, multiply, subtract, sum } from '../../../src/domain/money.ts';
import type { PosConfig, SeenPosLine } from '../../../src/domain/pos/odoo-pos.ts';
import { aConfig, aLine, anItem, anOrder, aPayment, aTax } from './builders.ts';
import { draftOf, plan } from './planned.ts';

const included: PosConfig = aConfig({ taxes: new Map([[1, aTax(1, { priceInclude: true })]]) });

describe('planning an order of a point of sale', () => {
  it('writes a sale with its line, tax and payment', () => {
    const planned = plan(
      anOrder({ totals: { beforeTax: '80', tax: '12', grandTotal: '92', paid: '92', balance: '0', discount: '0' } }),
    );
    assert.ok('draft' in planned);
    assert.deepEqual(planned.draft, {
      externalId: 'garage_pos_639',
      sessionId: 3,
      companyId: 1,
      posReference: 'Garage 639',
      date: '2026-11-21T09:30:00.000Z',
      partnerId: null,
      amountTotal: '92',
      amountTax: '12',
      amountPaid: '92',
      amountReturn: '0',
      lines: [
        {
          productId: 7,
          name: 'Coffee',
          quantity: '1',
          unitPrice: '80',
          discount: '0',
          subtotal: '80',
          subtotalWithTax: '92',
          taxIds: [1],
          lots: [],
          refundedLineId: null,
        },
      ],
      payments: [{ methodId: 11, amount: '92', isChange: false }],
    });
    assert.deepEqual(planned.written, [
      { productId: 7, name: 'Coffee', quantity: '1', unitPrice: '80', discount: '0', totalWithTax: '92' },
    ]);
  });

  it('escapes what an external id cannot hold, and takes the time of arrival where there is no date', () => {
    const draft = draftOf(anOrder({ orderId: 'A 1/2', date: null }));
    assert.equal(draft.externalId, 'garage_pos_A%201%2F2');
    assert.equal(draft.date, '2026-11-22T00:00:00.000Z');
  });

  it('puts the tax into the price where Odoo has it there', () => {
    const [line] = draftOf(anOrder({ totals: { tax: '12' } }), { config: included }).lines;
    assert.deepEqual([line?.unitPrice, line?.subtotal, line?.subtotalWithTax], ['92', '80', '92']);
  });

  it('applies the fiscal position, and leaves Odoo the taxes of the product', () => {
    const config = aConfig({
      taxes: new Map([1, 2].map((id) => [id, aTax(id, { amount: id === 1 ? '15' : '5' })])),
      fiscalPosition: { id: 9, taxes: new Map([[1, [2]]]) },
    });
    const [line] = draftOf(anOrder({ payments: [aPayment('84')] }), { config }).lines;
    assert.deepEqual([line?.taxIds, line?.subtotalWithTax], [[1], '84']);
  });

  it('leaves out taxes of other companies and lines of nothing', () => {
    const lines = [aLine(), aLine({ name: 'Nothing', quantity: '0' })];
    const draft = draftOf(anOrder({ lines }), { product: { taxIds: [1, 55] } });
    assert.deepEqual(
      draft.lines.map(({ taxIds }) => taxIds),
      [[1]],
    );
  });

  it('multiplies by the factor of a listing, at the same price of the whole', () => {
    const [line] = draftOf(anOrder({ lines: [aLine({ unitPrice: '144' })], payments: [aPayment('165.6')] }), {
      factor: '12',
    }).lines;
    assert.deepEqual([line?.quantity, line?.unitPrice, line?.subtotal], ['12', '12', '144']);
  });

  it('keeps lots with their line', () => {
    const draft = draftOf(anOrder({ lines: [aLine({ lots: ['A', 'B'] })] }), { product: { tracking: 'lot' } });
    assert.deepEqual(draft.lines[0]?.lots, ['A', 'B']);
  });
});

describe('refunds', () => {
  const refund = anOrder({
    kind: 'refund',
    key: '639:REFUND',
    lines: [aLine({ quantity: '2', lots: ['A'] })],
    payments: [aPayment('184')],
  });
  const original = (over: Partial<SeenPosLine> = {}): SeenPosLine => ({
    id: 70,
    orderId: 5,
    productId: 7,
    quantity: '2',
    refundedQuantity: '0',
    ...over,
  });

  it('turn all signs and link the lines they take back', () => {
    const draft = draftOf(refund, { original: [original()] });
    assert.equal(draft.externalId, 'garage_pos_639_refund');
    assert.equal(draft.posReference, 'Garage 639 REFUND');
    assert.deepEqual(
      [draft.amountTotal, draft.amountTax, draft.amountPaid, draft.amountReturn],
      ['-184', '-24', '-184', '0'],
    );
    const [line] = draft.lines;
    assert.deepEqual(
      [line?.quantity, line?.unitPrice, line?.subtotal, line?.subtotalWithTax],
      ['-2', '80', '-160', '-184'],
    );
    assert.deepEqual([line?.refundedLineId, line?.lots], [70, ['A']]);
    assert.deepEqual(draft.payments, [{ methodId: 11, amount: '-184', isChange: false }]);
  });

  it('link nothing that has too little left, or is of another product', () => {
    for (const line of [original({ refundedQuantity: '1' }), original({ productId: 8 })]) {
      assert.equal(draftOf(refund, { original: [line] }).lines[0]?.refundedLineId, null);
    }
    assert.equal(draftOf(refund).lines[0]?.refundedLineId, null);
  });

  it('link each line of the original to no more than it has', () => {
    const two = { ...refund, lines: [aLine({ name: 'a' }), aLine({ name: 'b' })] };
    const links = (lines: readonly SeenPosLine[]): readonly (number | null)[] =>
      draftOf(two, { original: lines }).lines.map(({ refundedLineId }) => refundedLineId);
    assert.deepEqual(links([original()]), [70, 70]);
    assert.deepEqual(links([original({ quantity: '1' })]), [70, null]);
    assert.deepEqual(links([original({ quantity: '5' }), original({ id: 71, quantity: '1' })]), [71, 70]);
  });
});

describe('bundles', () => {
  const parts = [
    anItem({ itemId: '1', name: 'Egg', quantity: '2', unitPrice: '20' }),
    anItem({ itemId: '2', name: 'Bread', unitPrice: '10' }),
  ];
  const bundle = aLine({ name: 'Breakfast', quantity: '2', unitPrice: '40', discount: { amount: '5' }, parts });
  const order = anOrder({ lines: [bundle], payments: [aPayment('86.25')] });

  it('are sold themselves where their parts are ignored', () => {
    assert.deepEqual(
      draftOf(order).lines.map(({ productId, quantity }) => [productId, quantity]),
      [[7, '2']],
    );
  });

  it('are taken apart, and their parts share the price by their own', () => {
    const draft = draftOf(order, { settings: { bundleParts: 'explode' } });
    assert.deepEqual(
      draft.lines.map(({ productId, quantity, subtotal }) => [productId, quantity, subtotal]),
      [
        [1, '4', '60'],
        [2, '2', '15'],
      ],
    );
    assert.equal(draft.amountTotal, '86.25');
  });

  it('share by number where no part has a price', () => {
    const free = parts.map((part) => ({ ...part, unitPrice: '0' }));
    const draft = draftOf({ ...order, lines: [{ ...bundle, parts: free }] }, { settings: { bundleParts: 'explode' } });
    assert.deepEqual(
      draft.lines.map(({ subtotal }) => subtotal),
      ['50', '25'],
    );
  });
});

describe('an order of 300 lines', () => {
  it('is planned to the cent', () => {
    const lines = Array.from({ length: 300 }, (_, index) =>
      aLine({ unitPrice: `${(index % 90) + 0.33}`, quantity: '3' }),
    );
    const net = sum(lines.map(({ unitPrice }) => multiply(unitPrice, '3')));
    const grandTotal = subtract(multiply(net, '1.15'), '0');
    const paid = Number(grandTotal).toFixed(2);
    const draft = draftOf(anOrder({ lines, payments: [aPayment(paid)], totals: { beforeTax: net } }), {
      config: aConfig({ major: 19, taxRounding: 'globally' }),
    });
    assert.ok(isEqualAmount(draft.amountTotal, paid));
    assert.equal(draft.lines.length, 300);
  });
});
