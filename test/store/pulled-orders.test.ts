import assert from 'node:assert/strict';
import { marketplaceStatuses } from '../../src/domain/marketplace-order.ts';
import { canBecome } from '../../src/domain/status-order.ts';
import { openAttention, raiseAttention } from '../../src/store/attention.ts';
import type { Store } from '../../src/store/database.ts';
import { anOrderRow, factsOf, pulled, recordPage, rowOf, unreadable } from './order-rows.ts';
import { openTestStore } from './open-test-store.ts';

describe('a pulled page', () => {
  let store: Store;
  before(async () => {
    store = await openTestStore();
  });
  after(() => store.close());

  it('stores each new order with its payload and one fact', async () => {
    const counts = await recordPage(store.db, [pulled('n1'), pulled('n2')]);
    assert.deepEqual(counts, { new: 2, changed: 0 });
    const row = await rowOf(store.db, 'n1');
    assert.equal(row.number, 'C-n1');
    assert.equal(row.stage, 'received');
    assert.equal(row.customer_ref, 'retailer_A00315');
    assert.equal(row.marketplace_status, 'pending');
    assert.deepEqual(row.payload, { hashed_id: 'n1' });
    assert.equal(row.content?.total, '3040');
    const facts = await factsOf(store.db, 'n1');
    assert.deepEqual(
      facts.map(({ source, kind, revision, delivered_at, done_at }) => ({
        source,
        kind,
        revision,
        delivered_at,
        done_at,
      })),
      [{ source: 'pull', kind: 'content', revision: 1, delivered_at: null, done_at: null }],
    );
  });

  it('is nothing new the second time, whatever the order of its keys', async () => {
    const order = pulled('same');
    await recordPage(store.db, [{ ...order, raw: { hashed_id: 'same', nested: { a: 1, b: [1, 2] } } }]);
    const counts = await recordPage(store.db, [{ ...order, raw: { nested: { b: [1, 2], a: 1 }, hashed_id: 'same' } }]);
    assert.deepEqual(counts, { new: 0, changed: 0 });
    assert.equal((await factsOf(store.db, 'same')).length, 1);
    assert.equal((await rowOf(store.db, 'same')).revision, 1);
  });

  it('sees another order of the lines as a change', async () => {
    const order = pulled('lines');
    await recordPage(store.db, [{ ...order, raw: { lines: [1, 2] } }]);
    assert.deepEqual(await recordPage(store.db, [{ ...order, raw: { lines: [2, 1] } }]), { new: 0, changed: 1 });
  });

  it('brings A → B → A as three revisions', async () => {
    for (const total of ['100', '200', '100']) await recordPage(store.db, [pulled('aba', { total })]);
    const row = await rowOf(store.db, 'aba');
    assert.equal(row.revision, 3);
    assert.equal(row.pulled_revision, 3);
    assert.equal(row.total_marketplace, '100');
    assert.deepEqual(
      (await factsOf(store.db, 'aba')).map((fact) => fact.revision),
      [1, 2, 3],
    );
  });

  it('counts an order that stands twice on it once, the last one', async () => {
    const counts = await recordPage(store.db, [pulled('twice', { total: '1' }), pulled('twice', { total: '2' })]);
    assert.deepEqual(counts, { new: 1, changed: 0 });
    assert.equal((await rowOf(store.db, 'twice')).total_marketplace, '2');
  });

  it('makes one fact of an order, however many pulls bring it at once', async () => {
    const counts = await Promise.all(
      Array.from({ length: 8 }, () => recordPage(store.db, [pulled('race'), pulled('race-2')])),
    );
    assert.equal(
      counts.reduce((sum, count) => sum + count.new, 0),
      2,
    );
    assert.equal((await factsOf(store.db, 'race')).length, 1);
  });

  it('keeps the payload of an order that nobody could read, and reads it again when it comes anew', async () => {
    await recordPage(store.db, [unreadable('bad')]);
    const bad = await rowOf(store.db, 'bad');
    assert.equal(bad.content, null);
    assert.deepEqual(bad.payload, { hashed_id: 'bad', order_details: 'none' });
    assert.deepEqual(bad.problem, { path: 'order_details', message: 'is of type string, not a list' });
    assert.equal((await factsOf(store.db, 'bad')).length, 1);
    await recordPage(store.db, [pulled('bad')]);
    const good = await rowOf(store.db, 'bad');
    assert.equal(good.problem, null);
    assert.equal(good.content?.number, 'C-bad');
  });

  it('keeps the last readable content of an order that stands in Odoo', async () => {
    await anOrderRow(store.db, 'bad-later', { odoo_id: 4_001 });
    await recordPage(store.db, [unreadable('bad-later')]);
    const row = await rowOf(store.db, 'bad-later');
    assert.equal(row.content?.number, 'C-bad-later');
    assert.notEqual(row.problem, null);
  });

  it('lets what waits for the import and the acknowledgement be tried again when the order changed', async () => {
    await recordPage(store.db, [pulled('lift', { total: '1' })]);
    const target = { connection: 'cartona', type: 'order', id: 'lift' } as const;
    for (const step of ['import', 'push']) {
      await raiseAttention(store.db, target, { kind: 'rejected', step, reason: 'no', actions: ['retry'] });
    }
    await recordPage(store.db, [pulled('lift', { total: '2' })]);
    const open = await openAttention(store.db, target);
    assert.deepEqual(
      new Map(open.map(({ step, lifted }) => [step, lifted])),
      new Map([
        ['import', true],
        ['push', false],
      ]),
    );
  });

  describe('with an order that was acknowledged', () => {
    const acknowledged = { odoo_id: 5_001, imported_revision: 1, acknowledged_revision: 1 };

    it('before the pull began: it is acknowledged again', async () => {
      await anOrderRow(store.db, 'again', { ...acknowledged, acknowledged_at: new Date(Date.now() - 1_000) });
      assert.deepEqual(await recordPage(store.db, [pulled('again')], new Date()), { new: 0, changed: 1 });
      const row = await rowOf(store.db, 'again');
      assert.equal(row.revision, 2);
      assert.equal(row.acknowledged_revision, 0);
      assert.equal(row.pulled_revision, 1);
      const facts = await factsOf(store.db, 'again');
      assert.deepEqual(
        facts.map((fact) => fact.kind),
        ['content', 'acknowledge'],
      );
      // The acknowledgement that is under way now is not asked for once more.
      await recordPage(store.db, [pulled('again')], new Date());
      assert.equal((await factsOf(store.db, 'again')).length, 2);
    });

    it('while the pull was under way: the page is older than the acknowledgement', async () => {
      await anOrderRow(store.db, 'meanwhile', { ...acknowledged, odoo_id: 5_002, acknowledged_at: new Date() });
      assert.deepEqual(await recordPage(store.db, [pulled('meanwhile')], new Date(Date.now() - 1_000)), {
        new: 0,
        changed: 0,
      });
      assert.equal((await factsOf(store.db, 'meanwhile')).length, 1);
    });
  });

  describe('with another status', () => {
    for (const present of marketplaceStatuses) {
      it(`never moves an order back from ${present}`, async () => {
        for (const [index, status] of marketplaceStatuses.entries()) {
          const id = `stale-${present}-${index}`;
          await anOrderRow(store.db, id, { marketplace_status: present });
          await recordPage(store.db, [pulled(id, { status, note: 'changed' })]);
          const wanted = canBecome(present, status) ? status : present;
          assert.equal((await rowOf(store.db, id)).marketplace_status, wanted, `${present} → ${status}`);
        }
      });
    }
  });

  it('opens a skipped order again when its content changed, and not otherwise', async () => {
    await anOrderRow(store.db, 'skipped', { stage: 'skipped', closed_at: new Date() });
    await recordPage(store.db, [pulled('skipped')]);
    assert.notEqual((await rowOf(store.db, 'skipped')).closed_at, null);
    await recordPage(store.db, [pulled('skipped', { total: '7' })]);
    const row = await rowOf(store.db, 'skipped');
    assert.equal(row.closed_at, null);
    assert.equal(row.stage, 'received');
  });

  it('changes no line of a closed order: its new content only wants to be acknowledged', async () => {
    const end = {
      odoo_id: 5_003,
      imported_revision: 1,
      acknowledged_revision: 1,
      stage: 'delivered',
      closed_at: new Date(),
      marketplace_status: 'delivered',
    } as const;
    await anOrderRow(store.db, 'closed', end);
    await recordPage(store.db, [pulled('closed', { status: 'delivered', total: '7' })]);
    const row = await rowOf(store.db, 'closed');
    assert.notEqual(row.closed_at, null);
    assert.equal(row.imported_revision, 2);
    assert.equal(row.acknowledged_revision, 1);
  });

  it('opens a delivered order again when the goods come back', async () => {
    const end = {
      odoo_id: 5_004,
      imported_revision: 1,
      acknowledged_revision: 1,
      stage: 'delivered',
      closed_at: new Date(),
      marketplace_status: 'delivered',
    } as const;
    await anOrderRow(store.db, 'back', end);
    await recordPage(store.db, [pulled('back', { status: 'returned' })]);
    const row = await rowOf(store.db, 'back');
    assert.equal(row.closed_at, null);
    assert.equal(row.marketplace_status, 'returned');
  });
});
