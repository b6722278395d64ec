import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../src/store/database.ts';
import { releaseLease, takeLease } from '../../src/store/leases.ts';
import { openTestStore } from './open-test-store.ts';

describe('a lease', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const take = (holder: string) => takeLease(store.db, 'sweep', holder, 60_000);

  it('goes to one of many who ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => take(`holder-${index}`)));
    assert.equal(taken.filter(Boolean).length, 1);
  });

  it('is renewed by its holder and refused to others', async () => {
    assert.deepEqual([await take('a'), await take('b'), await take('a')], [true, false, true]);
  });

  it('goes to the next when its time is over', async () => {
    await take('a');
    await store.db
      .updateTable('leases')
      .set({ expires_at: sql`now() - interval '1 millisecond'` })
      .execute();
    assert.deepEqual([await take('b'), await take('a')], [true, false]);
  });

  it('goes to the next when its holder lets go, and nobody else can let go of it', async () => {
    await take('a');
    await releaseLease(store.db, 'sweep', 'b');
    assert.equal(await take('b'), false);
    await releaseLease(store.db, 'sweep', 'a');
    assert.equal(await take('b'), true);
  });

  it('is one of many names', async () => {
    assert.deepEqual([await take('a'), await takeLease(store.db, 'pull:cartona', 'b', 60_000)], [true, true]);
  });
});
