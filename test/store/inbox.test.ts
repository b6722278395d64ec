import assert from 'node:assert/strict';
import type { MarketplaceStatus } from '../../src/domain/marketplace-order.ts';
import { openAttention, raiseAttention } from '../../src/store/attention.ts';
import type { Store } from '../../src/store/database.ts';
import { settleFacts, storeFacts } from '../../src/store/inbox.ts';
import type { NewFact } from '../../src/store/inbox.ts';
import { recordStatusNotices } from '../../src/store/status-notices.ts';
import type { StatusNoticeOutcome } from '../../src/store/status-notices.ts';
import { anOrderRow, factsOf, rowOf, settleAll } from './order-rows.ts';
import { openTestStore } from './open-test-store.ts';

describe('facts about orders', () => {
  let store: Store;
  before(async () => {
    store = await openTestStore();
  });
  after(() => store.close());

  const notice = async (
    externalId: string,
    status: MarketplaceStatus,
    eventId: string | null = null,
  ): Promise<StatusNoticeOutcome> => {
    const payload = { hashed_id: externalId, status };
    const told = { connection: 'cartona', externalId, status, eventId, payload, receivedAt: new Date() };
    const [outcome] = await recordStatusNotices(store.db, [told]);
    assert.ok(outcome);
    return outcome;
  };
  const byCartona = { deliverer: 'marketplace', deliveredBy: 'delivered_by_cartona' } as const;
  const decisions = (outcomes: readonly StatusNoticeOutcome[]): string[] =>
    outcomes.map(({ decision }) => decision).sort();

  it('are stored once per event key and connection', async () => {
    const fact = (connection: string): NewFact => ({
      connection,
      event_key: 'e1',
      target_id: 'once',
      revision: 1,
      source: 'hand',
      kind: 'content',
      payload: {},
    });
    await storeFacts(store.db, [fact('cartona')]);
    await storeFacts(store.db, [fact('cartona'), fact('other')]);
    assert.equal((await factsOf(store.db, 'once')).length, 2);
    await settleAll(store.db);
  });

  it('are stored with the status in one step: of ten equal notices at once one is applied and nine are ignored', async () => {
    await anOrderRow(store.db, 'ten', {}, byCartona);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => notice('ten', 'approved')));
    assert.deepEqual(decisions(outcomes), ['applied', ...Array<string>(9).fill('ignored')]);
    const row = await rowOf(store.db, 'ten');
    assert.equal(row.marketplace_status, 'approved');
    assert.equal(row.revision, 2);
    assert.deepEqual(
      (await factsOf(store.db, 'ten')).map((fact) => fact.kind),
      ['content', 'status'],
    );
  });

  it('with an id of their own are stored once: of ten copies at once one is applied and nine are known', async () => {
    await anOrderRow(store.db, 'ids', {}, byCartona);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => notice('ids', 'approved', 'evt-1')));
    assert.deepEqual(decisions(outcomes), ['applied', ...Array<string>(9).fill('duplicate')]);
    assert.deepEqual(await notice('ids', 'delivered', 'evt-1'), { decision: 'duplicate' });
  });

  it('in the wrong order never move an order back', async () => {
    await anOrderRow(store.db, 'order', {}, byCartona);
    const outcomes: string[] = [];
    for (const status of ['delivered', 'assigned_to_salesman', 'approved'] as const)
      outcomes.push((await notice('order', status)).decision);
    assert.deepEqual(outcomes, ['applied', 'ignored', 'ignored']);
    assert.equal((await rowOf(store.db, 'order')).marketplace_status, 'delivered');
  });

  it('that only echo what was sent from here are ignored', async () => {
    await anOrderRow(store.db, 'echo', { sent_statuses: ['approved'] });
    assert.equal((await notice('echo', 'approved')).decision, 'ignored');
    assert.equal((await factsOf(store.db, 'echo')).length, 1);
  });

  it('that this side may not tell leave no trace', async () => {
    const before = await anOrderRow(store.db, 'refused');
    const outcome = await notice('refused', 'approved');
    assert.equal(outcome.decision, 'refused');
    assert.deepEqual(await rowOf(store.db, 'refused'), before);
    assert.equal((await factsOf(store.db, 'refused')).length, 1);
  });

  for (const status of ['pending', 'editing'] as const) {
    it(`that say ${status} change nothing and ask for a pull`, async () => {
      await store.db.deleteFrom('pull_requests').execute();
      await anOrderRow(store.db, `pull-${status}`);
      assert.equal((await notice(`pull-${status}`, status)).decision, 'ignored');
      assert.equal((await store.db.selectFrom('pull_requests').selectAll().execute()).length, 1);
      assert.equal((await rowOf(store.db, `pull-${status}`)).revision, 1);
    });
  }

  it('about an order nobody knows are told apart', async () => {
    assert.deepEqual(await notice('nobody', 'approved'), { decision: 'unknown-order' });
  });

  it('that are applied let what waits on that side be tried again, but never the one-time password', async () => {
    await anOrderRow(store.db, 'lift', {}, byCartona);
    const target = { connection: 'cartona', type: 'order', id: 'lift' } as const;
    for (const step of ['apply', 'push', 'import', 'otp']) {
      await raiseAttention(store.db, target, { kind: 'rejected', step, reason: 'no', actions: ['retry'] });
    }
    await notice('lift', 'approved');
    const lifted = (await openAttention(store.db, target)).filter((entry) => entry.lifted).map((entry) => entry.step);
    assert.deepEqual(lifted.sort(), ['apply', 'push']);
  });

  it('reopen what was delivered when the goods come back', async () => {
    await anOrderRow(
      store.db,
      'back',
      { stage: 'delivered', closed_at: new Date(), marketplace_status: 'delivered' },
      byCartona,
    );
    assert.equal((await notice('back', 'returned')).decision, 'applied');
    assert.equal((await rowOf(store.db, 'back')).closed_at, null);
  });

  it('leave a skipped order closed', async () => {
    await anOrderRow(store.db, 'skip', { stage: 'skipped', closed_at: new Date() }, byCartona);
    await notice('skip', 'approved');
    assert.notEqual((await rowOf(store.db, 'skip')).closed_at, null);
  });

  it('are done up to the revision a run has seen, and no further', async () => {
    await anOrderRow(store.db, 'settle', {}, byCartona);
    await notice('settle', 'approved');
    await notice('settle', 'delivered');
    await settleFacts(
      store.db,
      { connection: 'cartona', externalId: 'settle' },
      { upTo: 2, sawOdoo: true, outcome: 'seen' },
    );
    assert.equal((await factsOf(store.db, 'settle')).filter((fact) => fact.done_at === null).length, 1);
    const [first, , last] = await factsOf(store.db, 'settle');
    assert.equal(first?.outcome, 'seen');
    assert.equal(last?.done_at, null);
  });
});
