import assert from 'node:assert/strict';
import type { Store } from '../../../src/store/database.ts';
import {
  beginMirrorRun,
  finishMirrorRun,
  hasMirrorRun,
  isMirrorOverdue,
  listOpenMirrorRuns,
} from '../../../src/store/mirror/runs.ts';
import { listWantedModels, stopMirror, wantMirror } from '../../../src/store/mirror/want-mirror.ts';
import { openTestStore } from '../open-test-store.ts';

describe('runs of the mirror', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('want their models once, however often they begin', async () => {
    assert.equal(await hasMirrorRun(store.db), false);
    await beginMirrorRun(store.db, 'mirror-odoo:now/1', { models: ['lots'], full: true });
    assert.deepEqual(await listWantedModels(store.db), ['lots']);
    await stopMirror(store.db);
    await beginMirrorRun(store.db, 'mirror-odoo:now/1', { models: ['lots'], full: true });
    assert.deepEqual(await listWantedModels(store.db), []);
    assert.deepEqual(await listOpenMirrorRuns(store.db), ['mirror-odoo:now/1']);
    assert.equal(await hasMirrorRun(store.db), true);
  });

  it('begin anew when they are reset after their end', async () => {
    await beginMirrorRun(store.db, 'mirror-odoo/1', {});
    await finishMirrorRun(store.db, 'mirror-odoo/1', { error: null });
    await stopMirror(store.db);
    await beginMirrorRun(store.db, 'mirror-odoo/1', {});
    assert.equal((await listWantedModels(store.db)).length, 7);
    assert.deepEqual(await listOpenMirrorRuns(store.db), ['mirror-odoo/1']);
  });

  it('end once, well or with what went wrong', async () => {
    for (const run of ['a/1', 'b/2']) await beginMirrorRun(store.db, run, {});
    await finishMirrorRun(store.db, 'a/1', { error: null });
    await finishMirrorRun(store.db, 'b/2', { error: 'quants: not for you' });
    await finishMirrorRun(store.db, 'a/1', { error: 'it was ended' });
    const rows = await store.db.selectFrom('mirror_runs').select(['run', 'ok', 'error']).orderBy('id').execute();
    assert.deepEqual(rows, [
      { run: 'a/1', ok: true, error: null },
      { run: 'b/2', ok: false, error: 'quants: not for you' },
    ]);
    assert.deepEqual(await listOpenMirrorRuns(store.db), []);
  });

  it('are overdue when what was asked for was not begun in time', async () => {
    assert.equal(await isMirrorOverdue(store.db, -1_000), false);
    await wantMirror(store.db, { models: ['lots'] });
    assert.equal(await isMirrorOverdue(store.db, 60_000), false);
    assert.equal(await isMirrorOverdue(store.db, -1_000), true);
  });
});
