import assert from 'node:assert/strict';
import { first } from './answer-body.ts';
import { json } from '../../src/store/database.ts';
import { raiseAttention } from '../../src/store/attention.ts';
import { createExchangeWriter } from '../../src/store/exchanges.ts';
import { aConnection, anOrder } from './rows.ts';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('orders over REST', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
    await aConnection(api);
  });
  afterEach(() => api.close());

  const found = async (query: string): Promise<string[]> =>
    (await api.call('GET', `/api/orders?${query}`)).body.items.map(
      ({ externalId }: { externalId: string }) => externalId,
    );

  it('have the documented shape', async () => {
    await anOrder(api.store, 'GMNvpbLM', {
      number: 'C-10021',
      stage: 'confirmed',
      odoo_id: 42,
      odoo_name: 'S00042',
      odoo_state: 'sale',
      currency: 'EGP',
      total_marketplace: '2000.00',
      total_odoo: '2000.00',
      revision: 2,
      written_lines: json([
        {
          externalId: 'line-GMNvpbLM',
          productId: 904,
          quantity: '10',
          unitPrice: '200.00',
          name: 'Tea',
          skipped: false,
        },
      ]),
    });
    const order = first((await api.call('GET', '/api/orders')).body.items);
    assert.equal(order.url, 'http://127.0.0.1:8233/namespaces/default/workflows/order%3Acartona%3AGMNvpbLM');
    assert.match(order.createdAt, /Z$/);
    assert.deepEqual(
      { ...order, url: '', createdAt: '', updatedAt: '' },
      {
        connection: 'cartona',
        externalId: 'GMNvpbLM',
        number: 'C-10021',
        stage: 'confirmed',
        attention: null,
        marketplaceStatus: 'pending',
        deliveredBy: 'delivered_by_supplier',
        odoo: {
          saleOrderId: 42,
          name: 'S00042',
          state: 'sale',
          url: 'http://127.0.0.1:9/web#id=42&model=sale.order&view_type=form',
        },
        customer: { ref: 'retailer_A00315', name: 'Corner Shop' },
        currency: 'EGP',
        totals: { marketplace: '2000.00', odoo: '2000.00' },
        lines: [
          {
            externalId: 'line-GMNvpbLM',
            listingId: '110774',
            name: 'Green tea',
            productId: 904,
            quantity: '10',
            unitPrice: '200.00',
            skipped: false,
          },
        ],
        revision: 2,
        workflowId: 'order:cartona:GMNvpbLM',
        url: '',
        closedAt: null,
        createdAt: '',
        updatedAt: '',
      },
    );
  });

  it('are found by any number a person has in hand', async () => {
    await anOrder(api.store, 'GMNvpbLM', { number: 'C-10021', odoo_id: 42, odoo_name: 'S00042' });
    await anOrder(api.store, 'other', { customer_ref: 'retailer_phone_201001234567', content: null });
    for (const q of [
      'GMNvpbLM',
      'C-10021',
      'S00042',
      's00042',
      '42',
      'retailer_A00315',
      'A00315',
      'line-GMNvpbLM',
      'order:cartona:GMNvpbLM',
    ]) {
      assert.deepEqual(await found(`q=${encodeURIComponent(q)}`), ['GMNvpbLM'], q);
    }
    assert.deepEqual(await found(`q=${encodeURIComponent('+20 100 123 4567')}`), ['other']);
    assert.deepEqual(await found('q=nothing'), []);
  });

  it('are filtered by connection, stage, attention and time of change', async () => {
    await anOrder(api.store, 'old', { stage: 'delivered', updated_at: '2020-01-01T00:00:00Z' });
    await anOrder(api.store, 'waiting', { stage: 'held' });
    await raiseAttention(
      api.store.db,
      { connection: 'cartona', type: 'order', id: 'waiting' },
      { kind: 'unknown-product', reason: 'Nobody knows 110774', actions: ['retry', 'skip'], number: 'C-waiting' },
    );
    assert.deepEqual(await found('stage=delivered'), ['old']);
    assert.deepEqual(await found('attention=true'), ['waiting']);
    assert.deepEqual(await found('attention=false'), ['old']);
    assert.deepEqual(await found('since=2025-01-01T00:00:00Z'), ['waiting']);
    assert.deepEqual(await found('connection=none'), []);
    const order = first((await api.call('GET', '/api/orders?attention=true')).body.items);
    assert.deepEqual([order.attention.kind, order.attention.actions], ['unknown-product', ['retry', 'skip']]);
  });

  it('come page by page without a gap or a repeat, also where many came in the same millisecond', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `O-${String(index).padStart(2, '0')}`);
    for (const [index, id] of ids.entries())
      await anOrder(api.store, id, { created_at: `2026-01-01T00:00:00.0000${10 + Math.floor(index / 5)}Z` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await api.call('GET', `/api/orders?limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ externalId }: { externalId: string }) => externalId));
      cursor = body.next;
    }
    assert.equal(seen.length, 25);
    assert.deepEqual(seen.toSorted(), ids);
  });

  it('tell all there is to know about one', async () => {
    await anOrder(api.store, 'a/b #1');
    const target = { connection: 'cartona', target_type: 'order', target_id: 'a/b #1' };
    await api.store.db
      .insertInto('timeline')
      .values([
        { ...target, text: 'Pulled from Cartona Egypt' },
        { ...target, text: 'Imported' },
      ])
      .execute();
    const writer = createExchangeWriter(api.store.db);
    writer.log({
      at: new Date(),
      connection: 'cartona',
      direction: 'out',
      method: 'GET',
      path: 'order/pull-orders',
      status: 200,
      durationMs: 3,
      error: null,
      externalIds: ['a/b #1', 'other'],
      workflowId: null,
      request: null,
      response: '[]',
    });
    await writer.close();
    const { status, body } = await api.call('GET', `/api/orders/cartona/${encodeURIComponent('a/b #1')}`);
    assert.equal(status, 200);
    assert.deepEqual(
      body.timeline.map(({ text }: { text: string }) => text),
      ['Pulled from Cartona Egypt', 'Imported'],
    );
    assert.equal(first(body.exchanges).path, 'order/pull-orders');
    const one = await api.call('GET', `/api/exchanges/${first(body.exchanges).id}`);
    assert.equal(one.body.response, '[]');
  });

  it('that do not exist are 404 in words', async () => {
    const { status, body } = await api.call('GET', '/api/orders/cartona/none');
    assert.equal(status, 404);
    assert.match(body.detail, /no order none of cartona/);
    assert.equal((await api.call('POST', '/api/orders/cartona/none/retry')).status, 404);
  });

  it('cannot be acted upon while Temporal is away, nor without a reason', async () => {
    await anOrder(api.store, 'A');
    assert.equal((await api.call('POST', '/api/orders/cartona/A/skip', {})).body.errors[0]?.path, 'reason');
    assert.equal((await api.call('POST', '/api/orders/cartona/A/retry?wait=99')).status, 400);
    const { status, headers } = await api.call('POST', '/api/orders/cartona/A/retry');
    assert.equal(status, 503);
    assert.ok(headers.get('retry-after'));
  });
});
