import assert from 'node:assert/strict';
import { failureOf } from '../failed.ts';
import { json, startVendor, text } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';
import { aCentre, aLine, anOrder } from './a-centre.ts';

describe('Ysell as requirement 5 has it', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(200, { id: 77 }));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const root = () => vendor.url.replace('api/v1/', '');
  const centre = (settings: object = {}) => aCentre(root(), { settings }).centre;

  describe('that is sent an order', () => {
    it('gets exactly what the manual names', async () => {
      await centre().create(anOrder());
      const [call] = vendor.received;
      assert.equal(call?.method, 'POST');
      assert.equal(call.url, '/api/orders/create');
      assert.equal(call.headers.authorization, 'Bearer secret-key');
      assert.deepEqual(JSON.parse(call.body), {
        order_id: 'S00042',
        order_date: '2026-01-17T10:00:00.000Z',
        client_name: 'Ada Example',
        client_phone: '+49 30 1234567',
        client_email: 'ada@example.com',
        client_address_street: 'Hauptstraße 1, 2nd floor',
        client_address_city: 'Berlin',
        client_address_zip: '10115',
        client_address_country: 'DE',
        comment: 'Ring twice',
        products: [
          {
            product_odoo_id: 904,
            product_id: '11973',
            quantity: 2,
            price: 89.9,
            product_name: 'Drill, cordless',
            serial_numbers: 'SN-1,SN-2',
          },
        ],
      });
    });

    it('gets no field for what is not known', async () => {
      const { receiver } = anOrder();
      const bare = { ...receiver, email: null, zip: null, country: null };
      await centre().create(anOrder({ receiver: bare, comment: null, lines: [aLine({ lots: [] })] }));
      const body = JSON.parse(vendor.received[0]?.body ?? '') as { products: { serial_numbers: string }[] };
      for (const field of ['client_email', 'client_address_zip', 'client_address_country', 'comment']) {
        assert.equal(field in body, false, field);
      }
      assert.equal(body.products[0]?.serial_numbers, '');
    });

    it('gets amounts to the last digit', async () => {
      await centre().create(
        anOrder({ lines: [aLine({ quantity: '0.1', unitPrice: '12345678901234567.89', lots: [] })] }),
      );
      assert.match(vendor.received[0]?.body ?? '', /"quantity":0\.1,"price":"12345678901234567\.89"/);
    });

    it('is sent nothing where a lot would be torn in two', async () => {
      const torn = anOrder({ lines: [aLine({ lots: [{ name: 'A,B', quantity: '2' }] })] });
      const failure = await failureOf(centre().create(torn));
      assert.equal(failure.type, 'InvalidInput');
      assert.match(failure.message, /"A,B" of "Drill, cordless" has a comma/);
      assert.equal(vendor.received.length, 0);
    });
  });

  const created: readonly (readonly [string, Answer, string, string | null])[] = [
    ['id', json(200, { id: 77, status: 'New' }), '77', 'New'],
    ['id as text', json(200, { id: 'Y-77', state: 'New' }), 'Y-77', 'New'],
    ['order_id', json(201, { order_id: 991 }), '991', null],
    ['order.id', json(200, { success: true, order: { id: 77, status: 'New' } }), '77', 'New'],
    ['id beside our reference', json(200, { id: 77, order_id: 'S00042' }), '77', null],
    ['order.id beside our reference', json(200, { order_id: 'S00042', order: { id: 77 } }), '77', null],
    ['nothing but our reference', json(200, { order_id: 'S00042', status: 'success' }), 'S00042', null],
    ['data', json(200, { status: 'success', data: { id: 77, status: 'Paid' } }), '77', 'Paid'],
    ['a list', json(200, [{ id: 77 }]), '77', null],
    ['an id of 20 digits', text(200, '{"id": 12345678901234567890}'), '12345678901234567890', null],
    ['Location', text(201, '', { location: '/api/orders/77' }), '77', null],
  ];
  for (const [what, answer, id, status] of created) {
    it(`names a new order by ${what}`, async () => {
      vendor.answerWith(answer);
      const order = await centre().create(anOrder());
      assert.deepEqual([order.id, order.status], [id, status]);
    });
  }

  const withoutId: readonly (readonly [string, Answer])[] = [
    ['nothing', text(200, '')],
    ['204', (response) => response.writeHead(204).end()],
    ['an empty object', json(200, {})],
    ['only success', json(200, { success: true })],
    ['id 0', json(200, { id: 0 })],
    ['a word', json(200, 'ok')],
    ['two orders', json(200, { orders: [{ id: 1 }, { id: 2 }] })],
    ['a page', text(200, '<html><title>Welcome</title></html>')],
    ['no JSON', text(200, 'created')],
  ];
  for (const [what, answer] of withoutId) {
    it(`is told to have given no id when it answers ${what}`, async () => {
      vendor.answerWith(answer);
      const failure = await failureOf(centre().create(anOrder()));
      assert.deepEqual([failure.type, failure.data.code], ['BadResponse', 'no-id']);
    });
  }

  const refused: readonly (readonly [string, Answer, string, RegExp])[] = [
    [
      '400 in words',
      json(400, { error: 'client_phone cannot be blank' }),
      'Rejected',
      /"client_phone cannot be blank"/,
    ],
    [
      'a used serial',
      json(422, { error: 'Serial number SN-1 is already used' }),
      'Rejected',
      /"Serial number SN-1 is already used"/,
    ],
    ['a known reference', json(409, { message: 'order S00042 already exists' }), 'Rejected', /already exists/],
    [
      'no under 200',
      json(200, { success: false, error: 'No such product' }),
      'Rejected',
      /answered 200, "No such product"/,
    ],
    ['an error under 200', json(200, { status: 'error', message: 'Closed' }), 'Rejected', /"Closed"/],
    [
      'fields',
      json(422, [
        { field: 'client_name', message: 'cannot be blank' },
        { field: 'client_phone', message: 'cannot be blank' },
      ]),
      'Rejected',
      /answered 422, "client_name: cannot be blank; client_phone: cannot be blank"\./,
    ],
    ['401', json(401, { message: 'bad key' }), 'Unauthorized', /bad key/],
    ['404', json(404, {}), 'NotFound', /404/],
    ['500', text(500, ''), 'OutcomeUnknown', /looked up before it is sent again/],
    ['429', json(429, {}, { 'retry-after': '3' }), 'RateLimited', /3000 ms/],
    ['a redirect', text(302, '', { location: 'https://example.com/' }), 'BadResponse', /points to/],
    ['nobody', (response) => void response.socket?.destroy(), 'OutcomeUnknown', /looked up before it is sent again/],
  ];
  for (const [what, answer, type, words] of refused) {
    it(`that answers a new order with ${what} ends it as ${type}`, async () => {
      vendor.answerWith(answer);
      const failure = await failureOf(centre().create(anOrder()));
      assert.equal(failure.type, type, failure.message);
      assert.match(failure.message, words);
      assert.equal(failure.data.code, undefined);
      assert.equal(failure.data.body, undefined);
    });
  }

  describe('asked after the status of an order', () => {
    it('is asked with its id', async () => {
      vendor.answerWith(json(200, { id: 77, status: 'Done' }));
      await centre().read('77');
      const [call] = vendor.received;
      assert.deepEqual([call?.method, call?.url], ['GET', '/api/orders/status?id=77']);
    });

    const order = (more: object) => ({ id: 77, status: 'Done', words: null, trackingNumber: null, ...more });
    const read: readonly (readonly [string, unknown, object])[] = [
      ['status', { status: 'Done' }, {}],
      ['state', { state: 'In progress' }, { status: 'In progress' }],
      ['state beside the outcome of the call', { status: 'success', state: 'Done' }, {}],
      ['an order', { order: { id: 77, status: 'Done' } }, {}],
      ['orders', { success: true, orders: [{ id: '77', status: 'Done' }] }, {}],
      ['data', { status: 'ok', data: { status: 'Done' } }, {}],
      ['a list', [{ id: 77, status: 'Done' }], {}],
      [
        'several',
        {
          orders: [
            { id: 76, status: 'New' },
            { id: 77, status: 'Done' },
          ],
        },
        {},
      ],
      ['a number', { id: 77, status: 7.1 }, { status: '7.1' }],
      ['a whole number', { id: 77, status: 6.0 }, { status: '6' }],
      ['an object', { id: 77, status: { id: 8, name: 'Cancelled' } }, { status: '8', words: 'Cancelled' }],
      ['words', { id: 77, status: 'Error', message: 'No address' }, { status: 'Error', words: 'No address' }],
      [
        'an error of the order',
        { status: 'error', message: 'Not in stock' },
        { status: 'error', words: 'Not in stock' },
      ],
      ['no status', { id: 77 }, { status: null }],
      ['words that say nothing', { id: 77, status: 'Done', message: 'OK' }, {}],
      ['tracking_number', { id: 77, status: 'Done', tracking_number: 'T1' }, { trackingNumber: 'T1' }],
      ['tracking', { id: 77, status: 'Done', tracking: { number: 'T1', url: 'https://x/' } }, { trackingNumber: 'T1' }],
      [
        'shipments',
        { id: 77, status: 'Done', shipments: [{ tracking_number: 'T1' }, { tracking: 'T2' }, {}] },
        { trackingNumber: 'T1, T2' },
      ],
    ];
    for (const [what, body, wanted] of read) {
      it(`tells it by ${what}`, async () => {
        vendor.answerWith(json(200, body));
        assert.deepEqual(await centre().read('77'), { ...order({}), id: '77', ...wanted });
      });
    }

    it('tells a code as it stands there, whatever a float makes of it', async () => {
      vendor.answerWith(text(200, '{"id": 77, "status": 7.10000000000000053}'));
      assert.equal((await centre().read('77')).status, '7.1');
    });

    const failed: readonly (readonly [string, Answer, string])[] = [
      ['404', json(404, { error: 'Order 77 not found' }), 'NotFound'],
      ['null', json(200, null), 'NotFound'],
      ['nothing', text(200, ''), 'NotFound'],
      ['an empty list', json(200, { orders: [] }), 'NotFound'],
      ['not found in words', json(200, { success: false, error: 'Заказ не найден' }), 'NotFound'],
      ['not found with 400', json(400, { error: 'Order not found' }), 'NotFound'],
      ['another order', json(200, { id: 78, status: 'Done' }), 'BadResponse'],
      ['other orders', json(200, [{ id: 78 }, { id: 79 }]), 'BadResponse'],
      ['words', json(200, { message: 'Please log in' }), 'BadResponse'],
      ['a page', text(200, '<html></html>'), 'BadResponse'],
      ['cut JSON', text(200, '{"id": 77, "sta'), 'BadResponse'],
      ['a page with 404', text(404, '<html><h1>Not found</h1></html>'), 'BadResponse'],
      ['400', json(400, { error: 'id must be a number' }), 'Rejected'],
      ['403', text(403, ''), 'Unauthorized'],
      ['503', text(503, ''), 'Unavailable'],
    ];
    for (const [what, answer, type] of failed) {
      it(`that answers ${what} is ${type}`, async () => {
        vendor.answerWith(answer);
        const failure = await failureOf(centre().read('77'));
        assert.equal(failure.type, type, failure.message);
        assert.equal(failure.data.body, undefined);
      });
    }
  });

  describe('asked whether it has an order', () => {
    it('is asked by our order name', async () => {
      vendor.answerWith(json(404, {}));
      assert.deepEqual(await centre().lookUp('S/26#42'), []);
      assert.equal(vendor.received[0]?.url, '/api/orders/status?id=S%2F26%2342');
    });

    const found: readonly (readonly [string, Answer, readonly string[]])[] = [
      ['404', json(404, { error: 'not found' }), []],
      ['400 not found', json(400, { error: 'Order S00042 does not exist' }), []],
      ['null', json(200, null), []],
      ['an empty list', json(200, []), []],
      ['an empty object', json(200, {}), []],
      ['empty orders', json(200, { orders: [] }), []],
      ['empty orders in a frame', json(200, { success: true, total: 0, orders: [] }), []],
      ['empty data', json(200, { status: 'success', data: null }), []],
      ['not found in words', json(200, { success: false, message: 'Order not found' }), []],
      ['not found with a status', json(200, { status: 404, message: 'not found' }), []],
      ['an order', json(200, { id: 77, order_id: 'S00042', status: 'New' }), ['77']],
      ['an order that names no reference', json(200, { order: { id: 77, status: 'New' } }), ['77']],
      ['a status alone', json(200, { status: 'New' }), ['S00042']],
      ['its own number as order_id', json(200, { order_id: 991, status: 'New' }), ['991']],
      [
        'two orders',
        json(200, {
          orders: [
            { id: 77, reference: 'S00042' },
            { id: 78, reference: 'S00042' },
          ],
        }),
        ['77', '78'],
      ],
      ['one order twice', json(200, [{ id: 77 }, { id: 77 }]), ['77']],
      ['another order', json(200, { id: 77, order_id: 'S00043', status: 'New' }), []],
      ['another order by its reference', json(200, { data: { id: 77, reference: 'S00043' } }), []],
      [
        'all orders',
        json(200, [
          { id: 76, order_id: 'S00041' },
          { id: 77, order_id: 'S00042' },
        ]),
        ['77'],
      ],
    ];
    for (const [what, answer, ids] of found) {
      it(`and answering ${what} has ${ids.length === 0 ? 'none' : ids.join(' and ')}`, async () => {
        vendor.answerWith(answer);
        const orders = await centre().lookUp('S00042');
        assert.deepEqual(
          orders.map(({ id }) => id),
          ids,
        );
      });
    }

    const unsaid: readonly (readonly [string, Answer, RegExp])[] = [
      ['something else', json(200, { message: 'Please log in' }), /with no order: "Please log in"/],
      ['a failure', json(200, { success: false }), /with no order/],
      ['an error under 200', json(200, { status: 'error', message: 'Database is locked' }), /Database is locked/],
      ['unknown fields', json(200, { hello: 'world' }), /with no order/],
      ['a number that may be anything', json(200, { order_id: 'ORD-9', status: 'New' }), /ORD-9/],
      ['a page', text(200, '<html><title>Welcome</title></html>'), /Welcome/],
      ['very much around it', text(200, `${'{"data":'.repeat(5_000)}1${'}'.repeat(5_000)}`), /with no order/],
      ['a page with 404', text(404, '<html><title>Nothing here</title></html>'), /does not know the address/],
      ['an unknown address', json(404, { name: 'Not Found', message: 'Page not found.' }), /does not know the address/],
    ];
    for (const [what, answer, words] of unsaid) {
      it(`and answering ${what} does not say`, async () => {
        vendor.answerWith(answer);
        const failure = await failureOf(centre().lookUp('S00042'));
        assert.equal(failure.type, 'BadResponse');
        assert.match(failure.message, words);
      });
    }

    it('cannot be where the connection says so', async () => {
      const blind = centre({ lookup: 'none' });
      assert.equal(blind.canLookUp, false);
      assert.equal(centre().canLookUp, true);
      assert.equal((await failureOf(blind.lookUp('S00042'))).type, 'InvalidInput');
      assert.equal(vendor.received.length, 0);
    });
  });

  describe('tested', () => {
    const seen: readonly (readonly [string, Answer, RegExp])[] = [
      ['404', json(404, { error: 'Order not found' }), /took the key: it says, as it should, that there is no order/],
      ['nothing', json(200, null), /took the key/],
      ['400', json(400, { error: 'id must be a number' }), /took the key; .* "id must be a number"/],
      ['an order', json(200, { status: 'Done' }), /check statusPath/],
    ];
    for (const [what, answer, words] of seen) {
      it(`says in words what it saw when it is answered ${what}`, async () => {
        vendor.answerWith(answer);
        assert.match(await centre().test(), words);
        assert.equal(vendor.received[0]?.method, 'GET');
      });
    }
    const wrong: readonly (readonly [string, Answer, string])[] = [
      ['401', json(401, {}), 'Unauthorized'],
      ['a page with 404', text(404, '<html></html>'), 'BadResponse'],
      ['a bad key under 200', json(200, { success: false, error: 'Invalid API key' }), 'BadResponse'],
    ];
    for (const [what, answer, type] of wrong) {
      it(`fails as ${type} when it is answered ${what}`, async () => {
        vendor.answerWith(answer);
        assert.equal((await failureOf(centre().test())).type, type);
      });
    }
  });

  for (const [status, body] of [
    [400, { error: 'secret-key is no key', api_key: 'secret-key' }],
    [422, [{ field: 'key', message: 'secret-key is no key' }]],
    [401, { message: 'secret-key is no key' }],
    [200, { success: false, error: 'secret-key is no key' }],
  ] as const) {
    it(`shows its key nowhere, also where it is quoted with ${status}`, async () => {
      vendor.answerWith(json(status, body));
      const { centre: opened, exchanges } = aCentre(root());
      const failures = [await failureOf(opened.create(anOrder())), await failureOf(opened.lookUp('S00042'))];
      const shown = failures.map((failure) => `${failure.message} ${JSON.stringify(failure)}`).join();
      assert.doesNotMatch(`${shown} ${JSON.stringify(exchanges)}`, /secret-key/);
      assert.match(shown, /\*\*\* is no key/);
    });
  }

  it('leaves exchanges that are found by our reference and by the id', async () => {
    const { centre: opened, exchanges } = aCentre(root());
    await opened.create(anOrder());
    await opened.lookUp('S00042');
    await opened.readMany([{ id: '77', reference: 'S00042' }], () => Promise.resolve());
    assert.deepEqual(
      exchanges.map(({ externalIds }) => externalIds),
      [['S00042'], ['S00042'], ['S00042', '77']],
    );
  });
});
