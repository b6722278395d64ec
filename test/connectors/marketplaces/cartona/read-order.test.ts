import assert from 'node:assert/strict';
import { readOrderOf, readPulledOrder } from '../../../../src/connectors/marketplaces/cartona/read-order.ts';
import type { MarketplaceOrder } from '../../../../src/domain/marketplace-order.ts';
import { aFullOrder, aLine, aShortOrder, settingsOf } from './builders.ts';

const read = (raw: unknown, settings: Record<string, unknown> = {}): MarketplaceOrder => {
  const pulled = readPulledOrder(raw, settingsOf(settings));
  assert.ok('order' in pulled, JSON.stringify(pulled));
  return pulled.order;
};

const problemIn = (raw: unknown): { path: string; message: string; externalId: string } => {
  const pulled = readPulledOrder(raw, settingsOf());
  assert.ok('problem' in pulled, JSON.stringify(pulled));
  assert.equal(pulled.raw, raw);
  return { ...pulled.problem, externalId: pulled.externalId };
};

describe('an order of Cartona', () => {
  it('is read from the longer example of the vendor', () => {
    assert.deepEqual(read(aFullOrder()), {
      externalId: 'GMNvpbLM',
      number: 'GMNvpbLM',
      status: 'pending',
      deliverer: 'marketplace',
      deliveredBy: 'delivered_by_cartona',
      deliveryDay: '2023-09-09',
      customer: {
        ref: 'retailer_A00315',
        name: 'El Nour Market',
        phone: '+201001234567',
        phone2: '+201117654321',
        email: null,
        address: '12 Tahrir St., Cairo',
        notes: 'behind the mosque',
      },
      lines: [
        {
          externalId: '11973734',
          listingId: '110774',
          internalId: '904#2',
          name: 'Tea, 250 g',
          quantity: '10',
          unitPrice: '200',
          comment: null,
        },
      ],
      currency: 'EGP',
      total: '3040',
      needsOtp: true,
      note: null,
      cancellationReason: null,
    });
  });

  it('is read from the shorter example of the vendor', () => {
    assert.deepEqual(read(aShortOrder()), {
      externalId: '31387392471',
      number: '31387392471',
      status: 'approved',
      deliverer: 'supplier',
      deliveredBy: 'delivered_by_supplier',
      deliveryDay: null,
      customer: {
        ref: 'retailer_phone_201001234567',
        name: 'Abu Ali Market',
        phone: '01001234567',
        phone2: null,
        email: null,
        address: 'Port Said St.',
        notes: null,
      },
      lines: [
        {
          externalId: '1',
          listingId: 'internal:904',
          internalId: '904',
          name: 'Tea',
          quantity: '3',
          unitPrice: '413.5',
          comment: 'cold',
        },
      ],
      currency: 'EGP',
      total: '1240.5',
      needsOtp: false,
      note: null,
      cancellationReason: null,
    });
  });

  it('is equal whether its numbers come as numbers, strings or with thousands separators', () => {
    const asNumbers = aFullOrder({ total_price: 3040, order_details: [aLine({ amount: 10, selling_price: 1304.5 })] });
    const asText = aFullOrder({
      total_price: '3,040.00',
      order_details: [aLine({ amount: '10', selling_price: '1,304.50' })],
    });
    assert.deepEqual(read(asText), read(asNumbers));
  });

  it('has a number people see: receipt_id, else hashed_id', () => {
    assert.equal(read(aFullOrder({ receipt_id: 'C-10021' })).number, 'C-10021');
    assert.equal(read(aFullOrder({ receipt_id: 10021 })).number, '10021');
    assert.equal(read(aFullOrder({ receipt_id: ' ' })).number, 'GMNvpbLM');
  });

  it('has a text for an id, even when it comes as a number', () => {
    assert.equal(read(aFullOrder({ hashed_id: 31387392471 })).externalId, '31387392471');
  });

  it('keeps the same product on two lines as two lines', () => {
    const order = read(aFullOrder({ order_details: [aLine({ id: 1 }), aLine({ id: 2, selling_price: 220 })] }));
    assert.deepEqual(
      order.lines.map((line) => [line.externalId, line.listingId, line.unitPrice]),
      [
        ['1', '110774', '200'],
        ['2', '110774', '220'],
      ],
    );
  });

  it('leaves cancelled lines out, whatever else is wrong with them', () => {
    const order = read(aFullOrder({ order_details: [aLine({ id: 1 }), { id: 2, cancelled: true, amount: 0 }] }));
    assert.deepEqual(
      order.lines.map((line) => line.externalId),
      ['1'],
    );
  });

  it('keeps a line that says it is not cancelled', () => {
    assert.equal(read(aFullOrder({ order_details: [aLine({ cancelled: false })] })).lines.length, 1);
  });

  for (const [fields, needsOtp] of [
    [{ installment_cost: 0, wallet_top_up: 0 }, false],
    [{ installment_cost: '0.00', wallet_top_up: null }, false],
    [{ installment_cost: '', wallet_top_up: undefined }, false],
    [{ installment_cost: 0.01, wallet_top_up: 0 }, true],
    [{ installment_cost: 0, wallet_top_up: '1,000' }, true],
  ] as const) {
    it(`${needsOtp ? 'needs' : 'does without'} a one-time password with ${JSON.stringify(fields)}`, () => {
      assert.equal(read(aFullOrder(fields)).needsOtp, needsOtp);
    });
  }

  for (const [word, fallback, deliverer] of [
    ['delivered_by_supplier', 'delivered_by_cartona', 'supplier'],
    ['delivered_by_cartona', 'delivered_by_supplier', 'marketplace'],
    [null, 'delivered_by_supplier', 'supplier'],
    ['', 'delivered_by_cartona', 'marketplace'],
    ['delivered_by_drone', 'delivered_by_supplier', 'supplier'],
  ] as const) {
    it(`is delivered by the ${deliverer} when delivered_by is ${JSON.stringify(word)} and the default ${fallback}`, () => {
      const order = read(aFullOrder({ delivered_by: word }), { defaultDeliveredBy: fallback });
      assert.equal(order.deliverer, deliverer);
    });
  }

  for (const [word, status] of [
    ['pending', 'pending'],
    ['editing', 'editing'],
    ['assigned_to_salesman', 'assigned_to_salesman'],
    ['returned', 'returned'],
    ['return', 'returned'],
    ['cancelled_by_retailer', 'cancelled_by_retailer'],
    ['on_the_way', 'assigned_to_salesman'],
  ] as const) {
    it(`has the status ${status} when Cartona says ${word}`, () => {
      const statusMap = { on_the_way: 'assigned_to_salesman' };
      assert.equal(read(aFullOrder({ status: word }), { statusMap }).status, status);
    });
  }

  it('has no total when Cartona does not say one', () => {
    assert.equal(read(aFullOrder({ total_price: null })).total, null);
    assert.equal(read(aFullOrder({ total_price: undefined })).total, null);
  });

  it('says why it was cancelled and what the retailer wrote', () => {
    const order = read(
      aFullOrder({
        cancellation_reason: 'delayed_order',
        note_message: 'ring twice',
        delivery_day: '2023-09-10T00:00:00Z',
      }),
    );
    assert.equal(order.cancellationReason, 'delayed_order');
    assert.equal(order.note, 'ring twice');
    assert.equal(order.deliveryDay, '2023-09-10');
  });
});

describe('an entry of Cartona that cannot be read', () => {
  const table: readonly (readonly [string, unknown, string, RegExp])[] = [
    ['an unknown status', aFullOrder({ status: 'lost' }), 'status', /"lost" is not a known status/],
    ['the acknowledgement as a status', aFullOrder({ status: 'synced' }), 'status', /not a known status/],
    [
      'the name of something every object has as its status',
      aFullOrder({ status: 'constructor' }),
      'status',
      /not a known/,
    ],
    ['no status', aFullOrder({ status: undefined }), 'status', /is missing/],
    ['no retailer', aFullOrder({ retailer: null }), 'retailer', /must be of type object/],
    ['no lines', aFullOrder({ order_details: undefined }), 'order_details', /is missing/],
    ['lines that are no list', aFullOrder({ order_details: {} }), 'order_details', /must be of type array/],
    ['a line that is null', aFullOrder({ order_details: [null] }), 'order_details[0]', /is missing/],
    ['a line without an id', aFullOrder({ order_details: [aLine({ id: undefined })] }), 'order_details[0].id', /./],
    [
      'two lines with one id',
      aFullOrder({ order_details: [aLine(), aLine()] }),
      'order_details[1].id',
      /11973734 is also the id of order_details\[0\]/,
    ],
    [
      'a line without any product',
      aFullOrder({ order_details: [aLine(), aLine({ id: 2, supplier_product_id: '', internal_product_id: null })] }),
      'order_details[1].supplier_product_id',
      /nothing says which product/,
    ],
    [
      'no quantity',
      aFullOrder({ order_details: [aLine({ amount: undefined })] }),
      'order_details[0].amount',
      /is missing/,
    ],
    [
      'a quantity of zero',
      aFullOrder({ order_details: [aLine({ amount: '0.00' })] }),
      'order_details[0].amount',
      /is zero/,
    ],
    [
      'a negative quantity',
      aFullOrder({ order_details: [aLine({ amount: -3 })] }),
      'order_details[0].amount',
      /-3 is negative/,
    ],
    [
      'a negative price',
      aFullOrder({ order_details: [aLine({ selling_price: -1 })] }),
      'order_details[0].selling_price',
      /negative/,
    ],
    [
      'a price with two readings',
      aFullOrder({ order_details: [aLine({ selling_price: '1,23' })] }),
      'order_details[0].selling_price',
      /1,23/,
    ],
    ['a total with two readings', aFullOrder({ total_price: '1.234,5' }), 'total_price', /1\.234,5/],
    ['an instalment that is a word', aFullOrder({ installment_cost: 'none' }), 'installment_cost', /"none"/],
  ];
  for (const [what, raw, path, words] of table) {
    it(`names the field: ${what}`, () => {
      const problem = problemIn(raw);
      assert.equal(problem.path, path);
      assert.match(problem.message, words);
      assert.equal(problem.externalId, 'GMNvpbLM');
    });
  }

  it('names the other wrong fields too', () => {
    const { path, message } = problemIn(aFullOrder({ order_details: [aLine({ amount: 0, selling_price: 'free' })] }));
    assert.equal(path, 'order_details[0].amount');
    assert.match(message, /is zero; order_details\[0\]\.selling_price "free"/);
  });

  for (const raw of [
    null,
    5,
    'order',
    [],
    {},
    aFullOrder({ hashed_id: '' }),
    aFullOrder({ hashed_id: null }),
    aFullOrder({ hashed_id: 'x'.repeat(201) }),
  ]) {
    it(`has a key of its own when it has no id: ${JSON.stringify(raw).slice(0, 40)}`, () => {
      const { externalId } = problemIn(raw);
      assert.match(externalId, /^unreadable:[0-9a-f]{16}$/);
      assert.equal(problemIn(raw).externalId, externalId);
      assert.notEqual(problemIn({ another: 'payload' }).externalId, externalId);
    });
  }
});

describe('a payload that is said to be of one order', () => {
  it('is read as a pull would read it', () => {
    const raw = aFullOrder();
    assert.deepEqual(readOrderOf(raw, 'GMNvpbLM', settingsOf()), readPulledOrder(raw, settingsOf()));
  });

  it('is a problem of that order when it is of another one', () => {
    const raw = aFullOrder();
    assert.deepEqual(readOrderOf(raw, 'another', settingsOf()), {
      externalId: 'another',
      raw,
      problem: { path: 'externalId', message: 'the payload is of order GMNvpbLM, not of another' },
    });
  });

  for (const raw of [undefined, null, 'text', {}]) {
    it(`is a problem of that order when it is ${raw === undefined ? 'missing' : JSON.stringify(raw)}`, () => {
      const pulled = readOrderOf(raw, 'GMNvpbLM', settingsOf());
      assert.equal(pulled.externalId, 'GMNvpbLM');
      assert.ok('problem' in pulled);
    });
  }
});
