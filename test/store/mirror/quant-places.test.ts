import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../../src/store/database.ts';
import { keepRecords } from '../../../src/store/mirror/keep-records.ts';
import { listQuantsAtMoves, listTwins } from '../../../src/store/mirror/quant-places.ts';
import { openTestStore } from '../open-test-store.ts';
import { aRecord } from './mirror-records.ts';

describe('places of quants', () => {
  let store: Store;
  before(async () => {
    store = await openTestStore();
  });
  after(() => store.close());
  beforeEach(() => sql`truncate mirror_quants`.execute(store.db));

  const keep = (...quants: readonly (readonly [id: number, values: Parameters<typeof aRecord>[2]])[]) =>
    keepRecords(
      store.db,
      'quants',
      quants.map(([id, values]) => aRecord('quants', id, { product_id: 3, location_id: 8, ...values })),
    );

  it('are shared by quants of one product, location, lot, package and owner', async () => {
    await keep(
      [1, {}],
      [2, {}],
      [3, { lot_id: 1 }],
      [4, { package_id: 1 }],
      [5, { owner_id: 1 }],
      [6, { location_id: 9 }],
      [7, { product_id: 4 }],
      [8, {}],
      [20, { lot_id: 1 }],
      [30, {}],
    );
    assert.deepEqual(await listTwins(store.db, [2, 20]), [1, 3, 8, 30]);
    assert.deepEqual(await listTwins(store.db, [4, 5, 6, 7]), []);
    assert.deepEqual(await listTwins(store.db, [30, 8]), [1, 2]);
    assert.deepEqual(await listTwins(store.db, []), []);
  });

  it('of moves are both their ends, with the lot that moved', async () => {
    await keep([1, {}], [2, { location_id: 5 }], [3, { location_id: 6 }], [4, { lot_id: 2 }], [5, { package_id: 7 }]);
    const move = { product_id: 3, location_id: 5, location_dest_id: 8, lot_id: null };
    assert.deepEqual(await listQuantsAtMoves(store.db, [move, move]), [1, 2, 5]);
    assert.deepEqual(await listQuantsAtMoves(store.db, [{ ...move, lot_id: 2 }]), [4]);
    assert.deepEqual(await listQuantsAtMoves(store.db, []), []);
  });
});
