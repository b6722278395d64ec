import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Store } from '../../../src/store/database.ts';
import { beginClaim, claimOffers, nextOfferDueMs } from '../../../src/store/offers/claim.ts';
import { countOffers } from '../../../src/store/offers/counts.ts';
import { drawOfferEpoch } from '../../../src/store/offers/epoch.ts';
import type { OfferEpoch } from '../../../src/store/offers/epoch.ts';
import { markProductsDirty, toldAgain } from '../../../src/store/offers/notice.ts';
import { giveBack, giveBackUnclear, markSending } from '../../../src/store/offers/send.ts';
import { settleOffers } from '../../../src/store/offers/settle.ts';
import type { SettledOffer } from '../../../src/store/offers/settle.ts';
import { listWantedOffers, noteOffersWoken } from '../../../src/store/offers/wake.ts';
import { openTestStore } from '../open-test-store.ts';
import { aConnection, aPushedOffer, dirtyIds, dirtyRows, offerRow } from './rows.ts';

describe('the claim of dirty offers', () => {
  let store: Store;
  let right: OfferEpoch;
  beforeEach(async () => {
    store = await openTestStore();
    await aConnection(store.db, { listings: ['a', 'b', 'c'] });
    right = await drawOfferEpoch(store.db, 'cartona');
  });
  afterEach(() => store.close());

  const change = (productIds: readonly number[], bulk = false) =>
    markProductsDirty(store.db, { productIds, bulk, reason: 'changed in Odoo' });
  const claim = (under = right, limit = 500) => claimOffers(store.db, under, limit);
  const ids = (claims: readonly { externalId: string }[]) => claims.map(({ externalId }) => externalId);
  const settle = (settled: Partial<SettledOffer> = {}, under = right) =>
    settleOffers(store.db, under, [
      {
        externalId: 'a',
        end: 'pushed',
        price: '12.50',
        stock: 7,
        unclearUntil: null,
        claimedAt: new Date(),
        ...settled,
      },
    ]);
  const inAnHour = () => new Date(Date.now() + 3_600_000);

  it('takes single changes before bulk ones, the oldest first, and each once', async () => {
    await change([1], true);
    await change([3]);
    await change([2]);
    assert.deepEqual(ids(await claim(right, 2)), ['c', 'b']);
    assert.deepEqual(ids(await claim()), ['a']);
    assert.deepEqual(await claim(), []);
  });

  it('says what was told before', async () => {
    await aPushedOffer(store.db, 'a', '10.00', 5);
    await change([1, 2]);
    const [a, b] = await claim();
    assert.deepEqual([a?.last, a?.lastPrice, a?.productId], [{ price: '10.00', stock: 5 }, '10.00', 1]);
    assert.deepEqual([b?.last, b?.lastPrice, b?.refused], [null, null, null]);
  });

  it('of a listing that was disabled meanwhile has no product', async () => {
    await change([1]);
    await store.db.updateTable('listings').set({ enabled: false }).execute();
    assert.equal((await claim())[0]?.productId, null);
  });

  it('leaves alone what is not due yet', async () => {
    await change([1]);
    await store.db.updateTable('dirty_offers').set({ not_before: inAnHour() }).execute();
    assert.deepEqual(await claim(), []);
    const dueMs = await nextOfferDueMs(store.db, 'cartona');
    assert.ok(dueMs !== null && dueMs > 3_500_000 && dueMs <= 3_600_000, String(dueMs));
  });

  it('is refused to an attempt that another has taken over from, and so is every write of it', async () => {
    await change([1, 2]);
    await claim();
    const newer = await drawOfferEpoch(store.db, 'cartona');
    assert.equal(await beginClaim(store.db, right), null);
    assert.deepEqual(await claim(), []);
    assert.equal((await markSending(store.db, right, ['a'], 1_000)).size, 0);
    assert.equal(await settle(), 0);
    assert.deepEqual(ids(await claim(newer)), ['a', 'b']);
    await giveBack(store.db, right, [{ externalId: 'a', unclearUntil: null, last: null }]);
    await giveBackUnclear(store.db, right, ['b']);
    assert.deepEqual(
      (await dirtyRows(store.db)).map(({ claimed_by }) => claimed_by),
      [newer.epoch, newer.epoch],
    );
  });

  it('by a newer attempt knows what the older one had under way', async () => {
    await aPushedOffer(store.db, 'a');
    await change([1, 2]);
    await claim();
    await markSending(store.db, right, ['a'], 60_000);
    const newer = await drawOfferEpoch(store.db, 'cartona');
    const [a, b] = await claim(newer);
    assert.equal(a?.last, null);
    assert.equal(a.lastPrice, '10');
    assert.ok(a.unclearUntil !== null && a.unclearUntil > new Date());
    assert.equal(b?.unclearUntil, null);
  });

  it('by a newer attempt after the time of a call is clear, but what is shown stays unknown', async () => {
    await aPushedOffer(store.db, 'a');
    await change([1]);
    await claim();
    await markSending(store.db, right, ['a'], -1);
    const [a] = await claim(await drawOfferEpoch(store.db, 'cartona'));
    assert.deepEqual([a?.unclearUntil, a?.last], [null, null]);
  });

  it('waits for nobody: rows that a notice holds at the moment are left for the next claim', async () => {
    await change([1, 2]);
    await store.db.transaction().execute(async (trx) => {
      await sql`select from dirty_offers where external_id = 'a' for update`.execute(trx);
      assert.deepEqual(ids(await claim()), ['b']);
    });
    assert.deepEqual(ids(await claim()), ['a']);
  });

  describe('is settled', () => {
    beforeEach(async () => {
      await change([1]);
      await claim();
      await markSending(store.db, right, ['a'], 60_000);
    });

    it('as pushed: the row is gone, the value known, the age kept', async () => {
      assert.equal(await settle(), 1);
      assert.deepEqual(await dirtyRows(store.db), []);
      const row = await offerRow(store.db, 'a');
      assert.deepEqual([row?.price, row?.stock, row?.last_price, row?.refused], ['12.50', 7, '12.50', null]);
      const counts = await countOffers(store.db, 'cartona');
      assert.deepEqual([counts.pending, counts.pushedLastHour, counts.refused], [0, 1, 0]);
      assert.ok(counts.ageMs.p50 !== null && counts.lastPushAt !== null);
    });

    it('as pushed although it changed meanwhile: the row is due again, and as old as the new change', async () => {
      const claimedAt = new Date(Date.now() + 1_000);
      await change([1]);
      await settle({ claimedAt });
      const [row] = await dirtyRows(store.db);
      assert.deepEqual([row?.claimed_by, row?.sending_until, row?.changed_at], [null, null, claimedAt]);
      assert.equal((await offerRow(store.db, 'a'))?.price, '12.50');
      assert.deepEqual(ids(await claim()), ['a']);
    });

    it('while an earlier attempt may still land: told once more when it cannot, and unknown until then', async () => {
      const unclearUntil = inAnHour();
      await settle({ unclearUntil });
      const [row] = await dirtyRows(store.db);
      assert.deepEqual([row?.not_before, row?.sending_until, row?.reason], [unclearUntil, unclearUntil, toldAgain]);
      assert.equal((await offerRow(store.db, 'a'))?.price, null);
      assert.deepEqual(await claim(), []);
    });

    it('while an earlier attempt may still land, and it changed meanwhile: due now, and once more then', async () => {
      const unclearUntil = inAnHour();
      await settle({ unclearUntil });
      await change([1]);
      const [again] = await claim();
      assert.deepEqual(again?.unclearUntil, unclearUntil);
      await settle({ unclearUntil });
      assert.deepEqual((await dirtyRows(store.db))[0]?.not_before, unclearUntil);
    });

    it('as told once more: its age counts once', async () => {
      await settle({ unclearUntil: inAnHour() });
      await store.db
        .updateTable('dirty_offers')
        .set({ not_before: new Date(0), sending_until: null })
        .execute();
      await claim();
      await settle();
      assert.deepEqual(await dirtyRows(store.db), []);
      assert.equal((await countOffers(store.db, 'cartona')).pushedLastHour, 1);
    });

    it('as refused: the words are kept, what is shown is unknown, nothing waits', async () => {
      await settle({ end: 'refused', reason: 'no such product' });
      const row = await offerRow(store.db, 'a');
      assert.deepEqual(
        [row?.refused, row?.refused_price, row?.refused_stock, row?.price],
        ['no such product', '12.50', 7, null],
      );
      assert.deepEqual(await dirtyRows(store.db), []);
      assert.equal((await countOffers(store.db, 'cartona')).refused, 1);
    });

    it('as refused still: the words stay; as pushed or dropped: they go', async () => {
      await settle({ end: 'refused', reason: 'no' });
      await change([1]);
      const [again] = await claim();
      assert.deepEqual(again?.refused, { price: '12.50', stock: 7 });
      await settle({ end: 'still-refused' });
      assert.equal((await offerRow(store.db, 'a'))?.refused, 'no');
      await change([1]);
      await claim();
      await settle({ end: 'dropped' });
      assert.equal((await offerRow(store.db, 'a'))?.refused, null);
    });
  });

  describe('is given back', () => {
    beforeEach(async () => {
      await aPushedOffer(store.db, 'a');
      await change([1]);
      await claim();
      await markSending(store.db, right, ['a'], 60_000);
    });

    it('when surely nothing was done: due at once, and what is shown is known again', async () => {
      await giveBack(store.db, right, [{ externalId: 'a', unclearUntil: null, last: { price: '10', stock: 5 } }]);
      const [again] = await claim();
      assert.deepEqual([again?.unclearUntil, again?.last], [null, { price: '10', stock: 5 }]);
    });

    it('when the answer was lost: due at once, unknown, and unclear until the call cannot land any more', async () => {
      await giveBackUnclear(store.db, right, ['a']);
      const [again] = await claim();
      assert.equal(again?.last, null);
      assert.ok(again.unclearUntil !== null);
    });
  });

  it('begins with what was asked for until then; while a wake-up is not seen to there is no other', async () => {
    await change([1]);
    const [wanted] = await listWantedOffers(store.db);
    assert.ok(wanted);
    await noteOffersWoken(store.db, wanted);
    await change([2]);
    assert.deepEqual(await listWantedOffers(store.db), []);
    assert.deepEqual(await beginClaim(store.db, right), { taken: 2, state: 'open' });
    assert.deepEqual(await listWantedOffers(store.db), []);
    await change([3]);
    assert.deepEqual(await listWantedOffers(store.db), [{ connection: 'cartona', wanted: 3 }]);
  });

  it('of a connection that rests leaves asked for what is asked for', async () => {
    await change([1]);
    const pause = (reason: 'operator' | null) =>
      store.db.updateTable('connections').set({ paused_by: reason }).execute();
    await noteOffersWoken(store.db, { connection: 'cartona', wanted: 1 });
    await pause('operator');
    assert.deepEqual(await beginClaim(store.db, right), { taken: 0, state: 'rests' });
    assert.deepEqual(await listWantedOffers(store.db), []);
    await pause(null);
    assert.deepEqual(await listWantedOffers(store.db), [{ connection: 'cartona', wanted: 1 }]);
  });

  it('knows when offers were switched off, or the connection is gone', async () => {
    await store.db
      .updateTable('connections')
      .set({ settings: JSON.stringify({ offers: { enabled: false } }) })
      .execute();
    assert.equal((await beginClaim(store.db, right))?.state, 'off');
    await store.db.updateTable('connections').set({ deleted_at: new Date() }).execute();
    assert.equal((await beginClaim(store.db, right))?.state, 'off');
  });

  it('never deadlocks with notices, however many go on beside it', async function () {
    const listings = Array.from({ length: 300 }, (_, index) => `m${index}`);
    await aConnection(store.db, { id: 'busy', listings });
    const products = listings.map((_, index) => index + 1);
    const busy = await drawOfferEpoch(store.db, 'busy');
    const notices = Array.from({ length: 12 }, (_, index) =>
      change(index % 2 === 0 ? products : products.toReversed()),
    );
    const pushes = Array.from({ length: 12 }, async () => {
      const claims = await claim(busy, 100);
      await markSending(store.db, busy, ids(claims), 1_000);
      await settleOffers(
        store.db,
        busy,
        claims.map(({ externalId, claimedAt }) => ({
          externalId,
          end: 'pushed',
          price: '1',
          stock: 1,
          unclearUntil: null,
          claimedAt,
        })),
      );
    });
    await Promise.all([...notices, ...pushes, beginClaim(store.db, busy)]);
    while ((await claim(busy)).length > 0);
    assert.ok((await dirtyIds(store.db)).length > 0);
  });
});
