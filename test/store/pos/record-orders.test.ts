import assert from 'node:assert/strict';
import type { Store } from '../../../src/store/database.ts';
import { openTestStore } from '../open-test-store.ts';
import { aPosLine, posReading } from '../../support/pos-readings.ts';
import { anUnread, posAttentionOf, posRowOf, posTimelineOf, pulled, setPosRow } from './pos-rows.ts';

describe('orders of a point of sale as they come', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
    await store.db
      .insertInto('connections')
      .values({ id: 'shop', kind: 'pos', name: 'Garage', settings: '{}', secrets: '' })
      .execute();
  });
  afterEach(() => store.close());

  const dearer = { lines: [aPosLine({ unitPrice: '90' })] };
  const asked = async (): Promise<number> =>
    (await store.db.selectFrom('pos_imports').select('wanted').executeTakeFirst())?.wanted ?? 0;
  const openKinds = async (key: string): Promise<string[]> =>
    (await posAttentionOf(store.db, key)).filter(({ resolved_at: at }) => at === null).map(({ kind }) => kind);

  it('are stored to be imported, numbered as they came, and an import is asked for', async () => {
    const results = await pulled(store.db, [posReading('20'), posReading('3'), posReading('3', { kind: 'refund' })]);
    assert.deepEqual(results, [
      { key: '20', result: 'new' },
      { key: '3', result: 'new' },
      { key: '3:REFUND', result: 'new' },
    ]);
    const rows = await store.db.selectFrom('pos_orders').selectAll().orderBy('seq').execute();
    assert.deepEqual(
      rows.map(({ key, order_id: id, kind, state, revision, fetched_by: run }) => [
        key,
        id,
        kind,
        state,
        revision,
        run,
      ]),
      [
        ['20', '20', 'sale', 'received', 1, 'pos-import:shop/1'],
        ['3', '3', 'sale', 'received', 1, 'pos-import:shop/1'],
        ['3:REFUND', '3', 'refund', 'received', 1, 'pos-import:shop/1'],
      ],
    );
    assert.deepEqual(await posTimelineOf(store.db, '20'), ['Pulled from Garage']);
    assert.equal(await asked(), 1);
  });

  it('that say nothing new stay as they are, and only who fetched them is noted', async () => {
    await pulled(store.db, [posReading('1')]);
    const before = await posRowOf(store.db, '1');
    const results = await pulled(store.db, [posReading('1')], { runId: 'pos-import:shop/2' });
    assert.deepEqual(results, [{ key: '1', result: 'same' }]);
    assert.deepEqual(await posRowOf(store.db, '1'), { ...before, fetched_by: 'pos-import:shop/2' });
    assert.equal(await asked(), 1);
  });

  it('are one order, pushed and pulled, where one states less than the other', async () => {
    const totals = {
      beforeTax: null,
      discount: null,
      tax: null,
      grandTotal: null,
      paid: null,
      balance: null,
      serviceCharges: null,
    };
    await pulled(store.db, [posReading('1', { totals, date: null })], { source: 'push', runId: null });
    assert.deepEqual(await pulled(store.db, [posReading('1')]), [{ key: '1', result: 'same' }]);
    assert.deepEqual(await posTimelineOf(store.db, '1'), ['Pushed by Garage']);
    const row = await posRowOf(store.db, '1');
    assert.deepEqual([row.source, row.revision, row.fetched_by], ['push', 1, 'pos-import:shop/1']);
  });

  for (const state of ['received', 'attention', 'refused', 'skipped'] as const) {
    it(`begin anew when they change while they are ${state}`, async () => {
      await pulled(store.db, [state === 'attention' ? anUnread('1') : posReading('1')]);
      await setPosRow(store.db, '1', { state });
      const [result] = await pulled(store.db, [posReading('1', dearer)]);
      assert.equal(result?.result, 'changed');
      const row = await posRowOf(store.db, '1');
      assert.deepEqual(
        [row.state, row.revision, row.content?.lines[0]?.unitPrice, row.problem],
        ['received', 2, '90', null],
      );
      assert.deepEqual(await openKinds('1'), []);
      assert.equal(await asked(), state === 'attention' ? 1 : 2);
      assert.match((await posTimelineOf(store.db, '1')).at(-1) ?? '', /^Changed at Garage/);
    });
  }

  it('that a person skipped stay skipped as long as they say the same', async () => {
    await pulled(store.db, [posReading('1')]);
    await setPosRow(store.db, '1', { state: 'skipped' });
    assert.equal((await pulled(store.db, [posReading('1')]))[0]?.result, 'same');
    assert.equal((await posRowOf(store.db, '1')).state, 'skipped');
  });

  for (const state of ['loading', 'loaded', 'paid', 'attention'] as const) {
    it(`wait for a person with the difference when they change after they were imported (${state})`, async () => {
      await pulled(store.db, [posReading('1')]);
      await setPosRow(store.db, '1', { state, odoo_id: state === 'loading' ? null : 42, odoo_name: 'Shop/0042' });
      const [result] = await pulled(store.db, [posReading('1', dearer)]);
      assert.equal(result?.result, 'changed-after-import');
      const row = await posRowOf(store.db, '1');
      assert.deepEqual(
        [row.state, row.revision, row.content?.lines[0]?.unitPrice, row.newer_content?.lines[0]?.unitPrice],
        [state, 2, '40', '90'],
      );
      assert.equal(row.run_wanted, true);
      const [attention] = await posAttentionOf(store.db, '1');
      assert.deepEqual(
        [attention?.kind, attention?.actions, attention?.workflow_id],
        ['changed-after-import', ['retry', 'skip'], 'pos:shop:1'],
      );
      assert.match(attention?.reason ?? '', /Order 1 .*Shop\/0042.*price 40\.00 is now 90\.00/);
    });
  }

  it('that changed after the import are told once, however often they come, also after a person skipped it', async () => {
    await pulled(store.db, [posReading('1')]);
    await setPosRow(store.db, '1', { state: 'paid', odoo_id: 42 });
    await pulled(store.db, [posReading('1', dearer)]);
    await store.db.updateTable('attention').set({ resolved_at: new Date() }).execute();
    assert.equal((await pulled(store.db, [posReading('1', dearer)]))[0]?.result, 'same');
    assert.equal((await pulled(store.db, [posReading('1', { ...dearer, date: null })]))[0]?.result, 'same');
    assert.equal((await posAttentionOf(store.db, '1')).length, 1);
    const again = await pulled(store.db, [posReading('1', { lines: [aPosLine({ unitPrice: '95' })] })]);
    assert.equal(again[0]?.result, 'changed-after-import');
    assert.deepEqual(await openKinds('1'), ['changed-after-import']);
  });

  it('that become again what was imported need nobody any more', async () => {
    await pulled(store.db, [posReading('1')]);
    await setPosRow(store.db, '1', { state: 'paid', odoo_id: 42 });
    await pulled(store.db, [posReading('1', dearer)]);
    assert.equal((await pulled(store.db, [posReading('1')]))[0]?.result, 'same');
    assert.deepEqual(await openKinds('1'), []);
    const row = await posRowOf(store.db, '1');
    assert.deepEqual([row.newer_hash, row.newer_content, row.state], [null, null, 'paid']);
  });

  it('that can no longer be read are a change after the import too, in words', async () => {
    await pulled(store.db, [posReading('1')]);
    await setPosRow(store.db, '1', { state: 'paid', odoo_id: 42, odoo_name: 'Shop/0042' });
    assert.equal((await pulled(store.db, [anUnread('1')]))[0]?.result, 'changed-after-import');
    const [attention] = await posAttentionOf(store.db, '1');
    assert.match(attention?.reason ?? '', /cannot be imported as it is now: Order 1 has no price/);
  });

  it('that cannot be read wait for a person, keep their problem, and get a run', async () => {
    const results = await pulled(store.db, [anUnread('1')]);
    assert.deepEqual(results, [{ key: '1', result: 'new', reason: 'Order 1 has no price' }]);
    const row = await posRowOf(store.db, '1');
    assert.deepEqual(
      [row.state, row.content, row.problem?.path, row.run_wanted],
      ['attention', null, 'OrderItems[0].Price', true],
    );
    assert.deepEqual(await openKinds('1'), ['bad-payload']);
    assert.equal(await asked(), 0);
  });

  it('that cannot be read in another way keep their attention, with the new words', async () => {
    await pulled(store.db, [anUnread('1')]);
    const other = {
      ...anUnread('1', 'bad-payload', { other: 1 }),
      problem: { kind: 'bad-payload' as const, path: 'x', message: 'Other words' },
    };
    await pulled(store.db, [other]);
    const attention = await posAttentionOf(store.db, '1');
    assert.deepEqual(
      attention.map(({ reason, resolved_at: at }) => [reason, at]),
      [['Other words', null]],
    );
  });

  it('that are neither sale nor refund are refused, and imported once they are one', async () => {
    assert.deepEqual(await pulled(store.db, [anUnread('1', 'status')]), [
      { key: '1', result: 'refused', reason: 'Order 1 has no price' },
    ]);
    assert.equal((await posRowOf(store.db, '1')).state, 'refused');
    assert.deepEqual(await openKinds('1'), []);
    assert.equal((await pulled(store.db, [posReading('1')]))[0]?.result, 'changed');
    assert.equal((await posRowOf(store.db, '1')).state, 'received');
  });

  it('that come twice in one answer are taken one after the other', async () => {
    const results = await pulled(store.db, [
      posReading('1'),
      posReading('1'),
      posReading('1', dearer),
      posReading('2'),
    ]);
    assert.deepEqual(
      results.map(({ key, result }) => [key, result]),
      [
        ['1', 'new'],
        ['1', 'same'],
        ['1', 'changed'],
        ['2', 'new'],
      ],
    );
    const row = await posRowOf(store.db, '1');
    assert.deepEqual([row.content?.lines[0]?.unitPrice, row.revision, row.state], ['90', 2, 'received']);
  });

  it('keep names in any script, and what no database takes is left out of the payload', async () => {
    const name = 'قهوة عربية ☕️ 👩‍🍳';
    await pulled(store.db, [posReading('1', { lines: [aPosLine({ name })] })]);
    assert.equal((await posRowOf(store.db, '1')).content?.lines[0]?.name, name);
    const odd = {
      text: 'a\0b \\u0000 \ud800',
      deep: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown,
    };
    await pulled(store.db, [anUnread('2', 'bad-payload', odd), anUnread('3', 'bad-payload', null)]);
    const { payload } = await posRowOf(store.db, '2');
    assert.equal((payload as { text: string }).text, 'ab \\u0000 \ufffd');
  });

  it('are stored once when the same come from many sides at once, in any order', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => String(index));
    const sides = Array.from({ length: 8 }, (_, side) =>
      pulled(
        store.db,
        (side % 2 === 0 ? ids : ids.toReversed()).map((id) => posReading(id, side < 4 ? {} : dearer)),
        { source: side % 3 === 0 ? 'push' : 'pull' },
      ),
    );
    const results = (await Promise.all(sides)).flat();
    assert.equal(results.filter(({ result }) => result === 'new').length, 300);
    const { count } = await store.db
      .selectFrom('pos_orders')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(count, 300);
  });

  it('of a connection that was deleted are not taken', async () => {
    await store.db.updateTable('connections').set({ deleted_at: new Date() }).execute();
    await assert.rejects(pulled(store.db, [posReading('1')]), /The connection shop was deleted/);
  });

  it('are stored fast enough for 50,000 in a minute, known ones too', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      posReading(String(index), { lines: Array.from({ length: 5 }, () => aPosLine()) }),
    );
    const seconds = async (): Promise<number> => {
      const startedAt = performance.now();
      for (let from = 0; from < many.length; from += 500) await pulled(store.db, many.slice(from, from + 500));
      return (performance.now() - startedAt) / 1_000;
    };
    const [first, second] = [await seconds(), await seconds()];
    assert.ok(first < 6 && second < 6, `${first} s, then ${second} s`);
  });
});
