import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../src/store/database.ts';
import { databaseTime } from '../../src/store/finished-runs.ts';
import {
  addDifferences,
  beginReconciliation,
  dropSeenTo,
  failReconciliation,
  findReconciliationSince,
  finishReconciliation,
  getReconciliation,
  listReconciliationRows,
  listReconciliations,
  listRepairable,
} from '../../src/store/reconciliations.ts';
import type { NewDifference } from '../../src/store/reconciliations.ts';
import { openTestStore } from './open-test-store.ts';

const differing = (externalId: string, more: Partial<NewDifference> = {}): NewDifference => ({
  externalId,
  productId: 7,
  ours: { price: '10.00', stock: 5 },
  theirs: { price: '9', stock: null },
  why: 'It was never pushed',
  isRepairable: true,
  ...more,
});
const end = { comparedWith: 'marketplace', compared: 4, repaired: false } as const;

describe('a comparison of offers', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const begin = (dryRun = false) => beginReconciliation(store.db, 'cartona', dryRun);
  const rowsOf = (id: string) => listReconciliationRows(store.db, id, { limit: 10 });

  it('keeps what differs, and how many those are', async () => {
    const { id } = await begin();
    await addDifferences(store.db, id, [differing('b'), differing('a', { ours: null, isRepairable: false })]);
    // The same page once more, by the same attempt.
    await addDifferences(store.db, id, [differing('b')]);
    await addDifferences(store.db, id, []);
    const finished = await finishReconciliation(store.db, id, end);
    assert.deepEqual([finished.compared, finished.differing, finished.comparedWith], [4, 2, 'marketplace']);
    assert.deepEqual(await rowsOf(id), [
      {
        externalId: 'a',
        productId: 7,
        ourPrice: null,
        ourStock: null,
        theirPrice: '9',
        theirStock: null,
        why: 'It was never pushed',
      },
      {
        externalId: 'b',
        productId: 7,
        ourPrice: '10.00',
        ourStock: 5,
        theirPrice: '9',
        theirStock: null,
        why: 'It was never pushed',
      },
    ]);
    assert.deepEqual(await listRepairable(store.db, id, { after: '', limit: 10 }), ['b']);
    assert.deepEqual((await listReconciliationRows(store.db, id, { after: 'a', limit: 10 })).length, 1);
  });

  it('that was cut off is thrown away by the next one', async () => {
    const { id: cutOff } = await begin();
    await addDifferences(store.db, cutOff, [differing('a')]);
    const { id } = await begin();
    assert.equal(await getReconciliation(store.db, 'cartona', cutOff), undefined);
    assert.deepEqual(await rowsOf(cutOff), []);
    assert.equal((await getReconciliation(store.db, 'cartona', id))?.finishedAt, null);
    assert.equal(await getReconciliation(store.db, 'another', id), undefined);
  });

  it('that came to nothing says why and shows no listings', async () => {
    const { id } = await begin();
    await addDifferences(store.db, id, [differing('a')]);
    await failReconciliation(store.db, id, 'Odoo knows no pricelist 4');
    const [failed] = await listReconciliations(store.db, 'cartona', { limit: 5 });
    assert.deepEqual(
      [failed?.error, failed?.finishedAt !== null, failed?.differing],
      ['Odoo knows no pricelist 4', true, 0],
    );
    assert.deepEqual(await rowsOf(id), []);
  });

  it('does not call missed what was noticed or pushed since it began', async () => {
    const { id } = await begin();
    await sql`insert into offers (connection, external_id, price, stock, pushed_at) values
      ('cartona', 'pushed', 1, 1, now() + interval '1 second'), ('cartona', 'old', 1, 1, now() - interval '1 hour')`.execute(
      store.db,
    );
    await sql`insert into dirty_offers (connection, external_id) values ('cartona', 'noticed'), ('another', 'old')`.execute(
      store.db,
    );
    const ids = ['gone', 'noticed', 'old', 'pushed'];
    await addDifferences(
      store.db,
      id,
      ids.map((each) => differing(each, { isRepairable: each !== 'gone' })),
    );
    await dropSeenTo(store.db, { id });
    assert.deepEqual(
      (await rowsOf(id)).map(({ externalId }) => externalId),
      ['gone', 'old'],
    );
  });

  it('serves who asked before it began; one that only reported serves only who wanted no more', async () => {
    const before = await databaseTime(store.db);
    const since = (at: Date, dryRun: boolean) => findReconciliationSince(store.db, 'cartona', at, { dryRun });
    const { id } = await begin(true);
    assert.equal(await since(before, true), undefined);
    await finishReconciliation(store.db, id, end);
    assert.deepEqual([(await since(before, true))?.id, await since(before, false)], [id, undefined]);
    const { id: real } = await begin(false);
    await finishReconciliation(store.db, real, end);
    assert.deepEqual([(await since(before, true))?.id, (await since(before, false))?.id], [real, real]);
    assert.equal(await since(await databaseTime(store.db), true), undefined);
  });
});
