import assert from 'node:assert/strict';
import type { FailureType } from '../../../../src/domain/failure.ts';
import { failureOf } from '../../failed.ts';
import { json, startVendor, text } from '../../vendor-server.ts';
import type { Answer, VendorServer } from '../../vendor-server.ts';
import { aCourier, anOrder, askAll, told } from './a-courier.ts';

const number = 'OCU-998-511590';

describe('an order at OPAL', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(200, anOrder()));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const courier = () => aCourier(vendor.url).courier;

  it('is asked after by its number', async () => {
    const shipment = await courier().read(number);
    assert.equal(vendor.received[0]?.url, `/api/v1/orders/${number}`);
    assert.deepEqual(shipment, {
      id: number,
      trackingNumber: 'HWB-40511590',
      status: 'Disponiert',
      class: 'pending',
      words: null,
      events: [{ at: '2026-01-17T08:12:00.000Z', text: 'Disponiert', location: null }],
    });
  });

  it('may be asked after by its waybill, in any letters', async () => {
    assert.equal((await courier().read('HWB-40511590')).id, number);
    assert.equal((await courier().read('hwb-40511590')).id, number);
  });

  it('is asked after at its own address, whatever its number is', async () => {
    vendor.answerWith(json(200, anOrder({ orderNumber: 'A/1 ?' })));
    await courier().read('A/1 ?');
    assert.equal(vendor.received[0]?.url, '/api/v1/orders/A%2F1%20%3F');
  });

  it('has its history in the order in which it happened', async () => {
    const history = [
      { date: '30.03.26 10:00', status: 'Zugestellt', location: 'Berlin' },
      { date: '28.03.26 10:00', status: 'Abgeholt', location: '' },
      { date: '27.03.26 10:00', status: '' },
    ];
    vendor.answerWith(json(200, anOrder({ status: 'Zugestellt', receiver: 'Frau Müller', history })));
    const shipment = await courier().read(number);
    assert.deepEqual(
      [shipment.class, shipment.words, shipment.events],
      [
        'delivered',
        'Frau Müller',
        [
          { at: '2026-03-28T09:00:00.000Z', text: 'Abgeholt', location: null },
          { at: '2026-03-30T08:00:00.000Z', text: 'Zugestellt', location: 'Berlin' },
        ],
      ],
    );
  });

  const minute = (...statuses: readonly string[]) => statuses.map((status) => ({ date: '17.01.26 09:12', status }));
  const before = { date: '17.01.26 09:11', status: 'Beauftragt' };
  const sameMinute: readonly (readonly [string, readonly object[], readonly string[]])[] = [
    ['newest first', [...minute('Abgeholt', 'Disponiert'), before], ['Beauftragt', 'Disponiert', 'Abgeholt']],
    ['oldest first', [before, ...minute('Disponiert', 'Abgeholt')], ['Beauftragt', 'Disponiert', 'Abgeholt']],
    ['newest first, all at once', minute('Abgeholt', 'Disponiert'), ['Disponiert', 'Abgeholt']],
    ['oldest first, all at once', minute('Disponiert', 'Abgeholt'), ['Disponiert', 'Abgeholt']],
  ];
  for (const [what, history, texts] of sameMinute) {
    it(`has what happened in the same minute in its order, where it comes ${what}`, async () => {
      vendor.answerWith(json(200, anOrder({ status: 'Abgeholt', history })));
      const { events } = await courier().read(number);
      assert.deepEqual(
        events.map(({ text: words }) => words),
        texts,
      );
    });
  }

  it('needs no more than a number', async () => {
    vendor.answerWith(json(200, { orderNumber: number }));
    const { status, class: statusClass, events, trackingNumber } = await courier().read(number);
    assert.deepEqual([status, statusClass, events, trackingNumber], [null, 'unknown', [], null]);
  });

  const wrong: readonly (readonly [string, Answer, FailureType, RegExp])[] = [
    ['no such order', json(404, { success: false, error: 'Auftrag nicht gefunden' }), 'NotFound', /nicht gefunden/],
    ['a page that is not found', text(404, '<h1>Not Found</h1>'), 'BadResponse', /does not know the address/],
    ['JSON of another server', json(404, { error: 'no such address' }), 'BadResponse', /does not know the address/],
    [
      'another order',
      json(200, anOrder({ orderNumber: 'OCU-998-2', trackingNumber: '-' })),
      'BadResponse',
      /OCU-998-2/,
    ],
    ['a page', text(200, '<html><title>Login</title></html>'), 'BadResponse', /HTML page "Login"/],
    ['a list', json(200, [anOrder()]), 'BadResponse', /order/],
    ['no number', json(200, { status: 'Abgeholt' }), 'BadResponse', /has no number/],
    ['a bad time', json(200, anOrder({ statusDate: '2026-01-17' })), 'BadResponse', /statusDate must be a time/],
    ['a bad status', json(200, anOrder({ status: 7 })), 'BadResponse', /status/],
    ['a refusal', json(200, { success: false, error: 'Sitzung abgelaufen' }), 'Rejected', /Sitzung abgelaufen/],
    ['an error', json(500, {}), 'Unavailable', /by itself/],
  ];
  for (const [what, answer, type, words] of wrong) {
    it(`is ${type} when the answer is ${what}`, async () => {
      vendor.answerWith(answer);
      const failure = await failureOf(courier().read(number));
      assert.equal(failure.type, type);
      assert.match(failure.message, words);
      assert.equal(failure.data.body, undefined);
    });
  }

  it('says which field of it cannot be read', async () => {
    vendor.answerWith(json(200, anOrder({ history: [{ date: '17.01.26 09:12' }, { date: 'gestern' }] })));
    assert.equal((await failureOf(courier().read(number))).data.path, 'history[1].date');
  });

  describe('among many', () => {
    const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `OCU-998-${index + 1}`);
    const answerAll: Answer = (response, { url }) => {
      const asked = new URL(url, 'http://opal').searchParams.get('numbers')?.split(',') ?? [];
      json(200, { orders: asked.map((orderNumber) => anOrder({ orderNumber, trackingNumber: 'UNKNOWN' })) })(response, {
        method: '',
        url,
        headers: {},
        body: '',
      });
    };

    it('is asked after together with the others, fifty at once', async () => {
      vendor.answerWith(answerAll);
      const groups = await askAll(courier(), ids(120));
      assert.deepEqual(
        groups.map(({ length }) => length),
        [50, 50, 20],
      );
      assert.equal(vendor.received.length, 3);
      assert.deepEqual(
        groups.flat().map(({ id }) => id),
        ids(120),
      );
    });

    it('is found in the exchange log', async () => {
      vendor.answerWith(answerAll);
      const { courier: opened, exchanges } = aCourier(vendor.url);
      await askAll(opened, ids(2));
      assert.deepEqual(exchanges[0]?.externalIds, ids(2));
    });

    it('takes its own failure, and leaves the others alone', async () => {
      const orders = [
        anOrder({ orderNumber: 'OCU-998-1', trackingNumber: 'HWB-1', status: 'Abgeholt' }),
        anOrder({ orderNumber: 'OCU-998-2', trackingNumber: null, statusDate: 'gestern' }),
        anOrder({ orderNumber: 'OCU-998-4', trackingNumber: 'HWB-4', status: 'Zugestellt', receiver: 'Fehlanfahrt' }),
        ...[1, 2].map(() => anOrder({ orderNumber: 'OCU-998-5', trackingNumber: null })),
      ];
      vendor.answerWith(json(200, { orders }));
      const [answers = []] = await askAll(courier(), ['OCU-998-1', 'OCU-998-2', 'OCU-998-3', 'HWB-4', 'OCU-998-5']);
      assert.deepEqual(told(answers), [
        'OCU-998-1: shipped',
        'OCU-998-2: BadResponse',
        'OCU-998-3: NotFound',
        'HWB-4: error',
        'OCU-998-5: BadResponse',
      ]);
    });

    it('is not given up where an entry that has no number may be it', async () => {
      vendor.answerWith(json(200, { orders: [{ status: 'Abgeholt' }] }));
      assert.deepEqual(told((await askAll(courier(), [number])).flat()), [`${number}: BadResponse`]);
    });

    const forAll: readonly (readonly [string, Answer, FailureType])[] = [
      ['no list', json(200, {}), 'BadResponse'],
      ['an address that is not known', json(404, { success: false }), 'BadResponse'],
      ['a refused token', json(403, {}), 'Unauthorized'],
      ['too many calls', json(429, {}), 'RateLimited'],
      ['an outage', json(503, {}), 'Unavailable'],
    ];
    for (const [what, answer, type] of forAll) {
      it(`comes to ${type} as all of them do at ${what}`, async () => {
        vendor.answerWith(answer);
        assert.equal((await failureOf(askAll(courier(), [number]))).type, type);
      });
    }

    it('stands as it was handed over when a later group fails', async () => {
      vendor.answerWith((response, call) => (vendor.received.length > 1 ? json(503, {}) : answerAll)(response, call));
      const seen: string[] = [];
      const asked = ids(60).map((id) => ({ id }));
      const going = courier().readMany(asked, (answers) => {
        seen.push(...answers.map(({ id }) => id));
        return Promise.resolve();
      });
      assert.equal((await failureOf(going)).type, 'Unavailable');
      assert.equal(seen.length, 50);
    });

    it('costs no call where there is none', async () => {
      assert.deepEqual(await askAll(courier(), []), []);
      assert.equal(vendor.received.length, 0);
    });
  });

  describe('looked up by our reference', () => {
    const lookUp = async (body: unknown) => {
      vendor.answerWith(json(200, body));
      return (await courier().lookUp('123-1')).map(({ id }) => id);
    };

    it('is found', async () => {
      assert.deepEqual(await lookUp({ orders: [anOrder()] }), [number]);
      assert.equal(vendor.received[0]?.url, '/api/v1/orders?reference=123-1');
    });

    it('is found twice where it was booked twice, and once where it is only shown twice', async () => {
      const second = anOrder({ orderNumber: 'OCU-998-2' });
      assert.deepEqual(await lookUp({ orders: [anOrder(), second, anOrder()] }), [number, 'OCU-998-2']);
    });

    it('is not there where the list is empty', async () => assert.deepEqual(await lookUp({ orders: [] }), []));

    it('is told from orders of other references', async () => {
      assert.deepEqual(await lookUp({ orders: [anOrder({ reference: '123-10', orderNumber: 'X' }), anOrder()] }), [
        number,
      ]);
    });

    const unproven: readonly (readonly [string, Answer])[] = [
      ['other orders', json(200, { orders: [anOrder({ reference: '123-10' })] })],
      ['orders without references', json(200, { orders: [anOrder({ reference: null })] })],
      ['our order without a number', json(200, { orders: [{ reference: '123-1' }] })],
      ['no list', json(200, {})],
      ['nothing', text(200, '')],
      ['a page', text(200, '<html></html>')],
      ['404 from elsewhere', text(404, 'Not Found')],
      ['404 from the gateway', json(404, { success: false, error: 'nicht gefunden' })],
    ];
    for (const [what, answer] of unproven) {
      it(`is not said to be missing where the answer is ${what}`, async () => {
        vendor.answerWith(answer);
        assert.equal((await failureOf(courier().lookUp('123-1'))).type, 'BadResponse');
      });
    }
  });
});
