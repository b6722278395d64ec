import assert from 'node:assert/strict';
import type { Store } from '../../../src/store/database.ts';
import type { PosCounts } from '../../../src/domain/pos/pos-run.ts';
import {
  countFetched,
  failPosRun,
  finishPosRun,
  messageOf,
  readPosStatus,
  startPosRun,
} from '../../../src/store/pos/pos-runs.ts';
import { openTestStore } from '../open-test-store.ts';
import { aPosLine, posReading } from '../../support/pos-readings.ts';
import { anUnread, pulled, setPosRow } from './pos-rows.ts';

const id = 'pos-import:shop/1';
const nothing: PosCounts = { fetched: 0, created: 0, existing: 0, attention: 0, refused: 0, waiting: 0 };

describe('syncs of a point of sale', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('count what became of the orders they fetched', async () => {
    const { db } = store;
    const startedAt = await startPosRun(db, { id, connection: 'shop' });
    const ids = ['created', 'existing', 'waiting', 'loaded', 'skipped', 'changed'];
    await pulled(db, [...ids.map((each) => posReading(each)), anUnread('attention'), anUnread('refused', 'status')]);
    await pulled(db, [posReading('elsewhere')], { runId: 'pos-import:shop/2' });
    const before = new Date(startedAt.getTime() - 1);
    await setPosRow(db, 'created', { state: 'paid', odoo_id: 1, paid_at: startedAt });
    await setPosRow(db, 'existing', { state: 'paid', odoo_id: 2, paid_at: before });
    await setPosRow(db, 'loaded', { state: 'loaded', odoo_id: 3 });
    await setPosRow(db, 'skipped', { state: 'skipped' });
    await setPosRow(db, 'changed', { state: 'paid', odoo_id: 4, paid_at: before });
    await pulled(db, [posReading('changed', { lines: [aPosLine({ quantity: '3' })] })]);
    assert.deepEqual(await countFetched(db, id, startedAt), {
      fetched: 8,
      created: 1,
      existing: 1,
      attention: 2,
      refused: 2,
      waiting: 2,
    });
    assert.deepEqual(await countFetched(db, 'nobody', startedAt), nothing);
  });

  const messages: readonly [Partial<PosCounts>, string][] = [
    [
      { fetched: 12, created: 9, existing: 1, attention: 2 },
      '12 fetched: 9 created, 1 there already, 2 need attention',
    ],
    [{ fetched: 3, attention: 1, refused: 1, waiting: 1 }, '3 fetched: 1 needs attention, 1 refused, 1 waits'],
    [{ fetched: 0 }, '0 fetched'],
  ];
  for (const [counts, message] of messages) {
    it(`are told as "${message}"`, () => assert.equal(messageOf({ ...nothing, ...counts }), message));
  }

  it('are one record however often they are begun, and end once', async () => {
    const { db } = store;
    const began = await startPosRun(db, { id, connection: 'shop' });
    await failPosRun(db, id, 'Out of reach');
    assert.deepEqual(await startPosRun(db, { id, connection: 'shop' }), began);
    const trying = await readPosStatus(db, 'shop');
    assert.deepEqual([trying.last?.status, trying.last?.message, trying.running?.id], ['error', 'Out of reach', id]);
    await finishPosRun(db, id, { status: 'success', message: 'Done', counts: { fetched: 1 } });
    const { last, running } = await readPosStatus(db, 'shop');
    assert.deepEqual(
      [last?.status, last?.message, last?.counts, running],
      ['success', 'Done', { fetched: 1 }, undefined],
    );
    assert.deepEqual(await readPosStatus(db, 'other'), { last: undefined, running: undefined });
  });
});
