import assert from 'node:assert/strict';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aConnectionWithOffers, aListing, aPushedOffer, dirtyListings } from './offer-rows.ts';

describe('pushing offers over REST', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
    await aConnectionWithOffers(api);
    await aListing(api, 'a', 904);
    await aListing(api, 'b', 904);
    await aListing(api, 'c', 905);
    await aListing(api, 'off', 906, { enabled: false });
    await aListing(api, 'nobody', null);
    for (const id of ['a', 'b', 'c']) await aPushedOffer(api, id);
  });
  afterEach(() => api.close());

  const push = (body?: unknown) => api.call('POST', '/api/offers/cartona/push', body);
  const pushed = async (): Promise<unknown[]> => {
    const rows = await api.store.db
      .selectFrom('offers')
      .select(['external_id', 'price'])
      .orderBy('external_id')
      .execute();
    return rows.map(({ external_id: id, price }) => [id, price]);
  };

  it('of some products marks their listings, forgets what they were told, and wakes the run', async () => {
    const answer = await push({ productIds: [904] });
    assert.equal(answer.status, 202, answer.text);
    assert.deepEqual(
      [answer.body.connection, answer.body.listings, answer.body.workflowId],
      ['cartona', 2, 'offers:cartona'],
    );
    assert.match(answer.body.url, /offers%3Acartona$/);
    assert.deepEqual(await dirtyListings(api), ['a', 'b']);
    assert.deepEqual(await pushed(), [
      ['a', null],
      ['b', null],
      ['c', '200.00'],
    ]);
    const run = await api.store.db.selectFrom('offer_runs').selectAll().executeTakeFirstOrThrow();
    assert.ok(run.wanted > run.woken);
  });

  it('without products is everything that is listed, enabled and known', async () => {
    assert.equal((await push()).body.listings, 3);
    assert.deepEqual(await dirtyListings(api), ['a', 'b', 'c']);
    const row = await api.store.db.selectFrom('dirty_offers').select('bulk').executeTakeFirstOrThrow();
    assert.equal(row.bulk, true);
  });

  it('of products that are not listed is refused, each named, and nothing is marked', async () => {
    const answer = await push({ productIds: [904, 4711, 906] });
    assert.equal(answer.status, 400);
    assert.deepEqual(
      answer.body.errors.map(({ path, message }) => `${path} ${message}`),
      [
        'productIds[1] no enabled listing of cartona is the product 4711',
        'productIds[2] no enabled listing of cartona is the product 906',
      ],
    );
    assert.deepEqual(await dirtyListings(api), []);
  });

  for (const productIds of [[], ['904'], [0], 904]) {
    it(`of ${JSON.stringify(productIds)} is refused, and the field is named`, async () => {
      const answer = await push({ productIds });
      assert.equal(answer.status, 400);
      assert.match(answer.body.errors[0]?.path ?? '', /^productIds/, answer.text);
    });
  }

  it('leaves nothing waiting for a connection that is deleted', async () => {
    await push();
    assert.equal((await api.call('DELETE', '/api/connections/cartona')).status, 200);
    assert.deepEqual(await dirtyListings(api), []);
    assert.equal((await push()).status, 404);
  });

  it('is refused in words while the connection is paused, or its offers are off, or where there is none', async () => {
    await api.call('POST', '/api/connections/cartona/pause');
    const paused = await push();
    assert.deepEqual([paused.status, paused.body.detail], [409, 'The connection cartona is paused: resume it first']);
    await api.call('POST', '/api/connections/cartona/resume');
    await api.call('PUT', '/api/connections/cartona', { settings: { baseUrl: 'https://cartona.example.com/api/v1/' } });
    const off = await push();
    assert.equal(off.status, 409);
    assert.match(off.body.detail, /Offers of cartona are off: set `offers.enabled`/);
    assert.equal((await api.call('POST', '/api/offers/none/push')).status, 404);
  });
});
