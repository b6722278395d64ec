import assert from 'node:assert/strict';
import type { Store } from '../../../src/store/database.ts';
import { keepRecords, noMirrorChange } from '../../../src/store/mirror/keep-records.ts';
import { mirrorProgressOf } from '../../../src/store/mirror/progress.ts';
import {
  beginScan,
  countAsFull,
  drawMirrorRight,
  failScan,
  readMirrorModel,
  restScan,
  writeScanStep,
} from '../../../src/store/mirror/scan.ts';
import type { NewScan } from '../../../src/store/mirror/scan.ts';
import { listWantedModels, stopMirror, wantMirror } from '../../../src/store/mirror/want-mirror.ts';
import { openTestStore } from '../open-test-store.ts';
import { aRecord } from './mirror-records.ts';

const newestAt = new Date('2026-01-31T10:00:00Z');
const serverTime = new Date('2026-01-31T10:05:00Z');

describe('scans of the mirror', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const draw = () => drawMirrorRight(store.db, 'quants');
  const row = () => readMirrorModel(store.db, 'quants');
  const aScan = (beganAt: Date, over: Partial<NewScan> = {}): NewScan => ({
    full: true,
    from: null,
    reads: true,
    newestAt,
    serverTime,
    beganAt,
    ...over,
  });
  const nothing = () => Promise.resolve(noMirrorChange);

  it('are wanted by whoever asks, in the order in which models are read; a full one stays full', async () => {
    await wantMirror(store.db, { models: ['quants', 'lots', 'quants'], full: true });
    await wantMirror(store.db, { models: ['quants'] });
    assert.deepEqual(await listWantedModels(store.db), ['lots', 'quants']);
    assert.equal((await row()).full_wanted, true);
    await wantMirror(store.db, {});
    assert.equal((await listWantedModels(store.db)).length, 7);
    assert.equal(mirrorProgressOf(await row()).stage, 'waiting');
  });

  it('answer those who asked before they began, and not those who asked later', async () => {
    await wantMirror(store.db, { models: ['quants'] });
    const { right, now } = await draw();
    await beginScan(store.db, right, aScan(now));
    assert.deepEqual(await listWantedModels(store.db), []);
    const second = await draw();
    await wantMirror(store.db, { models: ['quants'], full: true });
    await beginScan(store.db, second.right, aScan(second.now, { full: false }));
    assert.deepEqual(await listWantedModels(store.db), ['quants']);
    assert.equal((await row()).full_wanted, true);
    await countAsFull(store.db, second.right);
    assert.equal((await row()).full_wanted, false);
    assert.deepEqual(await listWantedModels(store.db), ['quants']);
  });

  it('are written together with how far they are, and raise the version only where a record changed', async () => {
    const { right, now } = await draw();
    await beginScan(store.db, right, aScan(now));
    const records = [aRecord('quants', 3), aRecord('quants', 5, { active: false })];
    const keep = () =>
      writeScanStep(store.db, right, { read: 2, afterId: 5 }, (trx) => keepRecords(trx, 'quants', records));
    await keep();
    assert.partialDeepStrictEqual(await row(), {
      stage: 'reading',
      after_id: 5,
      read: 2,
      updated: 2,
      version: 1,
      active_count: 1,
      archived_count: 1,
    });
    const { received_at: receivedAt } = await row();
    assert.ok(receivedAt !== null);
    await keep();
    assert.partialDeepStrictEqual(await row(), { read: 4, updated: 2, version: 1, received_at: receivedAt });
  });

  it('write nothing and move nowhere when a write fails', async () => {
    const { right, now } = await draw();
    await beginScan(store.db, right, aScan(now));
    const failing = writeScanStep(store.db, right, { read: 1, afterId: 9 }, async (trx) => {
      await keepRecords(trx, 'quants', [aRecord('quants', 9)]);
      throw new Error('the connection is lost');
    });
    await assert.rejects(failing, /is lost/);
    assert.partialDeepStrictEqual(await row(), { after_id: 0, read: 0, active_count: 0 });
    assert.deepEqual(await store.db.selectFrom('mirror_quants').select('id').execute(), []);
  });

  it('come to their end by reading and comparing, and leave what the next one goes by', async () => {
    const { right, now } = await draw();
    await beginScan(store.db, right, aScan(now));
    await writeScanStep(store.db, right, { read: 1, afterId: 9, then: 'comparing' }, nothing);
    assert.partialDeepStrictEqual(await row(), { stage: 'comparing', after_id: 0, finished_at: null });
    await writeScanStep(store.db, right, { read: 0, afterId: 9, then: 'done' }, nothing);
    await restScan(store.db, right);
    const done = await row();
    assert.partialDeepStrictEqual(done, { stage: null, after_id: 0, newest_at: newestAt, server_at: serverTime });
    assert.equal(done.began_at?.getTime(), now.getTime());
    assert.ok(done.finished_at !== null && done.active_until === null);
    assert.equal(mirrorProgressOf(done).stage, 'done');
  });

  it('belong to the newest attempt: an older one writes nothing any more', async () => {
    const older = await draw();
    await beginScan(store.db, older.right, aScan(older.now));
    const newer = await draw();
    const late = await writeScanStep(store.db, older.right, { read: 1, afterId: 9 }, (trx) =>
      keepRecords(trx, 'quants', [aRecord('quants', 9)]),
    );
    assert.equal(late, null);
    assert.equal(await beginScan(store.db, older.right, aScan(older.now)), null);
    assert.equal(await restScan(store.db, older.right), null);
    assert.deepEqual(await store.db.selectFrom('mirror_quants').select('id').execute(), []);
    assert.notEqual(await beginScan(store.db, newer.right, aScan(newer.now)), null);
  });

  it('that cannot be read say why until they can', async () => {
    await wantMirror(store.db, { models: ['quants'] });
    const first = await draw();
    await failScan(store.db, first.right, { message: 'not for you', code: 'no-access', beganAt: first.now });
    assert.partialDeepStrictEqual(mirrorProgressOf(await row()), { stage: 'failed', error: 'not for you' });
    assert.deepEqual(await listWantedModels(store.db), []);
    await wantMirror(store.db, { models: ['quants'] });
    assert.partialDeepStrictEqual(mirrorProgressOf(await row()), { stage: 'waiting', error: 'not for you' });
    const second = await draw();
    await beginScan(store.db, second.right, aScan(second.now));
    assert.partialDeepStrictEqual(mirrorProgressOf(await row()), { stage: 'reading', error: null });
  });

  it('that a person stops keep how far they are, and their attempt writes no more', async () => {
    await wantMirror(store.db, {});
    const { right, now } = await draw();
    await beginScan(store.db, right, aScan(now));
    await writeScanStep(store.db, right, { read: 1_000, afterId: 1_000 }, nothing);
    await stopMirror(store.db);
    assert.equal(await writeScanStep(store.db, right, { read: 1_000, afterId: 2_000 }, nothing), null);
    assert.deepEqual(await listWantedModels(store.db), []);
    assert.partialDeepStrictEqual(await row(), { stage: 'reading', after_id: 1_000, read: 1_000 });
  });
});
