import assert from 'node:assert/strict';
import { json } from '../../../src/store/database.ts';
import { raisePosAttention } from '../../../src/store/pos/attention.ts';
import { first } from '../answer-body.ts';
import { aConnection } from '../rows.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aPosLine, posReading } from '../../support/pos-readings.ts';
import { anUnread, pulled, setPosRow } from '../../store/pos/pos-rows.ts';
import { aShop } from './a-shop.ts';

describe('orders of a point of sale over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    await aShop(api);
    await aConnection(api);
    const { db } = api.store;
    await pulled(db, [
      posReading('1'),
      posReading('2'),
      posReading('1', { kind: 'refund' }),
      anUnread('4'),
      posReading('a/b c'),
    ]);
    await setPosRow(db, '1', {
      state: 'paid',
      odoo_id: 42,
      odoo_name: 'Shop/0042',
      session_id: 5,
      total_odoo: '92',
      paid_at: new Date(),
      lines: json([
        { productId: 9, name: 'Green tea', quantity: '1', unitPrice: '80', discount: '0', totalWithTax: '92' },
      ]),
    });
  });
  after(() => api.close());

  const list = async (query = ''): Promise<string[]> => {
    const { status, body, text } = await api.call('GET', `/api/pos/shop/orders${query}`);
    assert.equal(status, 200, text);
    return body.items.map(({ key }) => key);
  };

  it('are listed, those that came last first, page by page', async () => {
    assert.deepEqual(await list(), ['a/b c', '4', '1:REFUND', '2', '1']);
    const page = await api.call('GET', '/api/pos/shop/orders?limit=2');
    assert.deepEqual(await list(`?limit=2&cursor=${page.body.next}`), ['1:REFUND', '2']);
  });

  const found: readonly [string, readonly string[]][] = [
    ['?state=paid', ['1']],
    ['?attention=true', ['4']],
    ['?attention=false', ['a/b c', '1:REFUND', '2', '1']],
    ['?q=1', ['1:REFUND', '1']],
    ['?q=1:REFUND', ['1:REFUND']],
    ['?q=Shop/0042', ['1']],
    ['?q=42', ['1']],
    ['?q=pos:shop:2', ['2']],
    ['?q=nothing', []],
    ['?since=2999-01-01', []],
  ];
  for (const [query, keys] of found) {
    it(`are found by ${query}`, async () => assert.deepEqual(await list(query), keys));
  }

  it('say all there is to know of one', async () => {
    const { body } = await api.call('GET', '/api/pos/shop/orders/1');
    assert.deepEqual(body.odoo, {
      posOrderId: 42,
      name: 'Shop/0042',
      sessionId: 5,
      partnerId: null,
      url: 'http://127.0.0.1:9/web#id=42&model=pos.order&view_type=form',
    });
    assert.deepEqual(body.totals, { source: '92.00', odoo: '92.00' });
    assert.deepEqual([body.lines.source.length, body.lines.odoo.length, body.payments.length], [1, 1, 1]);
    assert.deepEqual(
      body.timeline.map(({ text }) => text),
      ['Pulled from Garage'],
    );
    assert.deepEqual([body.state, body.workflowId, body.difference], ['paid', 'pos:shop:1', []]);
  });

  it('say what cannot be read, and what waits for a person', async () => {
    const { body } = await api.call('GET', '/api/pos/shop/orders/4');
    assert.deepEqual(
      [body.state, body.attention.kind, first(body.openAttention).kind],
      ['attention', 'bad-payload', 'bad-payload'],
    );
    assert.deepEqual(body.problem, {
      kind: 'bad-payload',
      path: 'OrderItems[0].Price',
      message: 'Order 4 has no price',
    });
  });

  it('say what has changed since the import', async () => {
    await pulled(api.store.db, [posReading('1', { lines: [aPosLine({ quantity: '3' })] })]);
    const { body } = await api.call('GET', '/api/pos/shop/orders/1');
    assert.deepEqual(body.difference, ['Tea: quantity 2 is now 3.']);
    assert.equal(body.attention.kind, 'changed-after-import');
  });

  it('are found whatever their id is', async () => {
    const { status, body } = await api.call('GET', `/api/pos/shop/orders/${encodeURIComponent('a/b c')}`);
    assert.deepEqual([status, body.key], [200, 'a/b c']);
  });

  it('are 404 for an order nobody knows, a connection there is not, and one that is no point of sale', async () => {
    for (const path of ['status', 'runs', 'orders', 'orders/1']) {
      const answer = await api.call('GET', `/api/pos/cartona/${path}`);
      assert.deepEqual(
        [answer.status, answer.body.detail],
        [404, 'cartona is a marketplace, not a point of sale'],
        path,
      );
      assert.equal((await api.call('GET', `/api/pos/nobody/${path}`)).status, 404, path);
    }
    assert.equal((await api.call('GET', '/api/pos/shop/orders/99')).status, 404);
    assert.equal((await api.call('POST', '/api/pos/shop/orders/99/retry')).status, 404);
    assert.equal((await api.call('POST', '/api/pos/cartona/orders/1/retry')).status, 404);
  });

  it('stand in the list of attention with what they are', async () => {
    await raisePosAttention(api.store.db, 'shop', [{ key: '2', kind: 'unknown-product', reason: 'Nobody knows it' }]);
    const { body } = await api.call('GET', '/api/attention?kind=unknown-product');
    assert.deepEqual(first(body.items).target, { type: 'pos-order', externalId: '2', number: '2' });
    assert.deepEqual(first(body.items).actions, ['retry', 'skip']);
  });

  it('keep a connection from being deleted, unless it is forced: then they are closed', async () => {
    await aShop(api, { id: 'closing' });
    await pulled(api.store.db, [posReading('1'), posReading('2')], { connection: 'closing' });
    const refused = await api.call('DELETE', '/api/connections/closing');
    assert.deepEqual([refused.status, /^2 orders of closing are open/.test(refused.body.detail)], [409, true]);
    const forced = await api.call('DELETE', '/api/connections/closing?force=true');
    assert.equal(forced.status, 200);
    const rows = await api.store.db
      .selectFrom('pos_orders')
      .select('state')
      .where('connection', '=', 'closing')
      .execute();
    assert.deepEqual(rows, [{ state: 'skipped' }, { state: 'skipped' }]);
  });
});
