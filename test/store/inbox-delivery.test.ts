import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../src/store/database.ts';
import { claimDeliveries, markDelivered, redeliverUndone } from '../../src/store/inbox-delivery.ts';
import { storeFacts } from '../../src/store/inbox.ts';
import type { NewFact } from '../../src/store/inbox.ts';
import { factsOf, settleAll } from './order-rows.ts';
import { openTestStore } from './open-test-store.ts';

const aFact = (target: string, revision: number, changes: Partial<NewFact> = {}): NewFact => ({
  connection: 'cartona',
  event_key: `${target}:${revision}`,
  target_id: target,
  revision,
  source: 'pull',
  kind: 'content',
  payload: {},
  ...changes,
});

describe('bringing facts to their runs', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('takes all facts of one order together, told by the newest', async () => {
    await storeFacts(store.db, [aFact('a', 1), aFact('b', 1), aFact('a', 2, { kind: 'odoo', source: 'odoo' })]);
    const [first, second] = await claimDeliveries(store.db, 10);
    assert.deepEqual(
      { ...first, factIds: first?.factIds.length },
      { connection: 'cartona', externalId: 'a', factIds: 2, revision: 2, hasOdooFact: false, isFirst: false },
    );
    assert.equal(second?.externalId, 'b');
    assert.equal(second.isFirst, true);
  });

  it('tells facts of Odoo from the others', async () => {
    await storeFacts(store.db, [aFact('a', 3, { kind: 'odoo', source: 'odoo' })]);
    const [delivery] = await claimDeliveries(store.db, 10);
    assert.equal(delivery?.hasOdooFact, true);
    assert.equal(delivery.isFirst, false);
  });

  it('gives each fact to one of two dispatchers only', async () => {
    await storeFacts(
      store.db,
      Array.from({ length: 200 }, (_, index) => aFact(`order-${index}`, 1)),
    );
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimDeliveries(store.db, 40)));
    const ids = claims.flat().flatMap((delivery) => delivery.factIds);
    assert.equal(ids.length, 200);
    assert.equal(new Set(ids).size, 200);
  });

  it('is tried by another when a dispatcher dies on the way', async () => {
    await storeFacts(store.db, [aFact('a', 1)]);
    assert.equal((await claimDeliveries(store.db, 10)).length, 1);
    assert.equal((await claimDeliveries(store.db, 10)).length, 0);
    await store.db
      .updateTable('inbox')
      .set({ claimed_until: sql`claimed_until - interval '31 seconds'` })
      .execute();
    const [again] = await claimDeliveries(store.db, 10);
    // Nothing says that the start got through: it is tried as a start once more.
    assert.equal(again?.isFirst, true);
  });

  it('is over when a fact is delivered, or done by a run that saw it anyway', async () => {
    await storeFacts(store.db, [aFact('a', 1), aFact('b', 1)]);
    const [a] = await claimDeliveries(store.db, 1);
    await markDelivered(store.db, a?.factIds ?? []);
    await settleAll(store.db);
    await store.db
      .updateTable('inbox')
      .set({ claimed_until: new Date(0) })
      .execute();
    assert.deepEqual(await claimDeliveries(store.db, 10), []);
  });

  it('is repeated for what is not done after one minute, then two, four, … and at most every six hours', async () => {
    await storeFacts(store.db, [aFact('a', 1)]);
    const [delivery] = await claimDeliveries(store.db, 10);
    const isRedelivered = async (deliveries: number, minutesAgo: number): Promise<boolean> => {
      await store.db
        .updateTable('inbox')
        .set({ deliveries, delivered_at: sql`now() - ${minutesAgo} * interval '1 minute'` })
        .execute();
      return (await redeliverUndone(store.db)) === 1;
    };
    await markDelivered(store.db, delivery?.factIds ?? []);
    assert.equal((await factsOf(store.db, 'a'))[0]?.deliveries, 1);
    const table: readonly (readonly [deliveries: number, tooSoon: number, due: number])[] = [
      [1, 0.9, 1.1],
      [2, 1.9, 2.1],
      [3, 3.9, 4.1],
      [8, 127, 129],
      [9, 255, 257],
      [1_000, 255, 361],
    ];
    for (const [deliveries, tooSoon, due] of table) {
      assert.equal(await isRedelivered(deliveries, tooSoon), false, `${deliveries} deliveries, ${tooSoon} minutes ago`);
      assert.equal(await isRedelivered(deliveries, due), true, `${deliveries} deliveries, ${due} minutes ago`);
    }
    const [again] = await claimDeliveries(store.db, 10);
    assert.equal(again?.isFirst, false);
  });

  it('is never repeated for what is done', async () => {
    await storeFacts(store.db, [aFact('a', 1)]);
    await store.db
      .updateTable('inbox')
      .set({ delivered_at: new Date(0), deliveries: 1, done_at: new Date() })
      .execute();
    assert.equal(await redeliverUndone(store.db), 0);
  });
});
