import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../../src/store/database.ts';
import { claimKey, keepAnswer, releaseKey } from '../../../src/store/pos/idempotency.ts';
import { openTestStore } from '../open-test-store.ts';

const request = { connection: 'shop', key: 'k', bodyHash: 'body' };

describe('the key of a request', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const claimed = async (): Promise<string> => {
    const claim = await claimKey(store.db, request);
    if (claim.outcome !== 'claimed') throw new Error(`The key is ${claim.outcome}`);
    return claim.claim;
  };
  const age = (seconds: number) =>
    sql`update idempotency_keys set created_at = created_at - ${seconds} * interval '1 second'`.execute(store.db);

  it('is taken by one of many', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimKey(store.db, request)));
    const outcomes = claims.map(({ outcome }) => outcome).toSorted();
    assert.deepEqual(outcomes, ['claimed', ...Array.from({ length: 9 }, () => 'under-way')]);
  });

  it('gives the answer that was kept, as long as the body is the same', async () => {
    assert.equal(await keepAnswer(store.db, request, await claimed(), { results: [1] }), true);
    assert.deepEqual(await claimKey(store.db, request), { outcome: 'done', answer: { results: [1] } });
    assert.deepEqual(await claimKey(store.db, { ...request, bodyHash: 'other' }), { outcome: 'other-body' });
    assert.equal((await claimKey(store.db, { ...request, connection: 'other' })).outcome, 'claimed');
  });

  it('is free again once it was given up', async () => {
    await releaseKey(store.db, request, await claimed());
    await claimed();
  });

  it('goes to the next one when its holder died, and the dead one changes nothing more', async () => {
    const dead = await claimed();
    await age(59);
    assert.equal((await claimKey(store.db, request)).outcome, 'under-way');
    await age(2);
    const next = await claimed();
    assert.equal(await keepAnswer(store.db, request, dead, 'late'), false);
    await releaseKey(store.db, request, dead);
    assert.equal(await keepAnswer(store.db, request, next, 'right'), true);
    await age(120);
    assert.deepEqual(await claimKey(store.db, request), { outcome: 'done', answer: 'right' });
  });
});
