import assert from 'node:assert/strict';
import pg from 'pg';
import { connectionsWaitFor } from './wait-until.ts';
import { aPushedSale, aSale, aShop, pushKey } from './a-shop.ts';
import { startTestApi } from '../running-api.ts';
import type { Answered, ApiUnderTest } from '../running-api.ts';

const proven = { 'x-api-key': pushKey };

describe('orders that a point of sale pushes', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
    await aShop(api);
  });
  afterEach(() => api.close());

  const push = (
    body: unknown,
    headers: Record<string, string> = proven,
    path = '/webhooks/shop/orders',
  ): Promise<Answered> => api.call('POST', path, body, { authorization: '', ...headers });

  const keys = async (): Promise<string[]> => {
    const rows = await api.store.db.selectFrom('pos_orders').select('key').orderBy('seq').execute();
    return rows.map(({ key }) => key);
  };

  it('are stored and answered one by one, and an import is asked for', async () => {
    const answer = await push([aSale(1), aSale(2, { OrderStatus: 106 })]);
    assert.equal(answer.status, 202, answer.text);
    assert.deepEqual(answer.body, {
      results: [
        { index: 0, orderId: '1', key: '1', result: 'new' },
        { index: 1, orderId: '2', key: '2:REFUND', result: 'new' },
      ],
      counts: { orders: 2, new: 2, same: 0, changed: 0, changedAfterImport: 0, refused: 0 },
    });
    assert.deepEqual(await keys(), ['1', '2:REFUND']);
    const wish = await api.store.db.selectFrom('pos_imports').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([wish.connection, wish.wanted], ['shop', 1]);
  });

  const shapes: readonly [string, unknown, readonly string[]][] = [
    ['an array', [aSale(1), aSale(2)], ['1', '2']],
    ['an object with orders', { orders: [aSale(1)], page: 1 }, ['1']],
    ['a single order', aSale(1), ['1']],
    ['the push shape', { pos_config_id: 7, partner_id: 3, customer_ref: 'C1', orders: [aPushedSale(1)] }, ['1']],
    ['nothing', [], []],
  ];
  for (const [name, body, stored] of shapes) {
    it(`come as ${name}`, async () => {
      const answer = await push(body);
      assert.equal(answer.status, 202, answer.text);
      assert.equal(Number(answer.body.counts.orders), stored.length);
      assert.deepEqual(await keys(), stored);
    });
  }

  it('keep ids that are longer than a number may be', async () => {
    await push(JSON.stringify([aSale('ID')]).replace('"ID"', '12345678901234567890'));
    assert.deepEqual(await keys(), ['12345678901234567890']);
  });

  it('are one order when they come again, and changed when they say otherwise', async () => {
    await push([aSale(1)]);
    const lines = [{ ItemID: 0, ItemName: 'Green tea', Price: 80, Quantity: 2, DiscountAmount: 0 }];
    const answer = await push([aSale(1), aSale(1, { OrderItems: lines })]);
    assert.deepEqual(
      answer.body.results.map(({ result }) => result),
      ['same', 'changed'],
    );
    assert.match(String(answer.body.results[1]?.reason), /quantity 1 is now 2/);
  });

  it('that cannot be imported are refused with the reason, and not stored; the others are', async () => {
    const answer = await push([
      aSale(1, { OrderStatus: 101 }),
      aSale(2, { OrderItems: [] }),
      { no: 'order' },
      aSale(4),
    ]);
    assert.equal(answer.status, 202);
    const { results, counts } = answer.body;
    assert.deepEqual(
      results.map(({ result }) => result),
      ['refused', 'refused', 'refused', 'new'],
    );
    assert.deepEqual([Number(counts.refused), Number(counts.new)], [3, 1]);
    assert.match(String(results[0]?.reason), /1\b.*101|101.*\b1/);
    assert.deepEqual(await keys(), ['4']);
  });

  it('are stored while the connection is disabled or paused', async () => {
    await api.call('POST', '/api/connections/shop/pause');
    assert.equal((await push(aSale(1))).status, 202);
    await api.call('PUT', '/api/connections/shop', { enabled: false });
    assert.equal((await push(aSale(2))).status, 202);
    assert.deepEqual(await keys(), ['1', '2']);
  });

  it('are proven by the key in either header', async () => {
    const statuses = [];
    for (const headers of [
      {},
      { 'x-api-key': 'wrong' },
      { authorization: 'Bearer wrong' },
      { 'x-api-key': 'source-key' },
    ])
      statuses.push((await push(aSale(1), headers)).status);
    assert.deepEqual(statuses, [401, 401, 401, 401]);
    assert.equal((await push(aSale(1), { authorization: `Bearer ${pushKey}` })).status, 202);
  });

  it('are checked in order: proof, size, readable, orders', async () => {
    const large = `[${JSON.stringify(aSale(1, { Remark: 'x'.repeat(17 * 1024 * 1024) }))}]`;
    const wrong = { 'x-api-key': 'wrong' };
    assert.equal((await push('{', wrong)).status, 401);
    assert.equal((await push(large)).status, 413);
    assert.equal((await push('{')).status, 400);
    assert.equal((await push('"text"')).status, 422);
    const many = Array.from({ length: 1_001 }, (_, index) => aSale(index + 1));
    const tooMany = await push(many);
    assert.deepEqual([tooMany.status, /at most 1000/.test(tooMany.body.detail)], [422, true]);
    assert.equal((await push(aSale(1), proven, '/webhooks/shop')).status, 404);
    assert.equal((await push(aSale(1), proven, '/webhooks/shop/other')).status, 404);
    assert.deepEqual(await keys(), []);
    assert.equal((await push(many.slice(1))).status, 202);
    assert.equal((await keys()).length, 1_000);
  });

  it('are taken as many in a second as the connection says', async () => {
    const settings = {
      url: 'https://pos.example.com/orders',
      posConfig: 7,
      acceptPush: true,
      webhook: { perSecond: 2 },
    };
    assert.equal((await api.call('PUT', '/api/connections/shop', { settings })).status, 200);
    const statuses = (await Promise.all(Array.from({ length: 12 }, () => push([])))).map(({ status }) => status);
    assert.ok(statuses.includes(429) && statuses.includes(202), statuses.join());
  });

  it('are refused where the connection does not take them, in words', async () => {
    const settings = { url: 'https://pos.example.com/orders', posConfig: 7, acceptPush: false };
    assert.equal((await api.call('PUT', '/api/connections/shop', { settings })).status, 200);
    const answer = await push(aSale(1));
    assert.deepEqual([answer.status, /acceptPush/.test(answer.body.detail)], [403, true]);
  });

  it('are refused when they are for another configuration of the point of sale', async () => {
    const answer = await push({ pos_config_id: 8, orders: [aSale(1)] });
    assert.deepEqual([answer.status, /pos_config_id is 8/.test(answer.body.detail)], [422, true]);
    assert.deepEqual(await keys(), []);
  });

  it('wait for Odoo only where they name a configuration by id and the connection by name', async () => {
    await aShop(api, { id: 'named', settings: { posConfig: 'Shop' } });
    assert.equal((await push({ orders: [aSale(1)] }, proven, '/webhooks/named/orders')).status, 202);
    assert.equal((await push({ pos_config_id: 8, orders: [aSale(1)] }, proven, '/webhooks/named/orders')).status, 503);
  });

  it('are in the exchange log, found by each order, without the key', async () => {
    await push([aSale(41), aSale(42, { note: pushKey })]);
    let items: readonly { status: number; id: string }[] = [];
    while (items.length < 1) items = (await api.call('GET', '/api/exchanges?q=42&direction=in')).body.items;
    assert.deepEqual(
      items.map(({ status }) => status),
      [202],
    );
    const { text } = await api.call('GET', `/api/exchanges/${items[0]?.id}`);
    assert.match(text, /OrderID/);
    assert.doesNotMatch(text, new RegExp(pushKey));
  });

  describe('under a key of the caller', () => {
    const keyed = (key: string) => ({ ...proven, 'idempotency-key': key });

    it('are answered again as they were, and done once', async () => {
      const first = await push([aSale(1)], keyed('a'));
      const again = await push([aSale(1)], keyed('a'));
      assert.deepEqual([first.status, again.status], [202, 202]);
      assert.deepEqual(again.body, first.body);
      assert.equal(first.headers.get('idempotency-replayed'), null);
      assert.equal(again.headers.get('idempotency-replayed'), 'true');
      const other = await push([aSale(1)], keyed('b'));
      assert.equal(other.body.results[0]?.result, 'same');
    });

    it('bring it in another header, or in the body', async () => {
      for (const send of [
        () => push([aSale(1)], { ...proven, 'x-idempotency-key': 'x' }),
        () => push({ idempotency_key: 'y', orders: [aSale(1)] }),
      ]) {
        await send();
        assert.equal((await send()).headers.get('idempotency-replayed'), 'true');
      }
    });

    it('are refused with another body', async () => {
      await push([aSale(1)], keyed('a'));
      const answer = await push([aSale(2)], keyed('a'));
      assert.deepEqual([answer.status, /another body/.test(answer.body.detail)], [422, true]);
      assert.deepEqual(await keys(), ['1']);
    });

    for (const key of ['', 'x'.repeat(256), 'with blank', 'tab\there'])
      it(`are refused with the key ${JSON.stringify(key.slice(0, 12))}`, async () => {
        assert.equal((await push([aSale(1)], keyed(key))).status, 400);
      });

    it('are refused with a key in the body that is no text', async () => {
      assert.equal((await push({ idempotency_key: 7, orders: [aSale(1)] })).status, 400);
    });

    it('are told to come again while the first is under way, and then answered the same', async () => {
      const blocker = new pg.Client({ connectionString: api.store.url });
      await blocker.connect();
      await blocker.query('begin');
      await blocker.query('lock table pos_orders in access exclusive mode');
      const first = push([aSale(1)], keyed('a'));
      await connectionsWaitFor(api.store, 'pos_orders');
      const second = await push([aSale(1)], keyed('a'));
      assert.equal(second.status, 409);
      await blocker.query('rollback');
      await blocker.end();
      assert.equal((await first).status, 202);
      assert.equal((await push([aSale(1)], keyed('a'))).headers.get('idempotency-replayed'), 'true');
    });

    it('are done anew when the first one failed, or died a minute ago', async () => {
      await api.store.db.schema.alterTable('pos_orders').renameTo('gone').execute();
      assert.equal((await push([aSale(1)], keyed('a'))).status, 500);
      await api.store.db.schema.alterTable('gone').renameTo('pos_orders').execute();
      assert.equal((await push([aSale(1)], keyed('a'))).headers.get('idempotency-replayed'), null);

      await api.store.db
        .updateTable('idempotency_keys')
        .set({ answer: null, created_at: new Date(Date.now() - 61_000) })
        .execute();
      const taken = await push([aSale(1)], keyed('a'));
      assert.deepEqual([taken.status, taken.body.results[0]?.result], [202, 'same']);
    });

    it('are stored once when many send the same at once', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => push([aSale(1)], keyed('a'))));
      const statuses = answers.map(({ status }) => status);
      assert.ok(statuses.every((status) => status === 202 || status === 409));
      const results = answers.filter(({ status }) => status === 202).map(({ body }) => body.results[0]?.result);
      assert.ok(results.length > 0 && results.every((result) => result === 'new'));
    });
  });
});
