import assert from 'node:assert/strict';
import { first } from '../answer-body.ts';
import { raiseAttention } from '../../../src/store/attention.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aConnectionWithOffers, aListing, aPushedOffer, dirtyListings } from './offer-rows.ts';

describe('attention about a listing over REST', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
    await aConnectionWithOffers(api);
    for (const [id, product] of [
      ['a', 904],
      ['b', 905],
    ] as const) {
      await aListing(api, id, product);
      await aPushedOffer(api, id, { refused: 'no', refused_price: '1.00' });
    }
  });
  afterEach(() => api.close());

  const raise = (externalId: string, kind: 'offer-refused' | 'listing-archived' = 'offer-refused') =>
    raiseAttention(
      api.store.db,
      { connection: 'cartona', type: 'listing', id: externalId },
      { kind, reason: 'Cartona said: price too low', actions: ['retry', 'skip'], number: 'Green tea' },
    );

  it('is listed with the listing as its target', async () => {
    await raise('a');
    const item = first((await api.call('GET', '/api/attention?kind=offer-refused')).body.items);
    assert.deepEqual(item.target, { type: 'listing', externalId: 'a', number: 'Green tea' });
    assert.equal(item.workflowId, null);
  });

  it('is retried by sending its offer again, whatever was pushed or refused', async () => {
    const { id } = await raise('a');
    const answer = await api.call('POST', `/api/attention/${id}/retry?wait=0`);
    assert.equal(answer.status, 202, answer.text);
    assert.deepEqual(await dirtyListings(api), ['a']);
    const offer = await api.store.db
      .selectFrom('offers')
      .selectAll()
      .where('external_id', '=', 'a')
      .executeTakeFirstOrThrow();
    assert.deepEqual([offer.price, offer.refused_price], [null, null]);
  });

  it('is watched until the offer is settled', async () => {
    const { id } = await raise('a');
    const answering = api.call('POST', `/api/attention/${id}/retry?wait=20`);
    while ((await dirtyListings(api)).length === 0);
    await api.store.db.deleteFrom('dirty_offers').execute();
    assert.equal((await answering).status, 200);
  });

  it('is skipped with a reason, and not cancelled', async () => {
    const { id } = await raise('a');
    const cancelled = await api.call('POST', `/api/attention/${id}/cancel`, { reason: 'no' });
    assert.deepEqual(
      [cancelled.status, cancelled.body.detail],
      [409, 'A listing has nothing to cancel: retry it, or skip it'],
    );
    const skipped = await api.call('POST', `/api/attention/${id}/skip`, { reason: 'sold elsewhere' });
    assert.equal(skipped.status, 200, skipped.text);
    assert.ok(skipped.body.resolvedAt);
    assert.deepEqual((await api.call('GET', '/api/attention')).body.items, []);
    assert.deepEqual(await dirtyListings(api), []);
  });

  it('of many is retried by one filter', async () => {
    await raise('a');
    await raise('b');
    const { body } = await api.call('POST', '/api/attention/retry', { filter: { kind: 'offer-refused' } });
    assert.deepEqual([body.retried, body.refused], [2, []]);
    assert.deepEqual(await dirtyListings(api), ['a', 'b']);
  });

  it('is not retried while offers are off, or for a listing that is gone', async () => {
    const { id } = await raise('a');
    await api.store.db.deleteFrom('listings').where('external_id', '=', 'a').execute();
    const gone = await api.call('POST', `/api/attention/${id}/retry`);
    assert.equal(gone.status, 409);
    assert.match(gone.body.detail, /listing a of cartona is not pushed/);
    await api.call('PUT', '/api/connections/cartona', { settings: { baseUrl: 'https://cartona.example.com/api/v1/' } });
    const off = await api.call('POST', '/api/attention/retry', { filter: {} });
    assert.match(first(off.body.refused).reason, /Offers of cartona are off/);
  });

  it('that has no product is not over because the connection works again', async () => {
    const target = { connection: 'cartona', type: 'connection', id: 'cartona' } as const;
    await raiseAttention(api.store.db, target, {
      kind: 'listing-unmatched',
      reason: '2 listings have no product',
      actions: ['retry', 'skip'],
    });
    await api.call('POST', '/api/connections/cartona/resume');
    const item = first((await api.call('GET', '/api/attention')).body.items);
    assert.equal(item.kind, 'listing-unmatched');
    // Nobody is there to read the list.
    assert.equal((await api.call('POST', `/api/attention/${item.id}/retry`)).status, 503);
    assert.equal((await api.call('POST', `/api/attention/${item.id}/skip`, { reason: 'known' })).status, 200);
  });
});
