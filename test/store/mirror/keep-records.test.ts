import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { mirrored, mirrorModels, mirrorTable } from '../../../src/domain/mirror/models.ts';
import type { MirrorColumnKind } from '../../../src/domain/mirror/models.ts';
import type { Store } from '../../../src/store/database.ts';
import { greatestKept, keepRecords, listKeptIds, removeRecords } from '../../../src/store/mirror/keep-records.ts';
import { openTestStore } from '../open-test-store.ts';
import { aRecord } from './mirror-records.ts';

const examples: Readonly<Record<MirrorColumnKind, string | number | boolean>> = {
  id: 41,
  text: 'Ωmega \\ "quoted"',
  flag: true,
  decimal: '2.5000001',
  money: '1234.50',
  time: '2026-01-31T23:59:59Z',
  date: '2026-01-31',
};

describe('records of the mirror', () => {
  let store: Store;
  before(async () => {
    store = await openTestStore();
  });
  after(() => store.close());
  beforeEach(async () => {
    for (const model of mirrorModels) await sql`truncate ${sql.table(mirrorTable(model))}`.execute(store.db);
  });

  const kept = async (model: (typeof mirrorModels)[number]) =>
    (
      await sql<{ row: Record<string, unknown> }>`
        select to_jsonb(kept) as row from ${sql.table(mirrorTable(model))} as kept order by id`.execute(store.db)
    ).rows.map(({ row }) => row);

  for (const model of mirrorModels) {
    it(`keeps every column of ${mirrored[model].title}`, async () => {
      const columns: Readonly<Record<string, MirrorColumnKind>> = mirrored[model].columns;
      const values = Object.fromEntries(Object.entries(columns).map(([name, kind]) => [name, examples[kind]]));
      const change = await keepRecords(store.db, model, [
        aRecord(model, 7, values),
        aRecord(model, 8, { active: false }),
      ]);
      assert.deepEqual(change, { updated: 2, removed: 0, active: 1, archived: 1 });
      const [full = {}, empty = {}] = await kept(model);
      for (const [name, kind] of Object.entries(columns)) {
        const wanted = examples[kind];
        const found = full[name];
        if (kind === 'time') assert.equal(new Date(String(found)).toISOString(), '2026-01-31T23:59:59.000Z', name);
        else if (kind === 'decimal' || kind === 'money') assert.equal(Number(found), Number(wanted), name);
        else assert.equal(found, wanted, name);
        assert.equal(empty[name], null, name);
      }
      assert.equal(empty['active'], false);
    });
  }

  it('writes only what differs, and tells how many', async () => {
    const three = [1, 2, 3].map((id) => aRecord('quants', id, { quantity: '5', product_id: 9 }));
    assert.equal((await keepRecords(store.db, 'quants', three)).updated, 3);
    const version = async () =>
      (await sql<{ xmin: string }>`select xmin::text from mirror_quants order by id`.execute(store.db)).rows.map(
        ({ xmin }) => xmin,
      );
    const before = await version();
    const same = await keepRecords(store.db, 'quants', [
      aRecord('quants', 1, { quantity: '5.00', product_id: 9 }),
      aRecord('quants', 2, { quantity: '6', product_id: 9 }),
      aRecord('quants', 3, { quantity: '5', product_id: null }),
    ]);
    assert.deepEqual(same, { updated: 2, removed: 0, active: 0, archived: 0 });
    const after = await version();
    assert.equal(after[0], before[0], 'an equal row is not touched');
    assert.notEqual(after[1], before[1]);
  });

  it('tells by how many there are more active and archived ones', async () => {
    await keepRecords(store.db, 'lots', [aRecord('lots', 1), aRecord('lots', 2), aRecord('lots', 3)]);
    const change = await keepRecords(store.db, 'lots', [
      aRecord('lots', 1, { active: false }),
      aRecord('lots', 2),
      aRecord('lots', 4, { active: false }),
    ]);
    assert.deepEqual(change, { updated: 2, removed: 0, active: -1, archived: 2 });
  });

  it('keeps text that PostgreSQL has no room for as well as it can', async () => {
    await keepRecords(store.db, 'lots', [aRecord('lots', 1, { name: 'a\u0000b\ud800c' })]);
    assert.equal((await kept('lots'))[0]?.['name'], 'ab\ufffdc');
  });

  it('removes records, and counts those that were there', async () => {
    await keepRecords(
      store.db,
      'quants',
      [1, 2, 3, 4, 5, 6].map((id) => aRecord('quants', id, { active: id !== 2 })),
    );
    const change = await removeRecords(store.db, 'quants', [2, 5, 77]);
    assert.deepEqual(change, { updated: 0, removed: 2, active: -1, archived: -1 });
    assert.deepEqual(await removeRecords(store.db, 'quants', []), { updated: 0, removed: 0, active: 0, archived: 0 });
    assert.deepEqual(await listKeptIds(store.db, 'quants', { after: 0, until: null }), [1, 3, 4, 6]);
    assert.deepEqual(await listKeptIds(store.db, 'quants', { after: 1, until: 4 }), [3, 4]);
    assert.equal(await greatestKept(store.db, 'quants'), 6);
    assert.equal(await greatestKept(store.db, 'lots'), 0);
  });
});
