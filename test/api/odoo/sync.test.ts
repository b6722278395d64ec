import assert from 'node:assert/strict';
import { mirrorModels } from '../../../src/domain/mirror/models.ts';
import { aMirrorModel } from '../../support/mirror-rows.ts';
import type { TestNamespace } from '../../support/namespace.ts';
import { startApiWithTemporal } from '../actions/api-with-temporal.ts';
import { first } from '../answer-body.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';

const nothing = {
  count: 0,
  archived: 0,
  lastSynced: null,
  updated: 0,
  removed: 0,
  progress: null,
  error: null,
} as const;

describe('the status of the mirror over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  const status = async (): Promise<unknown> => {
    const { status: code, text } = await api.call('GET', '/api/odoo/sync/status');
    assert.equal(code, 200, text);
    return JSON.parse(text) as unknown;
  };

  it('has the documented keys and one more before anything was read', async () => {
    assert.deepEqual(await status(), {
      products: { count: 0, last_synced: null },
      locations: { count: 0, last_synced: null },
      pickings: { count: 0, last_received: null },
      quants: { count: 0 },
      sync: {
        running: false,
        lastRun: null,
        models: Object.fromEntries(mirrorModels.map((model) => [model, nothing])),
        error: null,
      },
    });
  });

  it('tells what is kept, what is under way, and what may not be read', async () => {
    const { db } = api.store;
    await aMirrorModel(db, 'products', {
      active_count: 156,
      archived_count: 4,
      updated: 5,
      removed: 1,
      finished_at: '2026-01-16T10:30:00.123Z',
    });
    await aMirrorModel(db, 'locations', { active_count: 23, finished_at: '2026-01-16T10:30:00Z' });
    await aMirrorModel(db, 'pickings', { active_count: 45, received_at: '2026-01-16T09:15:00Z' });
    await aMirrorModel(db, 'quants', {
      active_count: 892,
      stage: 'reading',
      scan_full: true,
      read: 1000,
      updated: 900,
    });
    await aMirrorModel(db, 'lots', { error: 'Alice may not read lots', error_code: 'no-access' });
    await aMirrorModel(db, 'packages', { wanted_at: new Date(), read: 7 });
    await db
      .insertInto('mirror_runs')
      .values([
        { run: 'one', started_at: '2026-01-16T10:00:00Z', finished_at: '2026-01-16T10:01:00Z', ok: true },
        {
          run: 'two',
          started_at: '2026-01-16T10:15:00Z',
          finished_at: '2026-01-16T10:16:00Z',
          ok: false,
          error: 'lots: Alice may not read lots',
        },
        { run: 'three', started_at: '2026-01-16T10:30:00Z' },
      ])
      .execute();
    const found = await status();
    assert.partialDeepStrictEqual(found, {
      products: { count: 156, last_synced: '2026-01-16T10:30:00Z' },
      locations: { count: 23, last_synced: '2026-01-16T10:30:00Z' },
      pickings: { count: 45, last_received: '2026-01-16T09:15:00Z' },
      quants: { count: 892 },
      sync: {
        running: true,
        lastRun: { startedAt: '2026-01-16T10:15:00.000Z', finishedAt: '2026-01-16T10:16:00.000Z', ok: false },
        error: 'lots: Alice may not read lots',
        models: {
          products: { ...nothing, count: 156, archived: 4, lastSynced: '2026-01-16T10:30:00Z', updated: 5, removed: 1 },
          quants: { progress: { stage: 'reading', full: true, read: 1000, updated: 900, removed: 0 } },
          lots: { progress: null, error: 'Alice may not read lots' },
          packages: { progress: { stage: 'waiting', full: false, read: 0, updated: 0, removed: 0 } },
        },
      },
    });
    const { products, locations, pickings, quants } = (await api.call('GET', '/api/odoo/sync/status'))
      .body as unknown as Record<string, object>;
    assert.deepEqual(
      [products, locations, pickings, quants].map((each) => Object.keys(each ?? {})),
      [['count', 'last_synced'], ['count', 'last_synced'], ['count', 'last_received'], ['count']],
    );
  });

  it('is told in a few bytes while it is the same', async () => {
    const etag = (await api.call('GET', '/api/odoo/sync/status')).headers.get('etag') ?? '';
    const ask = () => api.call('GET', '/api/odoo/sync/status', undefined, { 'if-none-match': etag });
    assert.equal((await ask()).status, 304);
    await aMirrorModel(api.store.db, 'quants', { read: 2000 });
    assert.equal((await ask()).status, 200);
  });

  it('is told at /metrics too', async () => {
    await aMirrorModel(api.store.db, 'products', { began_at: '2026-01-16T10:29:00Z' });
    const { text } = await api.call('GET', '/metrics');
    assert.match(text, /conveyor_mirror_records\{model="products",archived="false"\} 156/);
    assert.match(text, /conveyor_mirror_records\{model="products",archived="true"\} 4/);
    assert.match(text, /conveyor_mirror_age_seconds\{model="products"\} \d{4,}/);
  });
});

describe('a mirror run asked for over REST', () => {
  let temporal: TestNamespace;
  let api: ApiUnderTest;
  before(async () => {
    ({ api, temporal } = await startApiWithTemporal());
  });
  after(async () => {
    await api.close();
    await temporal.close();
  });

  const trigger = (body?: unknown, headers: Record<string, string> = {}) =>
    api.call('POST', '/api/odoo/sync/trigger', body, headers);
  const wanted = async (of: ApiUnderTest) =>
    (
      await of.store.db
        .selectFrom('mirror_models')
        .select(['model', 'full_wanted'])
        .where('wanted_at', 'is not', null)
        .orderBy('model')
        .execute()
    ).map(({ model, full_wanted: isFull }) => (isFull ? `${model} in full` : model));

  it('needs no body, is answered at once, and joined by a second one', async () => {
    const request = { method: 'POST', headers: { authorization: `Bearer ${api.token}` } };
    const answer = await fetch(`${api.url}/api/odoo/sync/trigger`, request);
    const body = (await answer.json()) as { sync: { workflowId: string; runId: string; url: string } };
    assert.equal(answer.status, 200);
    assert.partialDeepStrictEqual(body, { success: true, message: 'Odoo sync started in background' });
    assert.equal(body.sync.workflowId, 'mirror-odoo:now');
    const second = (await trigger({})).body as unknown as typeof body;
    assert.equal(second.sync.runId, body.sync.runId);
    assert.deepEqual(await wanted(api), [...mirrorModels].toSorted());
    const { sync } = (await api.call('GET', '/api/odoo/sync/status')).body as unknown as { sync: { running: boolean } };
    assert.equal(sync.running, true, 'who asks at once sees that it is to come');
  });

  it('stores what is asked for before the run is told', async () => {
    await api.store.db.updateTable('mirror_models').set({ wanted_at: null }).execute();
    const { status } = await trigger({ models: ['quants', 'lots'], full: true });
    assert.equal(status, 200);
    assert.deepEqual(await wanted(api), ['lots in full', 'quants in full']);
  });

  it('is started later where Temporal does not answer', async () => {
    const alone = await startTestApi();
    try {
      const { status, text } = await alone.call('POST', '/api/odoo/sync/trigger', { models: ['lots'] });
      assert.deepEqual(
        [status, JSON.parse(text)],
        [200, { success: true, message: 'Odoo sync started in background', sync: null }],
      );
      assert.deepEqual(await wanted(alone), ['lots']);
    } finally {
      await alone.close();
    }
  });

  for (const [body, path] of [
    [{ models: ['partners'] }, 'models[0]'],
    [{ models: [] }, 'models'],
    [{ full: 'yes' }, 'full'],
    [{ model: 'lots' }, 'model'],
  ] as const) {
    it(`is 400 for ${JSON.stringify(body)}`, async () => {
      const answer = await trigger(body);
      assert.deepEqual([answer.status, first(answer.body.errors).path], [400, path], answer.text);
    });
  }

  it('is 403 for a token that may only read', async () => {
    const { body } = await api.call('POST', '/api/tokens', { name: 'reader', scope: 'read' });
    assert.equal((await trigger(undefined, { authorization: `Bearer ${body.token}` })).status, 403);
  });
});
