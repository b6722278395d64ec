import assert from 'node:assert/strict';
import { Failure } from '../../../src/domain/failure.ts';
import type { FailureType } from '../../../src/domain/failure.ts';
import type { Store } from '../../../src/store/database.ts';
import { markListingsDirty } from '../../../src/store/offers/notice.ts';
import { openTestStore } from '../../store/open-test-store.ts';
import { aConnection, aPushedOffer, dirtyIds, dirtyRows, offerRow } from '../../store/offers/rows.ts';
import { openDesk } from './offer-desk.ts';
import type { OfferDesk } from './offer-desk.ts';

describe('an offer that the marketplace does not just accept', () => {
  let store: Store;
  let desk: OfferDesk;
  beforeEach(async () => {
    store = await openTestStore();
    await aConnection(store.db, { listings: ['a', 'b', 'c', 'd'] });
    desk = openDesk(store.db);
    for (const product of [1, 2, 3, 4]) desk.set(product, '10', 5);
    await desk.change(1, 2, 3, 4);
  });
  afterEach(() => store.close());

  const attention = async () =>
    (
      await store.db
        .selectFrom('attention')
        .select(['target_id', 'kind', 'reason'])
        .where('target_type', '=', 'listing')
        .where('resolved_at', 'is', null)
        .orderBy('target_id')
        .execute()
    ).map(({ target_id: id, kind, reason }) => ({ id, kind, reason }));
  const refusing =
    (type: FailureType, bad: string, data: Failure['data'] = {}): OfferDesk['answer'] =>
    (offers, accept) => {
      if (offers.some(({ externalId }) => externalId === bad)) throw new Failure(type, 'one of them is wrong', data);
      return accept();
    };

  describe('by an item of its own', () => {
    beforeEach(async () => {
      desk.answer = (offers, accept) => {
        accept(offers.filter(({ externalId }) => externalId !== 'b'));
        return offers.map(({ externalId }) =>
          externalId === 'b' ? { done: false, reason: 'no such product' } : { done: true },
        );
      };
      await desk.push();
    });

    it('is kept with the words; the others are pushed', async () => {
      assert.deepEqual([...desk.shown.keys()], ['a', 'c', 'd']);
      assert.equal((await offerRow(store.db, 'b'))?.refused, 'no such product');
      const [open] = await attention();
      assert.equal(open?.kind, 'offer-refused');
      assert.match(open.reason, /Cartona Egypt refused price 10\.00 and stock 5 of listing b: no such product/);
      assert.deepEqual(await dirtyIds(store.db), []);
    });

    it('is not sent again while its value is the same', async () => {
      await desk.change(2);
      const result = await desk.push();
      assert.deepEqual([desk.calls.length, result.pushed, (await attention()).length], [1, 0, 1]);
    });

    it('is sent again with another value, and on request; accepted, the attention ends', async () => {
      desk.set(2, '11', 5);
      await desk.change(2);
      await desk.push();
      assert.deepEqual(desk.calls.at(-1), ['b=11.00/5']);
      assert.equal((await attention()).length, 1);
      desk.answer = (_, accept) => accept();
      await markListingsDirty(store.db, 'cartona', ['b'], { bulk: false, reason: 'asked for', forgetPushed: true });
      await desk.push();
      assert.deepEqual([desk.calls.length, await attention()], [3, []]);
      assert.equal((await offerRow(store.db, 'b'))?.refused, null);
    });
  });

  for (const type of ['Rejected', 'NotFound', 'BadResponse', 'InvalidInput'] as const) {
    it(`in a call that is refused as a whole (${type}) is found by halving it`, async () => {
      desk.answer = refusing(type, 'c');
      const result = await desk.push();
      assert.deepEqual([...desk.shown.keys()].toSorted(), ['a', 'b', 'd']);
      assert.deepEqual(
        (await attention()).map(({ id }) => id),
        ['c'],
      );
      assert.deepEqual([result.pushed, result.refused, await dirtyIds(store.db)], [3, 1, []]);
    });
  }

  it('in a call whose refusal names it is left out, and the others are sent once more', async () => {
    desk.answer = refusing('Rejected', 'c', { refusedItems: [{ index: 2, reason: 'no such product' }] });
    await desk.push();
    assert.deepEqual(
      desk.calls.map((call) => call.length),
      [4, 3],
    );
    assert.equal((await offerRow(store.db, 'c'))?.refused, 'no such product');
  });

  it('is not refused where every call is answered so: the address may be wrong', async () => {
    desk.answer = () => {
      throw new Failure('NotFound', 'There is nothing here');
    };
    await assert.rejects(desk.push(), { type: 'Unavailable' });
    assert.deepEqual([(await dirtyIds(store.db)).length, await attention()], [4, []]);
    desk.answer = (_, accept) => accept();
    assert.equal((await desk.push()).pushed, 4);
  });

  it('because of too many requests is sent again after the pause that was asked for', async () => {
    desk.answer = (_, accept) => {
      if (desk.calls.length === 1) throw new Failure('RateLimited', 'slow down', { retryAfterMs: 20 });
      return accept();
    };
    assert.equal((await desk.push()).pushed, 4);
    assert.equal(desk.calls.length, 2);
  });

  for (const [type, data] of [
    ['RateLimited', { retryAfterMs: 60_000 }],
    ['Unavailable', {}],
    ['Unauthorized', {}],
  ] as const) {
    it(`because of ${type} is given back as it was, and sent by the next attempt`, async () => {
      await store.db.deleteFrom('offers').execute();
      await aPushedOffer(store.db, 'a', '9.00', 1);
      desk.answer = () => {
        throw new Failure(type, 'not now', data);
      };
      await assert.rejects(desk.push(), { type, data });
      assert.equal((await offerRow(store.db, 'a'))?.price, '9.00');
      assert.ok((await dirtyRows(store.db)).every((row) => row.claimed_by === null && row.sending_until === null));
      // As new secrets do.
      await store.db.updateTable('connections').set({ paused_by: null }).execute();
      desk.answer = (_, accept) => accept();
      assert.equal((await desk.push()).pushed, 4);
      assert.deepEqual(await dirtyIds(store.db), []);
    });
  }

  it('with a lost answer is sent again at once, and once more when the first call cannot land any more', async () => {
    desk.answer = (_, accept) => {
      accept();
      throw new Failure('OutcomeUnknown', 'no answer');
    };
    await assert.rejects(desk.push(), { type: 'OutcomeUnknown' });
    desk.answer = (_, accept) => accept();
    const result = await desk.push();
    assert.equal(result.pushed, 4);
    assert.ok(
      result.nextDueMs !== null && result.nextDueMs > 25_000 && result.nextDueMs < 40_000,
      String(result.nextDueMs),
    );
    assert.equal((await offerRow(store.db, 'a'))?.price, null);
    await store.db
      .updateTable('dirty_offers')
      .set({ not_before: new Date(0), sending_until: new Date(0) })
      .execute();
    assert.equal((await desk.push()).pushed, 4);
    assert.deepEqual([await dirtyIds(store.db), (await offerRow(store.db, 'a'))?.price], [[], '10.00']);
  });

  it('with an error of the server, which is an answer, is sent again once', async () => {
    desk.answer = (_, accept) => {
      if (desk.calls.length === 1) throw new Failure('OutcomeUnknown', 'it broke', { status: 500 });
      return accept();
    };
    await assert.rejects(desk.push(), { type: 'OutcomeUnknown' });
    const result = await desk.push();
    assert.deepEqual([result.pushed, result.nextDueMs, await dirtyIds(store.db)], [4, null, []]);
  });

  it('with a lost answer is not risked again before the marketplace answers', async () => {
    desk.answer = () => {
      throw new Failure('OutcomeUnknown', 'no answer');
    };
    await assert.rejects(desk.push(), { type: 'OutcomeUnknown' });
    desk.answer = (_, accept) => accept();
    desk.probe = () => Promise.reject(new Failure('Unavailable', 'away'));
    await assert.rejects(desk.push({ isRetry: true }), { type: 'Unavailable' });
    assert.equal(desk.calls.length, 1);
    // That this question is not liked says that somebody is there.
    desk.probe = () => Promise.reject(new Failure('Rejected', 'no'));
    assert.equal((await desk.push({ isRetry: true })).pushed, 4);
  });

  it('of an old attempt that lands late is overwritten by the newest value', async () => {
    desk = openDesk(store.db, { timeoutMs: 1_000 });
    for (const product of [1, 2, 3, 4]) desk.set(product, '10', 5);
    const landing = Promise.withResolvers<undefined>();
    const sent = Promise.withResolvers<undefined>();
    desk.answer = async (_, accept) => {
      if (desk.calls.length > 1) return accept();
      sent.resolve(undefined);
      await landing.promise;
      return accept();
    };
    const old = desk.push();
    await sent.promise;
    desk.set(1, '99', 1);
    await desk.change(1);
    await desk.push();
    assert.equal(desk.shown.get('a'), '99.00/1');
    landing.resolve(undefined);
    await assert.rejects(old, { name: 'Overtaken' });
    assert.equal(desk.shown.get('a'), '10.00/5');
    assert.equal((await dirtyIds(store.db)).length, 4);
    await store.db
      .updateTable('dirty_offers')
      .set({ not_before: new Date(0), sending_until: new Date(0) })
      .execute();
    await desk.push();
    assert.equal(desk.shown.get('a'), '99.00/1');
    assert.deepEqual([await dirtyIds(store.db), (await offerRow(store.db, 'a'))?.price], [[], '99.00']);
  });
});
