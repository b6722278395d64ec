import assert from 'node:assert/strict';
import { finishPosRun, failPosRun, startPosRun } from '../../../src/store/pos/pos-runs.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { posReading } from '../../support/pos-readings.ts';
import { anUnread, pulled } from '../../store/pos/pos-rows.ts';
import { aShop } from './a-shop.ts';

const nothing = { fetched: 0, created: 0, existing: 0, attention: 0, refused: 0, waiting: 0 };

describe('the status of a point of sale', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
    await aShop(api);
  });
  afterEach(() => api.close());

  const status = async () => {
    const answer = await api.call('GET', '/api/pos/shop/status');
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  it('says nothing before the first sync', async () => {
    assert.deepEqual(await status(), {
      last_sync_date: null,
      last_sync_status: null,
      last_sync_message: null,
      counts: nothing,
      running: null,
      orders: { byState: {}, attention: 0 },
    });
  });

  it('says what the last sync came to, and what is under way', async () => {
    const { db } = api.store;
    await startPosRun(db, { id: 'pos-import:shop:now/1', connection: 'shop' });
    const counts = { ...nothing, fetched: 2, created: 2 };
    await finishPosRun(db, 'pos-import:shop:now/1', { status: 'success', message: '2 fetched: 2 created', counts });
    await startPosRun(db, { id: 'pos-import:shop-2026/2', connection: 'shop' });
    await pulled(db, [posReading('1'), anUnread('2')], { runId: 'pos-import:shop-2026/2' });
    const body = await status();
    assert.deepEqual(
      [body.last_sync_status, body.last_sync_message, body.counts],
      ['success', '2 fetched: 2 created', counts],
    );
    assert.ok(body.last_sync_date !== null && Date.parse(body.last_sync_date) > Date.now() - 60_000);
    assert.deepEqual((body.running as { counts: object }).counts, { ...nothing, fetched: 2, attention: 1, waiting: 1 });
    assert.deepEqual(body.orders, { byState: { attention: 1, received: 1 }, attention: 1 });
  });

  it('says what goes wrong while it is tried again', async () => {
    const { db } = api.store;
    await startPosRun(db, { id: 'pos-import:shop/1', connection: 'shop' });
    await failPosRun(db, 'pos-import:shop/1', 'Garage does not answer');
    await startPosRun(db, { id: 'pos-import:shop/1', connection: 'shop' });
    const body = await status();
    assert.deepEqual([body.last_sync_status, body.last_sync_message], ['error', 'Garage does not answer']);
    assert.notEqual(body.running, null);
  });

  it('has a history', async () => {
    const { db } = api.store;
    for (const run of ['1', '2', '3']) {
      await startPosRun(db, { id: `pos-import:shop/${run}`, connection: 'shop' });
      await finishPosRun(db, `pos-import:shop/${run}`, {
        status: 'no_orders',
        message: 'The source gave no orders',
        counts: nothing,
      });
    }
    const page = await api.call('GET', '/api/pos/shop/runs?limit=2');
    const rest = await api.call('GET', `/api/pos/shop/runs?limit=2&cursor=${page.body.next}`);
    const runs = [...page.body.items, ...rest.body.items] as unknown as {
      runId: string;
      status: string;
      url: string;
    }[];
    assert.deepEqual(
      runs.map(({ runId, status: came }) => [runId, came]),
      [
        ['3', 'no_orders'],
        ['2', 'no_orders'],
        ['1', 'no_orders'],
      ],
    );
    assert.match(runs[0]?.url ?? '', /pos-import%3Ashop\/3$/);
  });

  it('is in the metrics', async () => {
    const { db } = api.store;
    await pulled(db, [posReading('1'), posReading('2')]);
    await db
      .updateTable('pos_imports')
      .set({ fetched_until: new Date(Date.now() - 90_000) })
      .execute();
    await startPosRun(db, { id: 'pos-import:shop/1', connection: 'shop' });
    await finishPosRun(db, 'pos-import:shop/1', { status: 'success', message: '', counts: nothing });
    const { text } = await api.call('GET', '/metrics');
    assert.match(text, /conveyor_pos_orders\{connection="shop",state="received"\} 2/);
    assert.match(text, /conveyor_pos_runs\{connection="shop",status="success"\} 1/);
    const age = /conveyor_pos_fetch_age_seconds\{connection="shop"\} ([\d.]+)/.exec(text)?.[1];
    assert.ok(Number(age) >= 90 && Number(age) < 200, text);
  });
});
