import assert from 'node:assert/strict';
import { raiseAttention } from '../../../src/store/attention.ts';
import { fulfilmentTarget, timelineOf } from '../../../src/store/fulfilments/rows.ts';
import { json } from '../../../src/store/database.ts';
import { tell } from '../../../src/store/timeline.ts';
import { aFulfilment, sentAs } from '../../support/fulfilment-rows.ts';
import { first } from '../answer-body.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aPrepCentre } from './a-prep-centre.ts';

describe('shipments over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    await aPrepCentre(api);
    const { db } = api.store;
    await aFulfilment(db, 1, {
      created_at: '2026-01-01T00:00:00Z',
      stage: 'waiting',
      waits_for: 'its confirmation in Odoo',
    });
    await aFulfilment(db, 2, { created_at: '2026-01-02T00:00:00Z', ...sentAs('4711'), tracking_number: 'TRACK-9' });
    await aFulfilment(db, 3, {
      created_at: '2026-01-03T00:00:00Z',
      ...sentAs('4712'),
      stage: 'delivered',
      status_class: 'done',
      transfer_id: 88,
      transfer_name: 'WH/OUT/00088',
      closed_at: new Date(),
    });
    await aFulfilment(db, 4, { created_at: '2026-01-04T00:00:00Z', content: null });
    await aFulfilment(db, 4, { connection: 'other', created_at: '2026-01-04T00:00:00Z' });
    await raiseAttention(db, fulfilmentTarget({ connection: 'ysell', saleOrderId: 4 }), {
      kind: 'missing-fields',
      step: 'look',
      reason: 'S00004 has no phone',
      actions: ['retry', 'skip', 'cancel'],
      number: 'S00004',
      workflowId: 'ysell:ysell:4',
    });
  });
  after(() => api.close());

  const list = async (query = ''): Promise<string[]> => {
    const { status, body, text } = await api.call('GET', `/api/fulfilments${query}`);
    assert.equal(status, 200, text);
    return body.items.map(({ connection, saleOrderId }) => `${connection} ${saleOrderId}`);
  };

  it('are listed, newest first, page by page', async () => {
    const all = ['other 4', 'ysell 4', 'ysell 3', 'ysell 2', 'ysell 1'];
    assert.deepEqual(await list(), all);
    const page = await api.call('GET', '/api/fulfilments?limit=1');
    assert.deepEqual(await list(`?limit=3&cursor=${page.body.next}`), all.slice(1, 4));
  });

  const found: readonly [string, readonly string[]][] = [
    ['?connection=other', ['other 4']],
    ['?stage=waiting', ['ysell 1']],
    ['?stage=sent', ['ysell 2']],
    ['?attention=true', ['ysell 4']],
    ['?attention=false&connection=ysell', ['ysell 3', 'ysell 2', 'ysell 1']],
    ['?q=s00002', ['ysell 2']],
    ['?q=2', ['ysell 2']],
    ['?q=4711', ['ysell 2']],
    ['?q=TRACK-9', ['ysell 2']],
    ['?q=WH/OUT/00088', ['ysell 3']],
    ['?q=ysell:other:4', ['other 4']],
    ['?q=nothing', []],
    ['?since=2999-01-01', []],
  ];
  for (const [query, wanted] of found) {
    it(`are found by ${query}`, async () => assert.deepEqual(await list(query), wanted));
  }

  it('say all there is to know of one', async () => {
    await tell(api.store.db, timelineOf({ connection: 'ysell', saleOrderId: 3 }), 'Sent to Ysell Europe as 4712');
    const { body } = await api.call('GET', '/api/fulfilments/ysell/3');
    assert.deepEqual([body.number, body.stage, body.workflowId], ['S00003', 'delivered', 'ysell:ysell:3']);
    assert.deepEqual(body.centre, {
      id: '4712',
      status: '3',
      class: 'done',
      words: null,
      at: '2026-01-17T11:00:00.000Z',
    });
    assert.deepEqual(body.odoo, {
      saleOrderId: 3,
      name: 'S00003',
      state: 'sale',
      url: 'http://127.0.0.1:9/web#id=3&model=sale.order&view_type=form',
    });
    assert.deepEqual(body.transfer, {
      id: 88,
      name: 'WH/OUT/00088',
      url: 'http://127.0.0.1:9/web#id=88&model=stock.picking&view_type=form',
    });
    assert.equal((body.receiver as { city: string }).city, 'Oslo');
    assert.deepEqual(body.lines, [
      {
        productId: 904,
        centreProductId: '815',
        name: 'Drone',
        quantity: '1',
        productQuantity: '1',
        unitPrice: '1200.50',
        lots: [{ name: 'SN-1', quantity: '1' }],
      },
    ]);
    assert.deepEqual(
      body.timeline.map(({ text }) => text),
      ['Sent to Ysell Europe as 4712'],
    );
  });

  it('say why one is not sent yet, and what waits for a person', async () => {
    assert.equal((await api.call('GET', '/api/fulfilments/ysell/1')).body.waitsFor, 'its confirmation in Odoo');
    const { body } = await api.call('GET', '/api/fulfilments/ysell/4');
    assert.deepEqual(
      [body.centre, body.receiver, body.lines as unknown, body.attention.kind, first(body.openAttention).kind],
      [null, null, [], 'missing-fields', 'missing-fields'],
    );
  });

  it('say that a call which creates it has an unknown outcome', async () => {
    await aFulfilment(api.store.db, 5, { connection: 'other', sending_at: new Date('2026-01-17T10:00:00Z') });
    const { body } = await api.call('GET', '/api/fulfilments/other/5');
    assert.equal(body.sendingSince, '2026-01-17T10:00:00.000Z');
  });

  it('show the calls of their own run beside the newest of the rounds', async () => {
    const line = {
      connection: 'ysell',
      direction: 'out' as const,
      duration_ms: 1,
      status: 200,
      external_ids: ['4711'],
    };
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
    await api.store.db
      .insertInto('exchanges')
      .values([
        { ...line, at: at(0), method: 'POST', path: 'create', external_ids: [], workflow_id: 'ysell:ysell:2' },
        ...Array.from({ length: 40 }, (_, minute) => ({ ...line, at: at(minute + 1), method: 'GET', path: 'status' })),
      ])
      .execute();
    const { body } = await api.call('GET', '/api/fulfilments/ysell/2');
    assert.deepEqual([body.exchanges.length, body.exchanges.at(-1)?.path], [26, 'create']);
  });

  it('are 404 when nobody knows them, and 400 for what is no id', async () => {
    assert.equal((await api.call('GET', '/api/fulfilments/ysell/99')).status, 404);
    assert.equal((await api.call('POST', '/api/fulfilments/ysell/99/retry')).status, 404);
    assert.equal((await api.call('GET', '/api/fulfilments/ysell/S00001')).status, 400);
    assert.equal((await api.call('GET', '/api/fulfilments?stage=lost')).status, 400);
  });

  it('stand in the list of attention with what they are', async () => {
    const { body } = await api.call('GET', '/api/attention?kind=missing-fields');
    assert.deepEqual(first(body.items).target, { type: 'fulfilment', externalId: '4', number: 'S00004' });
  });

  it('are counted in the status of their connection and at /metrics', async () => {
    await api.store.db
      .insertInto('fulfilment_connections')
      .values({
        connection: 'ysell',
        starts_at: new Date(),
        followed_at: new Date('2026-01-17T10:00:00Z'),
        follow_result: json({ asked: 2, changed: 1 }),
      })
      .execute();
    const { body } = await api.call('GET', '/api/connections/ysell/status');
    assert.deepEqual(body.counts.fulfilments, {
      open: 3,
      attention: 1,
      openByStage: { received: 1, sent: 1, waiting: 1 },
    });
    assert.deepEqual(body.lastFollow, { startedAt: '2026-01-17T10:00:00.000Z', result: { asked: 2, changed: 1 } });
    const { text } = await api.call('GET', '/metrics');
    assert.match(text, /conveyor_fulfilments_open\{connection="ysell",stage="waiting"\} 1/);
    assert.match(text, /conveyor_fulfilments_follow_age_seconds\{connection="ysell"\} \d{4,}/);
  });

  it('take no webhooks: the address answers as one nobody knows', async () => {
    assert.equal((await api.call('POST', '/webhooks/ysell', {})).status, 401);
  });

  it('keep a connection from being deleted, unless it is forced: then they are closed and wake nobody', async () => {
    await aPrepCentre(api, { id: 'closing' });
    await aFulfilment(api.store.db, 1, { connection: 'closing' });
    const refused = await api.call('DELETE', '/api/connections/closing');
    assert.deepEqual([refused.status, /^1 orders of closing are open/.test(refused.body.detail)], [409, true]);
    assert.equal((await api.call('DELETE', '/api/connections/closing?force=true')).status, 200);
    const row = await api.store.db
      .selectFrom('fulfilments')
      .select(['stage', 'closed_at', 'revision', 'delivered_revision'])
      .where('connection', '=', 'closing')
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      [row.stage, row.closed_at === null, row.revision === row.delivered_revision],
      ['skipped', false, true],
    );
  });
});
