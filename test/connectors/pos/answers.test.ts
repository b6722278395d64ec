import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { failureOf } from '../failed.ts';
import { json, startVendor, text } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';
import { aPayload, aSource, anItem, fetchAll, fetchGroups, keyOf, orderOf } from './a-source.ts';

describe('the answer of a point of sale', () => {
  let vendor: VendorServer;
  before(async () => {
    vendor = await startVendor();
  });
  after(() => vendor[Symbol.asyncDispose]());

  const ask = (answer: Answer) => {
    vendor.answerWith(answer);
    return fetchAll(aSource(`${vendor.url}orders`).source);
  };
  const keysOf = async (answer: Answer): Promise<string[]> => (await ask(answer)).map(keyOf);

  const two = [aPayload({ OrderID: 1 }), aPayload({ OrderID: 2, OrderStatus: 106 })];
  const shapes: readonly (readonly [string, Answer, readonly string[]])[] = [
    ['a list', json(200, two), ['1', '2:REFUND']],
    ['an object with a list of orders', json(200, { page: 1, orders: two, total: 2 }), ['1', '2:REFUND']],
    ['an object with orders under data', json(200, { success: true, meta: { a: [1] }, data: two }), ['1', '2:REFUND']],
    ['an object with an order under orders', json(200, { orders: two[0] }), ['1']],
    ['a list below data', json(200, { data: { orders: two, page: 1 } }), ['1', '2:REFUND']],
    ['one order', json(200, aPayload({ OrderID: 'A-1' })), ['A-1']],
    ['one order with blanks around everything', text(200, JSON.stringify(two[0], null, 2)), ['1']],
    ['a byte order mark before the list', text(200, `\uFEFF${JSON.stringify(two)}`), ['1', '2:REFUND']],
    ['an empty body', text(200, ''), []],
    ['a body of blanks', text(200, ' \r\n\t'), []],
    ['204', text(204, ''), []],
    ['an empty list', json(200, []), []],
    ['an empty object', json(200, {}), []],
    ['null', json(200, null), []],
    ['no orders in an object', json(200, { orders: [], message: 'no new orders' }), []],
    ['null for orders', json(200, { orders: null }), []],
  ];
  for (const [what, answer, keys] of shapes) {
    it(`may be ${what}`, async () => {
      assert.deepEqual(await keysOf(answer), keys);
    });
  }

  it('may be packed', async () => {
    const body = gzipSync(JSON.stringify(two));
    assert.deepEqual(await keysOf((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body)), [
      '1',
      '2:REFUND',
    ]);
  });

  it('keeps every digit of ids and amounts', async () => {
    const body = String.raw`[{"OrderID":12345678901234567890,"OrderStatus":103,"GrandTotal":1e2,"Tax":0.30000000000000004,
      "OrderItems":[{"ItemName":"a","Price":92.10,"Quantity":"1,250.50"}],"CheckoutDetails":[{"AmountPaid":"92.0"}]}]`;
    const [reading] = await ask(text(200, body));
    const { key, totals, lines, payments } = orderOf(reading);
    assert.equal(key, '12345678901234567890');
    assert.deepEqual([totals.grandTotal, totals.tax], ['100', '0.30000000000000004']);
    assert.deepEqual([lines[0]?.unitPrice, lines[0]?.quantity, payments[0]?.amount], ['92.1', '1250.5', '92']);
  });

  it('refuses an amount with more digits than can be kept, in words', async () => {
    const body = JSON.stringify([aPayload()]).replace('"Price":80', '"Price":12345678901234567890');
    const [reading] = await ask(text(200, body));
    assert.ok(reading !== undefined && 'problem' in reading);
    assert.match(reading.problem.message, /^Order 639: OrderItems\[0\]\.Price "12345678901234567890" has more than 17/);
  });

  it('may hold what is no order: it is told of by itself, and the others are read', async () => {
    const readings = await ask(json(200, [null, 5, 'x', [], two[0], { OrderID: {} }]));
    assert.equal(readings.filter((reading) => 'problem' in reading).length, 5);
    const keys = readings.map(keyOf);
    assert.equal(keys[4], '1');
    assert.match(keys[0] ?? '', /^unreadable-[0-9a-f]{16}$/);
  });

  it('gives what cannot be told from others the same key each time', async () => {
    const answer = json(200, [{ OrderStatus: 103, OrderItems: [] }]);
    assert.deepEqual(await keysOf(answer), await keysOf(answer));
  });

  it('may hold an order that is no JSON: it is told of by itself, and the others are read', async () => {
    const [first, second] = two.map((order) => JSON.stringify(order));
    const readings = await ask(text(200, `[${first},{"OrderID":3,"Tax":NaN},${second}]`));
    assert.deepEqual(
      readings.map((reading) => 'order' in reading),
      [true, false, true],
    );
  });

  it('may hold an order of more than 2 MB: it is told of by itself, and the others are read', async () => {
    const large = aPayload({ OrderID: 3, Remark: 'x'.repeat(2 * 1024 * 1024) });
    const readings = await ask(json(200, { orders: [two[0], large, two[1]] }));
    assert.deepEqual(
      readings.map((reading) => 'order' in reading),
      [true, false, true],
    );
    const [, reading] = readings;
    assert.ok(reading !== undefined && 'problem' in reading);
    assert.match(reading.problem.message, /begins with \{"OrderID":3,.*is larger than the 2 MB/);
  });

  it('may hold brackets without end: they are told of by themselves', async () => {
    const deep = `{"OrderID":3,"OrderItems":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const readings = await ask(text(200, `[${deep},${JSON.stringify(two[0])}]`));
    assert.deepEqual(
      readings.map((reading) => 'order' in reading),
      [false, true],
    );
  });

  it('is cut at brackets and quotes of the JSON alone, not at those in texts', async () => {
    const name = String.raw`]}[{,"\" \\`;
    const [reading] = await ask(
      json(200, { note: name, orders: [aPayload({ OrderItems: [anItem({ ItemName: name })] })] }),
    );
    assert.equal(orderOf(reading).lines[0]?.name, name);
  });

  it('is handed over in groups of up to 200, one after the other', async () => {
    vendor.answerWith(
      json(
        200,
        Array.from({ length: 450 }, (_, index) => aPayload({ OrderID: index + 1 })),
      ),
    );
    const groups = await fetchGroups(aSource(`${vendor.url}orders`).source);
    assert.deepEqual(
      groups.map(({ length }) => length),
      [200, 200, 50],
    );
  });

  const broken: readonly (readonly [string, Answer, RegExp])[] = [
    ['a page', text(200, '\n<!doctype html><title>Sign in</title>'), /with an HTML page "Sign in" instead of JSON/],
    ['a sentence', text(200, 'OK then'), /the text is not JSON/],
    ['a number', text(200, '5'), /with neither an order nor a list of orders/],
    [
      'an object of another kind',
      json(200, { success: false, message: 'invalid key' }),
      /list of orders: "invalid key"/,
    ],
    ['JSON that ends in the middle', text(200, '{"orders":[{"OrderID":1'), /the JSON ends in the middle/],
    ['more after its end', text(200, '[] []'), /the text is not JSON/],
  ];
  for (const [what, answer, words] of broken) {
    it(`is BadResponse when it is ${what}`, async () => {
      const failure = await failureOf(ask(answer));
      assert.equal(failure.type, 'BadResponse');
      assert.match(failure.message, /^shop: GET orders \(all orders\): answered 200, but/);
      assert.match(failure.message, words);
    });
  }
});
