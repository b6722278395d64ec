import assert from 'node:assert/strict';
import type { MarketplaceStatus } from '../../src/domain/marketplace-order.ts';
import { raiseAttention } from '../../src/store/attention.ts';
import type { Store } from '../../src/store/database.ts';
import type { StatusNoticeRecord } from '../../src/store/status-notices.ts';
import { recordStatusNotices } from '../../src/store/status-notices.ts';
import { openTestStore } from './open-test-store.ts';

const aNotice = (externalId: string, status: MarketplaceStatus, eventId: string | null = null): StatusNoticeRecord => ({
  connection: 'cartona',
  externalId,
  status,
  eventId,
  payload: { hashed_id: externalId, status },
  receivedAt: new Date(),
});

describe('status notices of one batch', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const anOrder = (externalId: string, deliverer: 'supplier' | 'marketplace' = 'marketplace') =>
    store.db
      .insertInto('orders')
      .values({
        connection: 'cartona',
        external_id: externalId,
        number: externalId,
        deliverer,
        marketplace_status: 'pending',
      })
      .execute();
  const decisions = async (...notices: StatusNoticeRecord[]): Promise<string[]> =>
    (await recordStatusNotices(store.db, notices)).map(({ decision }) => decision);

  it('are decided one after the other, each over what the one before left', async () => {
    await anOrder('A');
    assert.deepEqual(
      await decisions(
        aNotice('A', 'approved'),
        aNotice('A', 'approved'),
        aNotice('A', 'assigned_to_salesman'),
        aNotice('A', 'approved'),
      ),
      ['applied', 'ignored', 'applied', 'ignored'],
    );
    const order = await store.db.selectFrom('orders').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([order.revision, order.marketplace_status], [2, 'assigned_to_salesman']);
    const facts = await store.db
      .selectFrom('inbox')
      .select(['revision', 'event_key', 'payload'])
      .orderBy('id')
      .execute();
    assert.deepEqual(
      facts.map(({ revision, event_key: key }) => [revision, key]),
      [
        [1, 'webhook:A:1'],
        [2, 'webhook:A:2'],
      ],
    );
    assert.deepEqual(facts[0]?.payload, { status: 'approved', body: { hashed_id: 'A', status: 'approved' } });
    const told = await store.db.selectFrom('timeline').select('text').orderBy('id').execute();
    assert.equal(told.length, 2);
  });

  it('have their own outcome each, whatever became of the others', async () => {
    await anOrder('A');
    await anOrder('B', 'supplier');
    assert.deepEqual(
      await decisions(
        aNotice('none', 'approved'),
        aNotice('B', 'approved'),
        aNotice('A', 'approved'),
        aNotice('B', 'editing'),
      ),
      ['unknown-order', 'refused', 'applied', 'ignored'],
    );
    const asked = await store.db.selectFrom('pull_requests').select('connection').execute();
    assert.deepEqual(asked, [{ connection: 'cartona' }]);
  });

  it('know an event again within the batch and after it', async () => {
    await anOrder('A');
    assert.deepEqual(await decisions(aNotice('A', 'approved', 'e1'), aNotice('A', 'delivered', 'e1')), [
      'applied',
      'duplicate',
    ]);
    assert.deepEqual(await decisions(aNotice('A', 'delivered', 'e1'), aNotice('A', 'assigned_to_salesman', 'e2')), [
      'duplicate',
      'applied',
    ]);
  });

  it('let the steps that waited for such news be tried again, and the one-time password wait', async () => {
    await anOrder('A');
    const target = { connection: 'cartona', type: 'order' as const, id: 'A' };
    await raiseAttention(store.db, target, { kind: 'rejected', step: 'push', reason: 'r', actions: ['retry'] });
    await raiseAttention(store.db, target, { kind: 'otp-required', step: 'otp', reason: 'r', actions: ['retry'] });
    await decisions(aNotice('A', 'approved'));
    const attention = await store.db.selectFrom('attention').select(['step', 'lifted']).orderBy('step').execute();
    assert.deepEqual(attention, [
      { step: 'otp', lifted: false },
      { step: 'push', lifted: true },
    ]);
  });

  it('of several batches at once never wait for each other in a circle', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `O-${index}`);
    for (const id of ids) await anOrder(id);
    const batches = Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? ids : ids.toReversed()).map((id) => aNotice(id, 'approved')),
    );
    const outcomes = await Promise.all(batches.map((batch) => decisions(...batch)));
    assert.equal(outcomes.flat().filter((decision) => decision === 'applied').length, 30);
  });
});
