import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { bringMirrorOn } from '../../src/dispatch/mirror-runs.ts';
import { createScheduleKeeper, mirrorSchedule } from '../../src/dispatch/schedules.ts';
import { mirrorNowStart } from '../../src/domain/run-starts.ts';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import type { Store } from '../../src/store/database.ts';
import { beginMirrorRun, finishMirrorRun } from '../../src/store/mirror/runs.ts';
import { listWantedModels, stopMirror, wantMirror } from '../../src/store/mirror/want-mirror.ts';
import { openTestStore } from '../store/open-test-store.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { openNamespace } from '../support/open-namespace.ts';

const id = workflowIds.now(workflowIds.mirrorOdoo);

describe('runs of the mirror', () => {
  let store: Store;
  let namespace: TestNamespace;
  beforeEach(async () => {
    [store, namespace] = await Promise.all([openTestStore(), openNamespace()]);
  });
  afterEach(async () => {
    await store.close();
    await namespace.close();
  });

  const bring = () => bringMirrorOn({ db: store.db, client: namespace.client });
  const start = async () => {
    const { firstExecutionRunId } = await namespace.client.workflow.start(
      workflowTypes.mirrorOdoo,
      mirrorNowStart({ models: ['lots'] }),
    );
    return `${id}/${firstExecutionRunId}`;
  };
  const age = () => sql`update mirror_models set wanted_at = wanted_at - interval '1 minute'`.execute(store.db);

  it('begin with the first start, for all models, and once', async () => {
    assert.equal(await bring(), 1);
    assert.equal((await listWantedModels(store.db)).length, 7);
    const { status } = await namespace.client.workflow.getHandle(id).describe();
    assert.equal(status.name, 'RUNNING');
    await bring();
    const { count } = await namespace.client.workflow.count(`WorkflowType = "${workflowTypes.mirrorOdoo}"`);
    assert.ok(count <= 1);
  });

  it('begin for what was asked for and got none in time, and for nothing else', async () => {
    await beginMirrorRun(store.db, 'mirror-odoo/gone', {});
    await finishMirrorRun(store.db, 'mirror-odoo/gone', { error: null });
    await stopMirror(store.db);
    assert.equal(await bring(), 0);
    await wantMirror(store.db, { models: ['quants'] });
    assert.equal(await bring(), 0, 'whoever asked starts it');
    await age();
    assert.equal(await bring(), 1);
  });

  it('are left to do what is wanted while they live; dead ones count no more', async () => {
    const run = await start();
    await beginMirrorRun(store.db, run, {});
    await age();
    assert.equal(await bring(), 0);
    await namespace.client.workflow.getHandle(id).terminate();
    assert.equal(await bring(), 1);
    const ended = await store.db.selectFrom('mirror_runs').select(['ok', 'error']).where('run', '=', run).execute();
    assert.deepEqual(ended, [{ ok: false, error: 'The run was ended' }]);
  });

  it('have a schedule whose interval follows the environment, and which stays paused where a person paused it', async () => {
    await createScheduleKeeper(namespace.client, mirrorSchedule(15))();
    const handle = namespace.client.schedule.getHandle(workflowIds.mirrorOdoo);
    await handle.pause('for a while');
    const keep = createScheduleKeeper(namespace.client, mirrorSchedule(5));
    await keep();
    const { spec, state, action } = await handle.describe();
    assert.partialDeepStrictEqual(spec.intervals, [{ every: 300_000 }]);
    assert.partialDeepStrictEqual(state, { paused: true, note: 'for a while' });
    assert.equal(action.workflowId, workflowIds.mirrorOdoo);
    await handle.delete();
    await keep();
    assert.equal((await handle.describe()).state.paused, false);
  });
});
