import assert from 'node:assert/strict';
import { aMirrorStatus } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';
import type { CommandResult } from './run-in-test.ts';

const runId = '00000000-0000-4000-8000-000000000000';
const runPath = `/api/runs/${encodeURIComponent('mirror-odoo:now')}/${runId}`;
const message = 'Odoo sync started in background';
const done = { stage: 'done', full: false, read: 9, updated: 5, removed: 0, error: null };

describe('sync odoo', () => {
  let api: FakeApi;
  beforeEach(async () => {
    api = await startFakeApi();
    const sync = { workflowId: 'mirror-odoo:now', runId, url: 'http://127.0.0.1:8233/x' };
    api.on('POST /api/odoo/sync/trigger', () => ({ body: { success: true, message, sync } }));
  });
  afterEach(() => api.close());

  const run = (...args: readonly string[]): Promise<CommandResult> =>
    runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, 'sync', 'odoo', ...args);
  const ends = (result: unknown, state = 'done', error: string | null = null) =>
    api.on(`GET ${runPath}`, () => ({ body: { state, result, error } }));

  it('prints a line for each model with its count, as the log does', async () => {
    ends({
      ok: true,
      error: null,
      models: [
        { ...done, model: 'locations', updated: 23 },
        { ...done, model: 'move_lines', removed: 2 },
      ],
    });
    const { code, out, err } = await run('--models', 'locations,move-lines', '--full');
    assert.equal(
      out,
      [
        '✅ Odoo: Updated 23 locations',
        '✅ Odoo: Updated 5 move lines, removed 2',
        '✅ Odoo: Sync of locations, move lines completed',
      ].join('\n'),
    );
    assert.deepEqual([code, /Reading Odoo: http/.test(err)], [0, true]);
    assert.deepEqual(api.calls[0]?.body, { models: ['locations', 'move_lines'], full: true });
  });

  it('fails when a model may not be read, and names it', async () => {
    const failed = { ...done, model: 'lots', stage: 'failed', error: 'Alice may not read lots' };
    ends({ ok: false, error: 'lots: Alice may not read lots', models: [{ ...done, model: 'products' }, failed] });
    const { code, out } = await run();
    assert.equal(code, 1);
    assert.match(
      out,
      /^✅ Odoo: Updated 5 products\n❌ Odoo: Lots cannot be synced: Alice may not read lots\n❌ Odoo: /,
    );
    assert.deepEqual(api.calls[0]?.body, {});
  });

  it('tells how far it is', async () => {
    const progress = { stage: 'reading', full: false, read: 4000, updated: 12, removed: 0 };
    let isTold = false;
    api.on('GET /api/odoo/sync/status', () => {
      isTold = true;
      return { body: aMirrorStatus({ running: true, models: { quants: { updated: 0, removed: 0, progress } } }) };
    });
    api.on(`GET ${runPath}`, () => ({
      body: isTold
        ? { state: 'done', result: { ok: true, error: null, models: [] } }
        : { state: 'running', result: null },
    }));
    assert.match((await run()).err, /^quants: 4000 read, 12 updated$/m);
  });

  it('fails when the run does, and when it cannot begin', async () => {
    ends(null, 'cancelled');
    assert.deepEqual((await run()).out, 'not done: the run was cancelled');
    api.on('POST /api/odoo/sync/trigger', () => ({ body: { success: true, message, sync: null } }));
    const { code, out } = await run();
    assert.deepEqual([code, out], [1, 'asked for, and not begun: Temporal does not answer. It starts by itself later']);
  });

  it('prints all of it as JSON', async () => {
    ends({ ok: true, error: null, models: [{ ...done, model: 'lots' }] });
    const { out } = await run('--json');
    assert.partialDeepStrictEqual(JSON.parse(out), { workflowId: 'mirror-odoo:now', ok: true });
  });

  for (const args of [['pull'], ['--models', 'partners'], ['--since', '2026-01-01'], ['--dry-run']]) {
    it(`is wrong use with ${args.join(' ')}`, async () => assert.equal((await run(...args)).code, 2));
  }
});
