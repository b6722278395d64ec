import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { readPosOrder } from '../../../src/connectors/pos/read-order.ts';
import type { PosOrder, PosProblem } from '../../../src/domain/pos/pos-order.ts';
import { aPayload, anItem, keyOf, orderOf } from './a-source.ts';

const settings = { timeZone: 'Asia/Riyadh' };
const read = (changes: Readonly<Record<string, unknown>> = {}): PosOrder =>
  orderOf(readPosOrder(aPayload(changes), settings));
const problemOf = (payload: unknown): PosProblem => {
  const reading = readPosOrder(payload, settings);
  assert.ok('problem' in reading, 'it can be read');
  return reading.problem;
};

describe('an order of a point of sale', () => {
  it('is read from the shape of the requirement', () => {
    const part = { ItemID: 175741, ItemName: 'Component Item', Price: 20, Quantity: 2 };
    const payload = aPayload({ OrderItems: [anItem({ OrderDetailPackages: [part] })] });
    assert.deepEqual(readPosOrder(payload, settings), {
      raw: payload,
      order: {
        key: '639',
        orderId: '639',
        kind: 'sale',
        date: null,
        lines: [
          {
            odooItemId: null,
            itemId: null,
            name: 'Product Name',
            quantity: '1',
            unitPrice: '80',
            discount: { amount: '0' },
            lots: [],
            parts: [{ odooItemId: null, itemId: '175741', name: 'Component Item', quantity: '2', unitPrice: '20' }],
          },
        ],
        payments: [{ amount: '92', cardType: 'Cash', mode: 1, reference: null }],
        totals: {
          beforeTax: '80',
          discount: '0',
          tax: '12',
          grandTotal: '92',
          paid: '92',
          balance: '0',
          serviceCharges: null,
        },
        customer: null,
      },
    });
  });

  it('is read from the older raw event', () => {
    const order = orderOf(
      readPosOrder(
        {
          LocationID: 1,
          OrderID: 7,
          CustomerID: 5,
          CheckoutDate: '10-08-2025 05:16:43 PM',
          ServiceCharges: '3.00',
          DiscountPercent: 10,
          AmountTotal: '1,000.00',
          AmountDiscount: 0,
          GrandTotal: 1035,
          Tax: 135,
          OrderStatus: 103,
          OrderDetails: [
            { ItemID: 9, Name: 'قهوة ☕', AlternateName: 'Coffee', Cost: 2, Price: 500, Quantity: 2, Status: 201 },
          ],
          OrderCheckoutDetails: [{ AmountPaid: 1035, PaymentMode: 2, CardType: 'Mada' }],
        },
        settings,
      ),
    );
    assert.equal(order.date, '2025-08-10T14:16:43.000Z');
    assert.deepEqual([order.lines[0]?.name, order.lines[0]?.itemId], ['قهوة ☕', '9']);
    assert.deepEqual([order.totals.discount, order.totals.serviceCharges], ['100', '3']);
    assert.deepEqual(order.payments, [{ amount: '1035', cardType: 'Mada', mode: 2, reference: null }]);
  });

  it('is read from the shape of a push', () => {
    const order = orderOf(
      readPosOrder(
        {
          OrderID: 'S-7',
          OrderDate: '2025-12-29T10:00:00',
          OrderStatus: '103',
          OrderItems: [
            {
              OdooItemID: '41',
              ItemID: 9,
              ItemName: 'Tea',
              PriceWithoutTax: 12.5,
              Quantity: 4,
              DiscountPercentage: 20,
            },
          ],
          CheckoutDetails: [{ PaymentMode: '5', CardType: null, AmountPaid: 46, ReferenceID: 77 }],
          partner_id: 12,
          customer_ref: 'C-1',
        },
        settings,
      ),
    );
    assert.equal(order.key, 'S-7');
    assert.equal(order.date, '2025-12-29T07:00:00.000Z');
    const [line] = order.lines;
    assert.deepEqual([line?.odooItemId, line?.unitPrice, line?.discount], [41, '12.5', { percent: '20' }]);
    assert.deepEqual(order.payments, [{ amount: '46', cardType: null, mode: 5, reference: '77' }]);
    assert.deepEqual(order.customer, { partnerId: 12, ref: 'C-1' });
    assert.equal(order.totals.grandTotal, null);
  });

  it('has the same key whether its id is a number or a text', () => {
    assert.equal(read({ OrderID: 639 }).key, read({ OrderID: ' 639 ' }).key);
    assert.notEqual(read({ OrderID: '0639' }).key, read({ OrderID: 639 }).key);
  });

  it('of the format of the requirement alone, which names no status, is a sale', () => {
    assert.equal(read({ OrderStatus: undefined }).kind, 'sale');
  });

  it('leaves out items and payments of zero', () => {
    const { lines, payments } = read({
      OrderItems: [anItem({ Quantity: 0, ItemName: 'none' }), anItem()],
      CheckoutDetails: [
        { AmountPaid: 0, CardType: 'Mada' },
        { AmountPaid: '92.00', CardType: 'Cash' },
      ],
    });
    assert.deepEqual(
      lines.map(({ name }) => name),
      ['Product Name'],
    );
    assert.deepEqual(
      payments.map(({ cardType }) => cardType),
      ['Cash'],
    );
  });

  it('that costs nothing needs no payment', () => {
    const free = { OrderItems: [anItem({ Price: 0 })], CheckoutDetails: [] };
    assert.deepEqual(read({ ...free, GrandTotal: 0 }).payments, []);
    assert.deepEqual(read({ ...free, GrandTotal: undefined }).payments, []);
  });

  it('is paid as the order says where its only payment does not', () => {
    assert.equal(read({ PaymentMode: 2, CheckoutDetails: [{ AmountPaid: 92 }] }).payments[0]?.mode, 2);
    const two = { PaymentMode: 2, CheckoutDetails: [{ AmountPaid: 90 }, { AmountPaid: 2 }] };
    assert.equal(read(two).payments[0]?.mode, null);
    assert.equal(read({ CheckoutDetails: [{ AmountPaid: 92, PaymentMode: 'Tabby' }] }).payments[0]?.cardType, 'Tabby');
  });

  it('keeps what was given back as a negative balance', () => {
    assert.equal(read({ AmountPaid: 100, BalanceAmount: -8 }).totals.balance, '-8');
  });

  const lots: readonly (readonly [Readonly<Record<string, unknown>>, readonly string[]])[] = [
    [{ LotName: 'L-1' }, ['L-1']],
    [{ Lots: ['L-1', { LotName: 'L-2' }, { Name: 'L-3', Quantity: 2 }] }, ['L-1', 'L-2', 'L-3']],
    [{ SerialNumber: 'S-1', SerialNumbers: ['S-1', 'S-2'] }, ['S-1', 'S-2']],
    [{ LotName: '', Lots: null, SerialNumbers: [] }, []],
  ];
  for (const [fields, names] of lots) {
    it(`has the lots of ${JSON.stringify(fields)}`, () => {
      assert.deepEqual(read({ OrderItems: [anItem(fields)] }).lines[0]?.lots, names);
    });
  }

  it('takes the discount of a line as an amount, unless only percents are given', () => {
    const discount = (fields: object) => read({ OrderItems: [anItem({ ...fields })] }).lines[0]?.discount;
    assert.deepEqual(discount({ DiscountAmount: '5.50', DiscountPercentage: 7 }), { amount: '5.5' });
    assert.deepEqual(discount({ DiscountAmount: 0, DiscountPercentage: 7 }), { percent: '7' });
  });

  it('takes the discount in percent off what its lines are worth', () => {
    const items = [anItem({ Quantity: 2, DiscountAmount: 10 }), anItem({ DiscountPercentage: 50, DiscountAmount: 0 })];
    assert.equal(read({ OrderItems: items, AmountDiscount: null, DiscountPercent: 5 }).totals.discount, '9.5');
  });

  describe('that is a refund', () => {
    const refund = (changes: Readonly<Record<string, unknown>> = {}): PosOrder =>
      read({ OrderStatus: 106, ...changes });
    const negative = {
      OrderItems: [
        anItem({ Quantity: -1, DiscountAmount: -2, OrderDetailPackages: [{ ItemID: 4, Price: 1, Quantity: -3 }] }),
      ],
      CheckoutDetails: [{ AmountPaid: -90, CardType: 'Cash', PaymentMode: 1 }],
      AmountTotal: -78,
      AmountDiscount: -2,
      Tax: -12,
      GrandTotal: -90,
      AmountPaid: '-90',
      BalanceAmount: 0,
    };

    it('has a key of its own', () => {
      assert.equal(refund().key, '639:REFUND');
      assert.equal(refund().orderId, '639');
    });

    it('is written as a sale is, whichever sign it came with', () => {
      const positive = refund({
        OrderItems: [
          anItem({ Quantity: 1, DiscountAmount: 2, OrderDetailPackages: [{ ItemID: 4, Price: 1, Quantity: 3 }] }),
        ],
        CheckoutDetails: [{ AmountPaid: 90, CardType: 'Cash', PaymentMode: 1 }],
        AmountTotal: 78,
        AmountDiscount: 2,
        Tax: 12,
        GrandTotal: 90,
        AmountPaid: '90',
        BalanceAmount: 0,
      });
      assert.deepEqual(refund(negative), positive);
      assert.equal(positive.lines[0]?.quantity, '1');
      assert.equal(positive.payments[0]?.amount, '90');
    });

    it('with more than one sign is of no use', () => {
      const { path, message } = problemOf(
        aPayload({ OrderStatus: 106, OrderItems: [anItem({ Quantity: -1 }), anItem({ Quantity: 2 })] }),
      );
      assert.equal(path, 'OrderItems[1].Quantity');
      assert.match(message, /is 2, while OrderItems\[0\]\.Quantity is -1: a refund is all negative or all positive/);
    });
  });

  const bad: readonly (readonly [string, Readonly<Record<string, unknown>>, string, RegExp])[] = [
    ['an ambiguous number', { OrderItems: [anItem(), anItem({ Price: '12,5' })] }, 'OrderItems[1].Price', /"12,5"/],
    [
      'a negative price',
      { OrderItems: [anItem({ Price: -5 })] },
      'OrderItems[0].Price',
      /is -5: a sale with a negative amount; a refund has status 106/,
    ],
    [
      'a negative quantity',
      { OrderItems: [anItem({ Quantity: '-1' })] },
      'OrderItems[0].Quantity',
      /a refund has status 106/,
    ],
    ['a negative payment', { CheckoutDetails: [{ AmountPaid: -92 }] }, 'CheckoutDetails[0].AmountPaid', /a refund has/],
    ['a negative total', { GrandTotal: -92 }, 'GrandTotal', /a refund has status 106/],
    ['no items', { OrderItems: [] }, 'OrderItems', /nothing was sold/],
    ['items of zero alone', { OrderItems: [anItem({ Quantity: 0 })] }, 'OrderItems', /nothing was sold/],
    ['no list of items', { OrderItems: undefined }, 'OrderItems', /nothing was sold/],
    ['no payments', { CheckoutDetails: [] }, 'CheckoutDetails', /no payment/],
    ['payments of zero alone', { CheckoutDetails: [{ AmountPaid: 0 }] }, 'CheckoutDetails', /no payment/],
    ['no quantity', { OrderItems: [anItem({ Quantity: undefined })] }, 'OrderItems[0].Quantity', /is missing/],
    ['no price', { OrderItems: [anItem({ Price: '' })] }, 'OrderItems[0].Price', /is missing/],
    [
      'no name and no id',
      { OrderItems: [anItem({ ItemName: ' ' })] },
      'OrderItems[0].ItemName',
      /nothing says what was sold/,
    ],
    ['items that are no list', { OrderItems: { a: 1 } }, 'OrderItems', /must be of type array/],
    [
      'a text for an id',
      { OrderItems: [anItem({ OdooItemID: 'x' })] },
      'OrderItems[0].OdooItemID',
      /id of a record in Odoo/,
    ],
    [
      '130 percent',
      { OrderItems: [anItem({ DiscountPercentage: 130 })] },
      'OrderItems[0].DiscountPercentage',
      /130 is no/,
    ],
    ['a day that is none', { OrderDate: '2025-02-30' }, 'OrderDate', /is no date such as/],
    ['a month first', { CheckoutDate: '08-25-2025 05:16:43 PM' }, 'CheckoutDate', /day-month-year/],
  ];
  for (const [what, changes, path, words] of bad) {
    it(`with ${what} is of no use: the field is named, with the number of the order`, () => {
      const problem = problemOf(aPayload(changes));
      assert.equal(problem.kind, 'bad-payload');
      assert.equal(problem.path, path);
      assert.match(problem.message, /^Order 639: /);
      assert.match(problem.message, words);
    });
  }

  for (const status of [101, '104', 0, 'paid', true]) {
    it(`of status ${JSON.stringify(status)} is neither sale nor refund, whatever else is wrong with it`, () => {
      const { kind, path, message } = problemOf(aPayload({ OrderStatus: status, OrderItems: 'x' }));
      assert.deepEqual([kind, path], ['status', 'OrderStatus']);
      assert.match(message, /^Order 639: OrderStatus is .*neither a sale \(103\) nor a refund \(106\)/);
    });
  }

  for (const id of [undefined, null, '', 0, 1.5, {}, 'x'.repeat(201), '5:REFUND', 'a\nb']) {
    it(`cannot be told from others by ${inspect(id).slice(0, 20)}`, () => {
      const payload = aPayload({ OrderID: id });
      assert.equal(problemOf(payload).path, 'OrderID');
      assert.match(keyOf(readPosOrder(payload, settings)), /^unreadable-/);
    });
  }
});
