import assert from 'node:assert/strict';
import type { Store } from '../../src/store/database.ts';
import { listDueNotes, noteInOdoo, notePosted, postponeNote, refuseNote } from '../../src/store/odoo-notes.ts';
import type { OdooNote } from '../../src/store/odoo-notes.ts';
import { openTestStore } from './open-test-store.ts';

const aNote = (name: string, changes: Partial<OdooNote> = {}): OdooNote => ({
  externalId: `conveyor.${name}`,
  connection: 'ysell',
  model: 'sale.order',
  recordId: 42,
  text: `Note ${name}`,
  ...changes,
});

describe('notes for Odoo', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const due = async (): Promise<readonly string[]> => (await listDueNotes(store.db, 100)).map(({ text }) => text);
  const idOf = async (name: string): Promise<number> => {
    const { id } = await store.db
      .selectFrom('odoo_notes')
      .select('id')
      .where('external_id', '=', `conveyor.${name}`)
      .executeTakeFirstOrThrow();
    return id;
  };

  it('are kept once by their external id, with the first text', async () => {
    await noteInOdoo(store.db, aNote('a'));
    await noteInOdoo(store.db, aNote('a', { text: 'Another' }));
    assert.deepEqual(await due(), ['Note a']);
  });

  it('are none of a transaction that was rolled back', async () => {
    await assert.rejects(
      store.db.transaction().execute(async (trx) => {
        await noteInOdoo(trx, aNote('a'));
        throw new Error('rolled back');
      }),
    );
    assert.deepEqual(await due(), []);
  });

  it('come one after the other for a record, and at once for different ones', async () => {
    await noteInOdoo(store.db, aNote('a'));
    await noteInOdoo(store.db, aNote('b'));
    await noteInOdoo(store.db, aNote('c', { recordId: 43 }));
    await noteInOdoo(store.db, aNote('d', { model: 'stock.picking' }));
    assert.deepEqual(await due(), ['Note a', 'Note c', 'Note d']);
    await notePosted(store.db, [await idOf('a')]);
    assert.deepEqual(await due(), ['Note b', 'Note c', 'Note d']);
  });

  it('wait behind one of their record that is tried again later', async () => {
    await noteInOdoo(store.db, aNote('a'));
    await noteInOdoo(store.db, aNote('b'));
    await postponeNote(store.db, await idOf('a'), 60_000);
    assert.deepEqual(await due(), []);
    await postponeNote(store.db, await idOf('a'), 0);
    assert.deepEqual(
      (await listDueNotes(store.db, 100)).map(({ text, attempts }) => [text, attempts]),
      [['Note a', 2]],
    );
  });

  it('do not wait behind one that Odoo refused', async () => {
    await noteInOdoo(store.db, aNote('a'));
    await noteInOdoo(store.db, aNote('b'));
    await refuseNote(store.db, await idOf('a'), 'No such order');
    assert.deepEqual(await due(), ['Note b']);
  });

  it('are as many as were asked for', async () => {
    for (const recordId of [1, 2, 3]) await noteInOdoo(store.db, aNote(`n${recordId}`, { recordId }));
    assert.equal((await listDueNotes(store.db, 2)).length, 2);
  });
});
