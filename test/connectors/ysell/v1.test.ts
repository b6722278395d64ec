import assert from 'node:assert/strict';
import { failureOf } from '../failed.ts';
import { json, startVendor, text } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';
import { aCentre, anOrder, askAll, asked, told } from './a-centre.ts';

describe('Ysell as its wiki has it', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(201, { id: 77, status: 1 }));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const opened = (settings: object = {}) => aCentre(vendor.url, { settings: { dialect: 'v1', ...settings } });
  const centre = (settings: object = {}) => opened(settings).centre;
  const query = (url = '') => new URL(url, 'http://ysell').searchParams;

  /** A list of orders with these ids, newest first, in pages. */
  const pagesOf =
    (
      orders: readonly Readonly<Record<string, unknown>>[],
      { size = 50, counts = true }: { size?: number; counts?: boolean } = {},
    ): Answer =>
    (response, call) => {
      const [, id] = /order\/(\w+)/.exec(call.url) ?? [];
      if (id !== undefined) {
        const order = orders.find((each) => String(each['id']) === id);
        json(order === undefined ? 404 : 200, order ?? { message: `Object not found: ${id}` })(response, call);
        return;
      }
      const pages = Math.ceil(orders.length / size);
      const page = Math.max(1, Math.min(Number(query(call.url).get('page')), pages));
      const headers: Record<string, string> = counts ? { 'X-Pagination-Page-Count': String(pages) } : {};
      json(200, orders.slice((page - 1) * size, page * size), headers)(response, call);
    };

  const numbered = (from: number, to: number, more: (id: number) => object = () => ({})) =>
    Array.from({ length: from - to + 1 }, (_, index) => ({
      id: from - index,
      platform_order_id: `S${from - index}`,
      status: 5.1,
      ...more(from - index),
    }));

  it('is sent an order that counts as paid, with what its guide names', async () => {
    const order = await centre().create(anOrder());
    assert.deepEqual(order, { id: '77', status: '1', words: null, trackingNumber: null });
    const [call] = vendor.received;
    assert.deepEqual([call?.method, call?.url], ['POST', '/api/v1/order']);
    const address = {
      name: 'Ada Example',
      phone: '+49 30 1234567',
      email: 'ada@example.com',
      street: 'Hauptstraße 1, 2nd floor',
      city: 'Berlin',
      zip: '10115',
      state: 'Berlin',
      country: 'DE',
    };
    assert.deepEqual(JSON.parse(call?.body ?? ''), {
      platform_order_id: 'S00042',
      purchase_date: '2026-01-17 10:00:00',
      payment_date: '2026-01-17 10:00:00',
      currency: 'EUR',
      comment: 'Ring twice',
      shipping_address: address,
      billing_address: address,
      items: [{ p_id: '11973', name: 'Drill, cordless', quantity: 2, price: 89.9, serial_num: 'SN-1,SN-2' }],
    });
  });

  it('refuses with every field and its message in words', async () => {
    vendor.answerWith(
      json(422, [
        { field: 'shipping_address.phone', message: 'cannot be blank' },
        { field: 'items', message: 'Serial number SN-1 is already used' },
      ]),
    );
    const failure = await failureOf(centre().create(anOrder()));
    assert.equal(failure.type, 'Rejected');
    assert.match(
      failure.message,
      /answered 422, "shipping_address.phone: cannot be blank; items: Serial number SN-1 is already used"\./,
    );
  });

  const codes: readonly (readonly [string, string])[] = [
    ['7.1', '7.1'],
    ['6', '6'],
    ['7.0', '7'],
    ['10.1', '10.1'],
    ['7.10000001', '7.1'],
    ['"7.1"', '7.1'],
    ['"7.10"', '7.10'],
  ];
  for (const [written, status] of codes) {
    it(`tells a status ${written} as ${status}`, async () => {
      vendor.answerWith(text(200, `{"id": 77, "status": ${written}, "shipments": [{"tracking_number": "T1"}]}`));
      assert.deepEqual(await centre().read('77'), { id: '77', status, words: null, trackingNumber: 'T1' });
      assert.equal(vendor.received[0]?.url, '/api/v1/order/77');
    });
  }

  it('knows no order that is gone', async () => {
    vendor.answerWith(json(404, { name: 'Not Found', message: 'Object not found: 77' }));
    assert.equal((await failureOf(centre().read('77'))).type, 'NotFound');
  });

  describe('asked whether it has an order', () => {
    const idsOf = async () => (await centre().lookUp('S42')).map(({ id }) => id);

    it('is asked by the filter, newest first', async () => {
      vendor.answerWith(json(200, []));
      assert.deepEqual(await idsOf(), []);
      const asking = query(vendor.received[0]?.url);
      assert.equal(asking.get('platform_order_id'), 'S42');
      assert.equal(asking.get('sort'), '-id');
      assert.equal(asking.get('per-page'), '50');
    });

    it('answers what is there, also twice', async () => {
      vendor.answerWith(pagesOf([78, 77].map((id) => ({ id, platform_order_id: 'S42', status: 3 }))));
      assert.deepEqual(await idsOf(), ['78', '77']);
      assert.equal(vendor.received.length, 1);
    });

    it('is gone through to the end where it takes no notice of the filter', async () => {
      vendor.answerWith(pagesOf(numbered(160, 1)));
      assert.deepEqual(await idsOf(), ['42']);
      assert.equal(vendor.received.length, 4);
    });

    it('has none when no page to the end shows it', async () => {
      vendor.answerWith(pagesOf(numbered(160, 101)));
      assert.deepEqual(await idsOf(), []);
    });

    it('does not count what only looks like it', async () => {
      vendor.answerWith(pagesOf([{ id: 1, platform_order_id: 'S421' }, { id: 2, platform_order_id: null }, { id: 3 }]));
      assert.deepEqual(await idsOf(), []);
    });

    it('needs no count of pages: the last one comes again', async () => {
      vendor.answerWith(pagesOf(numbered(160, 101), { counts: false }));
      assert.deepEqual(await idsOf(), []);
      assert.equal(vendor.received.length, 3);
    });

    it('does not say when there is more than can be gone through', async () => {
      vendor.answerWith(pagesOf(numbered(2_500, 101)));
      const failure = await failureOf(centre().lookUp('S42'));
      assert.equal(failure.type, 'BadResponse');
      assert.match(failure.message, /not among the newest 2000/);
      assert.equal(vendor.received.length, 40);
    });

    it('has it when it is among the newest of very many', async () => {
      vendor.answerWith(
        pagesOf(
          numbered(2_500, 1, (id) => (id === 2_400 ? { platform_order_id: 'S42' } : { platform_order_id: null })),
        ),
      );
      assert.deepEqual(await idsOf(), ['2400']);
    });

    it('does not say when its orders show no reference', async () => {
      vendor.answerWith(json(200, [{ id: 77, status: 3 }]));
      const failure = await failureOf(centre().lookUp('S42'));
      assert.equal(failure.type, 'BadResponse');
      assert.match(failure.message, /no platform_order_id/);
    });

    for (const [what, body] of [
      ['an object', { message: 'hello' }],
      ['a list of words', ['hello']],
    ] as const) {
      it(`does not say when it answers ${what}`, async () => {
        vendor.answerWith(json(200, body));
        assert.equal((await failureOf(centre().lookUp('S42'))).type, 'BadResponse');
      });
    }

    it('does not say when there is no list', async () => {
      vendor.answerWith(json(404, { message: 'Not found' }));
      assert.equal((await failureOf(centre().lookUp('S42'))).type, 'BadResponse');
    });

    it('takes the filter that the settings name', async () => {
      vendor.answerWith(json(200, []));
      await centre({ lookup: { path: '/api/v1/order?filter[platform_order_id]={order}' } }).lookUp('S42');
      assert.equal(query(vendor.received[0]?.url).get('filter[platform_order_id]'), 'S42');
    });
  });

  describe('asked after many orders', () => {
    const askedOf = (from: number, to: number) => asked(numbered(from, to).map(({ id }) => id));

    it('shows them page by page', async () => {
      vendor.answerWith(pagesOf(numbered(160, 1)));
      const answers = (await askAll(centre(), askedOf(160, 41))).flat();
      assert.equal(answers.length, 120);
      assert.ok(answers.every((answer) => 'order' in answer && answer.order.status === '5.1'));
      assert.equal(vendor.received.length, 3);
    });

    it('is asked after 2,000 with 40 calls', async () => {
      vendor.answerWith(pagesOf(numbered(9_000, 5_001)));
      const answers = (await askAll(centre(), askedOf(9_000, 7_001))).flat();
      assert.equal(new Set(answers.map(({ id }) => id)).size, 2_000);
      assert.equal(vendor.received.length, 40);
    });

    it('is asked after one order alone', async () => {
      vendor.answerWith(pagesOf(numbered(160, 1)));
      assert.deepEqual(told((await askAll(centre(), asked([7]))).flat()), ['7: 5.1']);
      assert.equal(vendor.received[0]?.url, '/api/v1/order/7');
      assert.equal(vendor.received.length, 1);
    });

    it('is asked after old ones one by one', async () => {
      vendor.answerWith(pagesOf(numbered(10_000, 1)));
      const answers = (await askAll(centre(), asked([9_999, 9_990, 9_960, 12, 7]))).flat();
      assert.deepEqual(told(answers).sort(), ['12: 5.1', '7: 5.1', '9960: 5.1', '9990: 5.1', '9999: 5.1']);
      assert.equal(vendor.received.length, 3);
    });

    it('is asked once more after what the list should have shown', async () => {
      const orders = numbered(160, 1);
      const withGap = orders.filter(({ id }) => id !== 150);
      vendor.answerWith((response, call) => pagesOf(/order\/150/.test(call.url) ? orders : withGap)(response, call));
      const answers = (await askAll(centre(), asked([151, 150, 149]))).flat();
      assert.deepEqual(told(answers).sort(), ['149: 5.1', '150: 5.1', '151: 5.1']);
    });

    it('says of one that is gone that it is gone', async () => {
      vendor.answerWith(pagesOf(numbered(160, 100)));
      const answers = (await askAll(centre(), asked([151, 170, 149, 'Y-7']))).flat();
      assert.deepEqual(told(answers).sort(), ['149: 5.1', '151: 5.1', '170: NotFound', 'Y-7: NotFound']);
    });

    it('is never asked more often than one by one', async () => {
      // A list that is not sorted as it was asked for.
      vendor.answerWith(pagesOf(numbered(1_000, 1).reverse()));
      const answers = (await askAll(centre(), asked([1_000, 990, 980, 970]))).flat();
      assert.equal(answers.length, 4);
      assert.ok(vendor.received.length <= 5);
    });

    it('keeps what came before it went away', async () => {
      const list = pagesOf(numbered(160, 1));
      vendor.answerWith((response, call) =>
        query(call.url).get('page') === '2' ? text(503, '')(response, call) : list(response, call),
      );
      const groups: string[] = [];
      const failure = await failureOf(
        centre().readMany(askedOf(160, 41), (answers) => {
          groups.push(...told(answers));
          return Promise.resolve();
        }),
      );
      assert.equal(failure.type, 'Unavailable');
      assert.equal(groups.length, 50);
    });
  });

  it('says in words what it saw when it is tested', async () => {
    vendor.answerWith(pagesOf(numbered(160, 1)));
    assert.equal(await centre().test(), 'Ysell took the key and showed its orders, the newest is 160 with status 5.1.');
    vendor.answerWith(json(200, []));
    assert.equal(await centre().test(), 'Ysell took the key; it has no orders yet.');
    vendor.answerWith(json(401, { message: 'Your request was made with invalid credentials.' }));
    assert.equal((await failureOf(centre().test())).type, 'Unauthorized');
  });
});
