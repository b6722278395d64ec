import assert from 'node:assert/strict';
import { sandboxPosKey } from '../../../sandbox/server.ts';
import type { PosControl } from '../../../sandbox/pos/control.ts';
import type { OrderTemplate } from '../../../sandbox/pos/new-orders.ts';
import { aSandbox } from '../a-sandbox.ts';
import type { HttpAnswer, RunningSandbox } from '../a-sandbox.ts';

type Wire = Readonly<Record<string, unknown>>;

describe('fetching orders from the simulated point of sale', () => {
  let running: RunningSandbox;
  let control: PosControl;
  beforeEach(async () => {
    running = await aSandbox();
    ({ control } = running.sandbox.pos);
    control.putItems([
      { name: 'شاي أسود 🍵', price: 80, taxPercent: 15, itemId: 175_741 },
      { name: 'Pita bread', price: 2.5 },
    ]);
  });
  afterEach(() => running.sandbox.close());

  const fetchOrders = (query = '', headers: Record<string, string> = { 'X-API-Key': sandboxPosKey }) =>
    running.call('GET', `/pos/main/orders${query}`, undefined, headers);
  const ordersOf = ({ json }: HttpAnswer): Wire[] => (json as { orders: Wire[] }).orders;
  const place = (template: OrderTemplate = {}): string => control.createOrders({ template })[0] ?? '';
  const only = async (): Promise<Wire> => ordersOf(await fetchOrders())[0] ?? {};

  it('takes the key as X-API-Key or bearer, and nothing else', async () => {
    assert.equal((await fetchOrders()).status, 200);
    assert.equal((await fetchOrders('', { Authorization: `Bearer ${sandboxPosKey}` })).status, 200);
    for (const headers of [{}, { 'X-API-Key': 'wrong' }, { Authorization: sandboxPosKey }]) {
      const { status, json } = await fetchOrders('', headers);
      assert.deepEqual([status, json], [401, { error: 'Unauthorized' }]);
    }
    control.setAnswer({ header: 'bearer' });
    assert.equal((await fetchOrders()).status, 401);
    control.setAnswer({ header: 'either', key: null });
    assert.equal((await fetchOrders()).status, 401);
  });

  it('sends an order as the pull is documented, its sums agreeing', async () => {
    const date = '2026-11-01T10:00:00.000Z';
    place({
      date,
      lines: [{ itemId: 175_741, quantity: 2, discount: 5 }],
      payments: [{ mode: 2, cardType: 'Mada', amount: 100 }, {}],
    });
    assert.deepEqual(await only(), {
      OrderID: 639,
      AmountDiscount: 0,
      AmountPaid: 178.25,
      AmountTotal: 155,
      BalanceAmount: 0,
      GrandTotal: 178.25,
      Tax: 23.25,
      TaxPercent: 15,
      OrderStatus: 103,
      PaymentMode: 2,
      OrderDate: date,
      CheckoutDetails: [
        { AmountPaid: 100, CardNumber: '', CardType: 'Mada', PaymentMode: 2, ReferenceID: '' },
        { AmountPaid: 78.25, CardNumber: '', CardType: 'Cash', PaymentMode: 1, ReferenceID: '' },
      ],
      OrderItems: [{ ItemID: 175_741, ItemName: 'شاي أسود 🍵', Price: 80, Quantity: 2, DiscountAmount: 5 }],
    });
  });

  it('sends the older raw event', async () => {
    control.setAnswer({ form: 'event', dates: 'day-first' });
    place({ date: '2025-08-10T17:16:43.000Z', lines: [{ itemId: 175_741, quantity: 1 }], serviceCharges: 3 });
    const order = await only();
    assert.equal(order['CheckoutDate'], '10-08-2025 05:16:43 PM');
    assert.deepEqual([order['ServiceCharges'], order['GrandTotal']], [3, 95]);
    assert.deepEqual((order['OrderDetails'] as Wire[])[0]?.['Name'], 'شاي أسود 🍵');
    assert.equal((order['OrderCheckoutDetails'] as Wire[]).length, 1);
    assert.ok(!('OrderItems' in order));
  });

  const dates = [
    { dates: 'iso', shown: '2025-08-10T00:05:03.000Z' },
    { dates: 'iso-without-zone', shown: '2025-08-10T00:05:03' },
    { dates: 'day-first', shown: '10-08-2025 12:05:03 AM' },
    { dates: 'none', shown: undefined },
  ] as const;
  for (const { dates: style, shown } of dates) {
    it(`writes dates as ${shown ?? 'nothing'} (${style})`, async () => {
      control.setAnswer({ dates: style });
      place({ date: '2025-08-10T00:05:03.000Z' });
      assert.equal((await only())['OrderDate'], shown);
    });
  }

  it('writes numbers as numbers, strings or strings with thousands', async () => {
    place({ lines: [{ name: 'Sofa', price: 1250.5, quantity: 1 }], payments: [{ amount: 2000 }] });
    const shown = async (): Promise<unknown[]> => {
      const order = await only();
      return [order['GrandTotal'], order['BalanceAmount'], order['OrderID']];
    };
    assert.deepEqual(await shown(), [1250.5, -749.5, 639]);
    control.setAnswer({ numbers: 'strings' });
    assert.deepEqual(await shown(), ['1250.50', '-749.50', 639]);
    control.setAnswer({ numbers: 'thousands' });
    assert.deepEqual(await shown(), ['1,250.50', '-749.50', 639]);
  });

  const shapes = [
    { shape: 'list', of: [[], '[]'] },
    { shape: 'orders', of: [{ Status: 1, Message: 'OK', Total: 0, orders: [], Page: null }] },
    { shape: 'single', of: [[], '[]'] },
  ] as const;
  for (const { shape, of } of shapes) {
    it(`answers in the shape ${shape} where there is nothing, or with no body at all`, async () => {
      control.setAnswer({ shape });
      assert.deepEqual((await fetchOrders()).json, of[0]);
      control.setAnswer({ empty: 'no-body' });
      assert.deepEqual([(await fetchOrders()).status, (await fetchOrders()).text], [200, '']);
    });
  }

  it('answers a list, an object with orders, or one order alone', async () => {
    place();
    control.setAnswer({ shape: 'list' });
    assert.equal(((await fetchOrders()).json as Wire[])[0]?.['OrderID'], 639);
    control.setAnswer({ shape: 'single' });
    assert.equal(((await fetchOrders()).json as Wire)['OrderID'], 639);
    place();
    assert.equal(((await fetchOrders()).json as Wire[]).length, 2);
  });

  it('sends those changed at or after since, the oldest change first, those that come late with their old time', async () => {
    place({ at: '2026-01-01T10:00:00.000Z' });
    place({ at: '2026-01-01T12:00:00.000Z' });
    place({ at: '2026-01-01T11:00:00.000Z' });
    const ids = async (since: string) => ordersOf(await fetchOrders(since)).map((order) => order['OrderID']);
    assert.deepEqual(await ids(''), [639, 641, 640]);
    assert.deepEqual(await ids('?since=2026-01-01T11:00:00.000Z'), [641, 640]);
    assert.deepEqual(await ids('?since=2026-01-01T12:00:01Z'), []);
    control.setAnswer({ ignoreSince: true, repeat: 2 });
    assert.deepEqual(await ids('?since=2027-01-01T00:00:00Z'), [639, 639, 641, 641, 640, 640]);
    assert.equal((await fetchOrders('?since=yesterday')).status, 400);
  });

  it('sends a refund beside its sale under the same number, or in its place', async () => {
    const key = place({ lines: [{ itemId: 175_741, quantity: 2, discount: 10 }] });
    control.refund(key, { lines: [{ line: 0, quantity: 1 }] });
    const [sale, refund] = ordersOf(await fetchOrders());
    assert.deepEqual([sale?.['OrderStatus'], sale?.['GrandTotal']], [103, 172.5]);
    assert.deepEqual([refund?.['OrderID'], refund?.['OrderStatus'], refund?.['GrandTotal']], [639, 106, -86.25]);
    const [line] = refund?.['OrderItems'] as Wire[];
    assert.deepEqual([line?.['Quantity'], line?.['Price'], line?.['DiscountAmount']], [-1, 80, -5]);
    control.setAnswer({ refunds: 'positive' });
    assert.equal(ordersOf(await fetchOrders())[1]?.['GrandTotal'], 86.25);
    control.refund(key, { alone: true });
    assert.deepEqual(
      ordersOf(await fetchOrders()).map((order) => [order['OrderStatus'], order['GrandTotal']]),
      [[106, 172.5]],
    );
    assert.throws(() => control.order(key), /not known/);
  });

  it('sends a changed order under its number, with the time of the change', async () => {
    const key = place({ at: '2026-01-01T10:00:00.000Z', lines: [{ itemId: 175_741, quantity: 1 }] });
    control.change(key, { lines: [{ itemId: 175_741, quantity: 3 }] });
    const order = ordersOf(await fetchOrders('?since=2026-01-02T00:00:00Z'))[0];
    assert.deepEqual([order?.['OrderID'], order?.['GrandTotal'], order?.['AmountPaid']], [639, 276, 276]);
    assert.equal(control.count(), 1);
  });

  it('spreads a discount on the order over the taxed lines, and says parts of bundles', async () => {
    place({
      discount: 16.5,
      lines: [
        { name: 'Box', price: 80, taxPercent: 15, quantity: 1, parts: [{ name: 'Cup', price: 20, quantity: 2 }] },
        { name: 'Bread', price: 2.5, quantity: 1 },
      ],
    });
    const order = await only();
    assert.deepEqual([order['AmountTotal'], order['AmountDiscount'], order['Tax']], [82.5, 16.5, 9.6]);
    assert.equal(order['GrandTotal'], 75.6);
    const [box] = order['OrderItems'] as Wire[];
    assert.deepEqual(box?.['OrderDetailPackages'], [{ ItemID: 0, ItemName: 'Cup', Price: 20, Quantity: 2 }]);
  });

  it('sends broken orders where it is asked to', async () => {
    place({ lines: 0, payments: [], raw: { OrderStatus: 'new', Tax: '12,5' }, omit: ['GrandTotal'] });
    const order = await only();
    assert.deepEqual([order['OrderStatus'], order['Tax'], 'GrandTotal' in order], ['new', '12,5', false]);
    assert.deepEqual([order['OrderItems'], order['CheckoutDetails']], [[], []]);
  });

  it('keeps points of sale apart', async () => {
    running.sandbox.pos.source('kiosk').createOrders({ count: 3 });
    assert.deepEqual(ordersOf(await fetchOrders()), []);
    const kiosk = await running.call('GET', '/pos/kiosk/orders', undefined, { 'X-API-Key': sandboxPosKey });
    assert.equal(ordersOf(kiosk).length, 3);
    assert.equal((await running.call('GET', '/pos/unheard-of/orders')).status, 404);
    assert.equal(running.sandbox.log.counts()['pos']?.byRoute['GET /kiosk/orders'], 1);
  });
});
