import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { raiseAttention, resolveAttention } from '../../src/store/attention.ts';
import type { Store } from '../../src/store/database.ts';
import { purgeOld } from '../../src/store/purge.ts';
import { storeLabel } from '../../src/store/shipments/labels.ts';
import { requestShipment } from '../../src/store/shipments/request-shipment.ts';
import { anOrderRow, factsOf, rowOf, settleAll } from './order-rows.ts';
import { openTestStore } from './open-test-store.ts';

const target = { connection: 'cartona', type: 'order', id: 'a' } as const;

describe('what was kept long enough', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const exchanges = async (count: number, daysAgo: number): Promise<void> => {
    await sql`insert into exchanges (at, connection, direction, method, path, duration_ms)
      select now() - ${daysAgo} * interval '1 day', 'cartona', 'out', 'GET', 'x', 1 from generate_series(1, ${count})`.execute(
      store.db,
    );
  };
  const left = async (): Promise<number> =>
    Number(
      (
        await store.db
          .selectFrom('exchanges')
          .select((select) => select.fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
      ).count,
    );

  it('of the exchange log goes after as many days as the setting says, however much it is', async () => {
    await exchanges(5_001, 8);
    await exchanges(3, 6);
    assert.equal((await purgeOld(store.db, 7)).exchanges, 5_001);
    assert.equal(await left(), 3);
  });

  it('of the facts goes a month after it was done, and never before it is', async () => {
    await anOrderRow(store.db, 'a');
    await anOrderRow(store.db, 'b');
    await settleAll(store.db);
    await anOrderRow(store.db, 'c');
    const age = (id: string, days: number) =>
      store.db
        .updateTable('inbox')
        .set({ received_at: new Date(0), done_at: sql`done_at - ${days} * interval '1 day'` })
        .where('target_id', '=', id)
        .execute();
    await age('a', 31);
    await age('b', 29);
    await age('c', 400);
    assert.equal((await purgeOld(store.db, 30)).facts, 1);
    assert.deepEqual(
      [await factsOf(store.db, 'a'), (await factsOf(store.db, 'b')).length, (await factsOf(store.db, 'c')).length],
      [[], 1, 1],
    );
    assert.equal((await rowOf(store.db, 'a')).number, 'C-a');
  });

  it('of the attention goes a year after it was resolved; what is open stays', async () => {
    await raiseAttention(store.db, target, { kind: 'customer', reason: 'old', actions: [] });
    await resolveAttention(store.db, target, 'Settled');
    await raiseAttention(store.db, target, { kind: 'customer', reason: 'open', actions: [] });
    await store.db
      .updateTable('attention')
      .set({ since: new Date(0), resolved_at: sql`resolved_at - interval '366 days'` })
      .execute();
    assert.equal((await purgeOld(store.db, 30)).attention, 1);
    assert.deepEqual(
      (await store.db.selectFrom('attention').select('reason').execute()).map((row) => row.reason),
      ['open'],
    );
  });

  it('of the reports of comparisons goes after a month, but for the newest thirty', async () => {
    await sql`insert into reconciliations (connection, started_at, finished_at, dry_run)
      select connection, now() - days * interval '1 day', now(), true
      from generate_series(1, 70) as days, unnest(array['a', 'b']) as connection where connection = 'a' or days > 60`.execute(
      store.db,
    );
    assert.equal((await purgeOld(store.db, 30)).reconciliations, 40);
    const rest = await store.db.selectFrom('reconciliations').select('connection').execute();
    assert.deepEqual(
      ['a', 'b'].map((connection) => rest.filter((row) => row.connection === connection).length),
      [30, 10],
    );
  });

  it('of the syncs of points of sale goes after a month, but for the newest of each', async () => {
    await sql`insert into pos_runs (id, connection, started_at, finished_at)
      select connection || days, connection, now() - days * interval '1 day', now() - days * interval '1 day'
      from unnest(array[1, 29, 31, 60]) as days, unnest(array['a', 'b']) as connection where connection = 'a' or days > 30`.execute(
      store.db,
    );
    assert.equal((await purgeOld(store.db, 30)).posRuns, 3);
    const rest = await store.db.selectFrom('pos_runs').select('id').orderBy('id').execute();
    assert.deepEqual(
      rest.map(({ id }) => id),
      ['a1', 'a29', 'b31'],
    );
  });

  it('of the runs of the mirror goes after thirty days, the newest that ended and those under way apart', async () => {
    await sql`insert into mirror_runs (run, started_at, finished_at)
      select days::text, now() - days * interval '1 day', case when days <> 90 then now() - days * interval '1 day' end
      from unnest(array[90, 60, 31]) as days`.execute(store.db);
    assert.equal((await purgeOld(store.db, 30)).mirrorRuns, 1);
    const rest = await store.db.selectFrom('mirror_runs').select('run').orderBy('id').execute();
    assert.deepEqual(
      rest.map(({ run }) => run),
      ['90', '31'],
    );
  });

  it('of the keys of pushes goes after a day', async () => {
    await sql`insert into idempotency_keys (connection, key, body_hash, created_at)
      select 'a', hours, '', now() - hours * interval '1 hour' from unnest(array[1, 23, 25]) as hours`.execute(
      store.db,
    );
    assert.equal((await purgeOld(store.db, 30)).idempotencyKeys, 1);
  });

  it('of the notes in Odoo goes thirty days after they were posted, and a year after Odoo refused them', async () => {
    await sql`insert into odoo_notes (external_id, connection, model, record_id, text, created_at, posted_at, refused)
      select kind || days, 'ysell', 'sale.order', 42, '', now() - days * interval '1 day',
        case when kind = 'posted' then now() - days * interval '1 day' end, case when kind = 'refused' then 'No' end
      from unnest(array['posted', 'refused', 'waiting']) as kind, unnest(array[29, 31, 364, 366]) as days`.execute(
      store.db,
    );
    assert.equal((await purgeOld(store.db, 30)).notes, 4);
    const left = await store.db.selectFrom('odoo_notes').select('external_id').orderBy('id').execute();
    assert.deepEqual(
      left.map((note) => note.external_id),
      ['posted29', 'refused29', 'refused31', 'refused364', 'waiting29', 'waiting31', 'waiting364', 'waiting366'],
    );
  });

  it('is nothing the second time', async () => {
    await exchanges(10, 100);
    await purgeOld(store.db, 30);
    assert.deepEqual(await purgeOld(store.db, 30), {
      exchanges: 0,
      facts: 0,
      attention: 0,
      reconciliations: 0,
      posRuns: 0,
      mirrorRuns: 0,
      labels: 0,
      idempotencyKeys: 0,
      notes: 0,
    });
  });

  it('of labels goes three months after the end of their shipments, and never before it', async () => {
    const closedAgo = [91, 89, null];
    for (const [index, days] of closedAgo.entries()) {
      const { shipmentId } = await requestShipment(store.db, { pickingId: index + 1, connection: 'opal', waitMs: 0 });
      await storeLabel(store.db, shipmentId, { contentType: 'application/pdf', bytes: Buffer.from('%PDF-') });
      if (days === null) continue;
      await sql`update shipments set closed_at = now() - ${days} * interval '1 day' where shipment_id = ${shipmentId}`.execute(
        store.db,
      );
    }
    assert.equal((await purgeOld(store.db, 30)).labels, 1);
    const left = await store.db.selectFrom('shipment_labels').select('shipment_id').execute();
    assert.equal(left.length, 2);
  });
});
