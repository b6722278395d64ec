import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../../src/store/database.ts';
import { readIfChanged } from '../../../src/store/mirror/read-if-changed.ts';
import { aMirrorModel } from '../../support/mirror-rows.ts';
import { openTestStore } from '../open-test-store.ts';

describe('a reading of the mirror under its tag', () => {
  let store: Store;
  before(async () => {
    store = await openTestStore();
    for (const model of ['lots', 'products'] as const) await aMirrorModel(store.db, model);
  });
  after(() => store.close());

  const one = sql<{ answer: number }>`select 1 as answer`;
  /** Fails as soon as it is read: there are no lots. */
  const failing = sql<{ answer: number }>`select 1 / count(*) as answer from mirror_lots`;
  const read = (known: readonly string[], query = one) => readIfChanged(store.db, ['products', 'lots'], query, known);

  it('reads nothing but the tag where the asker knows it', async () => {
    const { tag, row } = await read([]);
    assert.equal(row?.answer, 1);
    assert.deepEqual(await read(['another', tag], failing), { tag, row: null });
    await assert.rejects(read(['another'], failing), /division by zero/);
  });

  it('has another tag when a record of any of its models changed, and of no other', async () => {
    const { tag } = await read([]);
    await aMirrorModel(store.db, 'quants');
    assert.equal((await read([])).tag, tag);
    await aMirrorModel(store.db, 'lots');
    assert.notEqual((await read([])).tag, tag);
  });
});
