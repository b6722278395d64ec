import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../src/store/database.ts';
import * as pulls from '../../src/store/pulls.ts';
import { openTestStore } from './open-test-store.ts';

const result = { pages: 2, seen: 130, new: 3, changed: 1, unreadable: 0 };

describe('asking for a pull', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('many times before it runs is asking once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => pulls.requestPull(store.db, 'cartona')));
    await pulls.requestPull(store.db, 'other');
    const asked = await pulls.listPullRequests(store.db);
    assert.deepEqual(asked.map((request) => request.connection).sort(), ['cartona', 'other']);
  });

  it('is served by a pull that began after it', async () => {
    await pulls.requestPull(store.db, 'cartona');
    const [asked] = await pulls.listPullRequests(store.db);
    await pulls.clearPullRequest(store.db, 'cartona', asked?.asked_at ?? new Date(0));
    assert.deepEqual(await pulls.listPullRequests(store.db), []);
  });

  it('while one is being started is not served by that one', async () => {
    await pulls.requestPull(store.db, 'cartona');
    await store.db
      .updateTable('pull_requests')
      .set({ asked_at: sql`asked_at - interval '1 second'` })
      .execute();
    const [asked] = await pulls.listPullRequests(store.db);
    await pulls.requestPull(store.db, 'cartona');
    await pulls.clearPullRequest(store.db, 'cartona', asked?.asked_at ?? new Date(0));
    assert.equal((await pulls.listPullRequests(store.db)).length, 1);
  });
});

describe('the record of the last pull', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('says when it began and ended, and what it did', async () => {
    const startedAt = await pulls.notePullStarted(store.db, 'cartona');
    assert.equal((await pulls.readPullActivity(store.db, 'cartona'))?.pull_finished_at, null);
    await pulls.notePullFinished(store.db, 'cartona', startedAt, result);
    const activity = await pulls.readPullActivity(store.db, 'cartona');
    assert.deepEqual(activity?.pull_result, result);
    assert.deepEqual(activity.pull_finished_started_at, startedAt);
    assert.ok((activity.pull_finished_at ?? new Date(0)) >= startedAt);
  });

  it('keeps the last good one beside the error of a later one, until the next good one', async () => {
    const startedAt = await pulls.notePullStarted(store.db, 'cartona');
    await pulls.notePullFinished(store.db, 'cartona', startedAt, result);
    await pulls.notePullStarted(store.db, 'cartona');
    await pulls.notePullFailed(store.db, 'cartona', 'Cartona answered 503');
    const failed = await pulls.readPullActivity(store.db, 'cartona');
    assert.equal(failed?.pull_error, 'Cartona answered 503');
    assert.deepEqual(failed.pull_finished_started_at, startedAt);
    await pulls.notePullFinished(store.db, 'cartona', await pulls.notePullStarted(store.db, 'cartona'), result);
    assert.equal((await pulls.readPullActivity(store.db, 'cartona'))?.pull_error, null);
  });
});
