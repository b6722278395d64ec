import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { CancelledFailure } from '@temporalio/common';
import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { createMirrorOdooActivities } from '../../src/activities/mirror-odoo.ts';
import { currentAbortSignal, untilAborted } from '../../src/connectors/odoo/abort.ts';
import { Failure } from '../../src/domain/failure.ts';
import type { MirrorProgress } from '../../src/domain/mirror/mirror-run.ts';
import type { Store } from '../../src/store/database.ts';
import { readMirrorModel } from '../../src/store/mirror/scan.ts';
import { listWantedModels, wantMirror } from '../../src/store/mirror/want-mirror.ts';
import { aRecord } from '../store/mirror/mirror-records.ts';
import { openTestStore } from '../store/open-test-store.ts';
import { recordsInOdoo } from './mirror/kept-in-memory.ts';
import type { MirrorCall, RecordsInOdoo } from './mirror/kept-in-memory.ts';

describe('the mirror of one model', () => {
  let store: Store;
  let odoo: RecordsInOdoo;
  let lines: string[];
  let stopping: AbortController;
  beforeEach(async () => {
    store = await openTestStore();
    odoo = recordsInOdoo();
    lines = [];
    stopping = new AbortController();
  });
  afterEach(() => store.close());

  const anEnvironment = (info: { attempt?: number } = {}) =>
    new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  const activities = () => {
    // The rest of Odoo has no part in this.
    const deps = { db: store.db, odoo: () => Promise.resolve({ mirror: odoo.mirror }) };
    const note = (line: string) => void lines.push(line);
    return createMirrorOdooActivities(deps as unknown as ActivityDependencies, {
      stopping: stopping.signal,
      log: { info: note, warn: note },
    });
  };
  const turn = (environment = anEnvironment()): Promise<MirrorProgress> =>
    environment.run(() => activities().mirrorModel({ model: 'quants' }));
  /** Wanted, and turned until it is through. */
  const mirror = async (wish: { full?: boolean } = {}): Promise<MirrorProgress> => {
    await wantMirror(store.db, { models: ['quants'], ...wish });
    for (;;) {
      const progress = await turn();
      if (progress.stage === 'done' || progress.stage === 'failed') return progress;
    }
  };
  const put = (id: number, values: Parameters<typeof aRecord>[2] = {}): void => {
    odoo.records.set(id, aRecord('quants', id, values));
  };
  const putMany = (count: number, values?: Parameters<typeof aRecord>[2]): void => {
    for (let id = 1; id <= count; id += 1) put(id, values);
  };
  const kept = async () =>
    (await store.db.selectFrom('mirror_quants').select(['id', 'quantity']).orderBy('id').execute()).map(
      ({ id, quantity }) => [id, quantity],
    );
  const callsOf = (method: MirrorCall['method']) =>
    odoo.calls.filter((call) => call.method === method && call.model === 'quants');
  const row = () => readMirrorModel(store.db, 'quants');

  it('reads everything the first time, in pages of a thousand, and then only what was written since', async () => {
    putMany(2_500, { write_date: '2026-01-31T08:00:00Z' });
    assert.partialDeepStrictEqual(await mirror(), { stage: 'done', full: true, read: 2_500, updated: 2_500 });
    assert.deepEqual(
      callsOf('readPage').map(({ afterId, limit, window }) => [afterId, limit, window]),
      [0, 1_000, 2_000].map((afterId) => [afterId, 1_000, { from: null, until: null }]),
    );
    assert.partialDeepStrictEqual(await row(), { active_count: 2_500, archived_count: 0 });

    odoo.calls.length = 0;
    put(7, { quantity: '9', write_date: '2026-01-31T12:10:00Z' });
    put(3_000, { quantity: '1', write_date: '2026-01-31T12:10:00Z', active: false });
    assert.partialDeepStrictEqual(await mirror(), { stage: 'done', full: false, read: 2, updated: 2, removed: 0 });
    assert.deepEqual(callsOf('readPage')[0]?.window?.until, new Date('2026-01-31T12:10:01Z'));
    assert.deepEqual(
      (await kept()).filter(([, quantity]) => quantity !== null),
      [
        [7, '9'],
        [3_000, '1'],
      ],
    );
    assert.partialDeepStrictEqual(await row(), { active_count: 2_500, archived_count: 1 });
    assert.deepEqual(lines, [
      '📊 Odoo: Syncing Quants...',
      '✅ Odoo: Updated 2500 quants',
      '📊 Odoo: Syncing Quants...',
      '✅ Odoo: Updated 2 quants',
    ]);
  });

  it('asks for all ids only where their number is another one', async () => {
    putMany(10);
    await mirror();
    put(11);
    await mirror();
    assert.deepEqual(
      callsOf('readIds').map(({ afterId }) => afterId),
      [10, 10],
      'as many as are kept',
    );
    odoo.records.delete(3);
    assert.partialDeepStrictEqual(await mirror(), { removed: 1 });
    assert.deepEqual(
      callsOf('readIds').map(({ afterId }) => afterId),
      [10, 10, 11, 0],
    );
    for (const id of [1, 6, 11]) odoo.records.delete(id);
    assert.partialDeepStrictEqual(await mirror({ full: true }), { full: true, removed: 3 });
    assert.equal(callsOf('readIds').length, 5, 'reading everything shows what is gone');
    assert.deepEqual(
      (await kept()).map(([id]) => id),
      [2, 4, 5, 7, 8, 9, 10],
    );
  });

  it('does nothing where nobody wants anything', async () => {
    putMany(3);
    assert.equal((await turn()).stage, 'done');
    assert.deepEqual(odoo.calls, []);
  });

  it('removes what is gone, and reads what is missing however old it is', async () => {
    putMany(10);
    await mirror();
    for (const id of [2, 10]) odoo.records.delete(id);
    await store.db.deleteFrom('mirror_quants').where('id', '=', 5).execute();
    assert.partialDeepStrictEqual(await mirror(), { stage: 'done', updated: 1, removed: 2 });
    assert.deepEqual(
      (await kept()).map(([id]) => id),
      [1, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.equal(lines.at(-1), '✅ Odoo: Updated 1 quants, removed 2');
  });

  it('reads again what quants may have been merged into: they show no new time', async () => {
    const there = { product_id: 3, location_id: 8, write_date: '2026-01-31T08:00:00Z' };
    put(1, { ...there, quantity: '10' });
    put(2, { ...there, quantity: '5' });
    put(3, { ...there, lot_id: 4, quantity: '7' });
    await mirror();
    // One that is known is merged, and one that came and went since.
    odoo.records.delete(2);
    put(1, { ...there, quantity: '15' });
    put(3, { ...there, lot_id: 4, quantity: '9' });
    odoo.moves.set(
      50,
      aRecord('move_lines', 50, {
        product_id: 3,
        location_id: 5,
        location_dest_id: 8,
        lot_id: 4,
        write_date: '2026-01-31T12:05:00Z',
      }),
    );
    assert.partialDeepStrictEqual(await mirror(), { stage: 'done', full: false, updated: 2, removed: 1 });
    assert.deepEqual(await kept(), [
      [1, '15'],
      [3, '9'],
    ]);
    odoo.before = ({ model }) => {
      if (model === 'move_lines') throw new Failure('Rejected', 'Not for you', { code: 'no-access' });
    };
    assert.partialDeepStrictEqual(await mirror(), { stage: 'done', error: null });
  });

  it('reads everything again when a day has passed', async () => {
    putMany(2, { write_date: '2026-01-01T00:00:00Z' });
    await mirror();
    odoo.calls.length = 0;
    assert.partialDeepStrictEqual(await mirror(), { full: false, read: 0 });
    assert.deepEqual(callsOf('readPage'), []);
    await store.db
      .updateTable('mirror_models')
      .set({ full_at: sql<Date>`now() - interval '25 hours'` })
      .execute();
    put(1, { write_date: '2026-01-01T00:00:00Z', quantity: '3' });
    assert.partialDeepStrictEqual(await mirror(), { full: true, read: 2, updated: 1 });
    assert.partialDeepStrictEqual(await mirror(), { full: false });
  });

  it('leaves out what is deleted between the look at the ids and the reading', async () => {
    putMany(3);
    await mirror();
    // Older than what the scan reads: only its id tells of it.
    put(9, { write_date: '2026-01-01T00:00:00Z' });
    odoo.before = ({ method }) => {
      if (method === 'readRecords') odoo.records.delete(9);
    };
    assert.partialDeepStrictEqual(await mirror(), { stage: 'done', updated: 0, removed: 0 });
    assert.deepEqual(
      (await kept()).map(([id]) => id),
      [1, 2, 3],
    );
  });

  it('goes on at the page that failed, in smaller pages', async () => {
    putMany(2_500);
    odoo.before = ({ method, afterId }) => {
      if (method === 'readPage' && afterId === 1_000) throw new Failure('Unavailable', 'Odoo did not answer in time');
    };
    await wantMirror(store.db, { models: ['quants'] });
    await assert.rejects(turn(), /did not answer in time/);
    assert.partialDeepStrictEqual(await row(), { stage: 'reading', after_id: 1_000, read: 1_000, active_until: null });
    odoo.before = () => undefined;
    odoo.calls.length = 0;
    const again = await turn(anEnvironment({ attempt: 2 }));
    assert.partialDeepStrictEqual(again, { stage: 'done', read: 2_500, updated: 2_500 });
    assert.deepEqual(
      callsOf('readPage').map(({ afterId, limit }) => [afterId, limit]),
      [1_000, 1_500, 2_000, 2_500].map((afterId) => [afterId, 500]),
    );
    assert.equal(callsOf('newest').length, 0);
  });

  it('says why it may not read a model, until it may', async () => {
    odoo.before = () => {
      throw new Failure('Rejected', 'You are not allowed to access quants', { code: 'no-access' });
    };
    assert.partialDeepStrictEqual(await mirror(), { stage: 'failed', error: 'You are not allowed to access quants' });
    assert.partialDeepStrictEqual(await row(), { error_code: 'no-access', stage: null });
    assert.equal(lines.at(-1), '❌ Odoo: Quants cannot be synced: You are not allowed to access quants');
    odoo.before = () => undefined;
    putMany(2);
    assert.partialDeepStrictEqual(await mirror(), { stage: 'done', error: null, updated: 2 });
  });

  it('does once more what was asked for while it was at it', async () => {
    putMany(1_500);
    odoo.before = async ({ method, afterId }) => {
      if (method === 'readPage' && afterId === 1_000) await wantMirror(store.db, { models: ['quants'], full: true });
    };
    await wantMirror(store.db, { models: ['quants'] });
    assert.equal((await turn()).stage, 'waiting');
    odoo.before = () => undefined;
    odoo.calls.length = 0;
    assert.partialDeepStrictEqual(await turn(), { stage: 'done', full: true });
    assert.equal(callsOf('readPage').length, 2);
    assert.deepEqual(await listWantedModels(store.db), []);
  });

  it('takes a full reading that was left unfinished for the one that is wanted, and reads behind it what changed since', async () => {
    putMany(1_500);
    odoo.before = ({ method, afterId }) => {
      if (method === 'readPage' && afterId === 1_000) throw new Failure('Unavailable', 'Odoo is away');
    };
    await wantMirror(store.db, { models: ['quants'] });
    await assert.rejects(turn());
    odoo.before = () => undefined;
    odoo.calls.length = 0;
    put(1, { quantity: '4', write_date: '2026-01-31T12:30:00Z' });
    assert.partialDeepStrictEqual(await mirror({ full: true }), { stage: 'done', full: false, read: 1, updated: 1 });
    assert.deepEqual(
      callsOf('readPage').map(({ afterId, window }) => [afterId, window?.from === null]),
      [
        [1_000, true],
        [0, false],
      ],
    );
    assert.deepEqual((await kept())[0], [1, '4']);
  });

  it('stops with its process, and the next one goes on there', async () => {
    putMany(2_500);
    odoo.before = async ({ method, afterId }) => {
      if (method !== 'readPage' || afterId !== 1_000) return;
      setImmediate(() => stopping.abort(new Error('The worker was asked to stop')));
      await untilAborted(new Promise<never>(() => undefined), currentAbortSignal());
    };
    await wantMirror(store.db, { models: ['quants'] });
    assert.partialDeepStrictEqual(await turn(), { stage: 'reading', read: 1_000 });
    odoo.before = () => undefined;
    stopping = new AbortController();
    assert.partialDeepStrictEqual(await turn(), { stage: 'done', read: 2_500 });
  });

  it('ends as cancelled when its run is cancelled', async () => {
    putMany(2_500);
    const environment = anEnvironment();
    odoo.before = async ({ method, afterId }) => {
      if (method !== 'readPage' || afterId !== 1_000) return;
      setImmediate(() => environment.cancel());
      await untilAborted(new Promise<never>(() => undefined), currentAbortSignal());
    };
    await wantMirror(store.db, { models: ['quants'] });
    await assert.rejects(turn(environment), CancelledFailure);
    assert.partialDeepStrictEqual(await row(), { stage: 'reading', after_id: 1_000 });
  });

  it('works in one place at a time, and once', async () => {
    putMany(2_500);
    await wantMirror(store.db, { models: ['quants'] });
    const both = await Promise.all([turn(), turn()]);
    assert.deepEqual(
      both.map(({ stage, updated }) => [stage, updated]),
      [
        ['done', 2_500],
        ['done', 2_500],
      ],
    );
    assert.equal(callsOf('readPage').length, 3);
  });

  it('reads the same whatever the clock of the server says', async () => {
    for (const off of [-10, 10]) {
      odoo.records.clear();
      odoo.serverTime = new Date(Date.parse('2026-01-31T12:00:00Z') + off * 60_000);
      put(1, { write_date: '2026-01-31T11:59:30Z' });
      await mirror({ full: true });
      // Began before the scan did, and committed after it.
      put(2, { write_date: '2026-01-31T11:55:00Z', quantity: '2' });
      put(1, { write_date: '2026-01-31T12:00:01Z', quantity: '1' });
      assert.partialDeepStrictEqual(await mirror(), { full: false, updated: 2 });
      assert.ok(callsOf('readPage').at(-1)?.window?.from !== null);
      assert.deepEqual(await kept(), [
        [1, '1'],
        [2, '2'],
      ]);
    }
  });
});
