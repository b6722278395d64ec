import assert from 'node:assert/strict';
import { first } from '../answer-body.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aConnectionWithOffers, aListing, aPushedOffer, listingsOf } from './offer-rows.ts';

describe('offers over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    await aConnectionWithOffers(api);
    await aListing(api, '110774', 904, { name: 'Green tea', internal_id: '904' });
    await aPushedOffer(api, '110774');
    await aListing(api, '110775', 905, { name: 'Sugar' });
    await aPushedOffer(api, '110775', { refused: 'price too low', refused_price: '0.50', refused_at: new Date() });
    await aListing(api, '110776', 904, { enabled: false });
    await api.store.db
      .insertInto('dirty_offers')
      .values({
        connection: 'cartona',
        external_id: '110776',
        reason: 'price changed',
        claimed_by: null,
        claimed_version: null,
      })
      .execute();
    await aListing(api, '110799', null);
  });
  after(() => api.close());

  it('have the documented shape', async () => {
    const { body, text } = await api.call('GET', '/api/offers?q=110774');
    assert.deepEqual(
      first(body.items),
      {
        connection: 'cartona',
        externalId: '110774',
        name: 'Green tea',
        productId: 904,
        enabled: true,
        price: '200.00',
        stock: 40,
        pushedAt: '2026-01-17T10:00:00.000Z',
        pending: false,
        changedAt: null,
        reason: null,
        refused: null,
        refusedPrice: null,
        refusedStock: null,
        refusedAt: null,
      },
      text,
    );
  });

  const filters: readonly { query: string; listings: readonly string[] }[] = [
    { query: '', listings: ['110774', '110775', '110776'] },
    { query: 'connection=other', listings: [] },
    { query: 'product=904', listings: ['110774', '110776'] },
    { query: 'q=sugar', listings: ['110775'] },
    { query: 'q=905', listings: ['110775'] },
    { query: 'pending=true', listings: ['110776'] },
    { query: 'pending=false', listings: ['110774', '110775'] },
    { query: 'since=2026-01-17T09:00:00Z', listings: ['110774', '110775'] },
    { query: 'since=2026-01-18', listings: [] },
    { query: 'refused=true', listings: ['110775'] },
    { query: 'refused=false&connection=cartona', listings: ['110774', '110776'] },
  ];
  for (const { query, listings } of filters) {
    it(`asked for with ${query === '' ? 'nothing' : query} are ${listings.join(', ') || 'none'}`, async () => {
      assert.deepEqual(listingsOf(await api.call('GET', `/api/offers?${query}`)), listings);
    });
  }

  it('come page by page', async () => {
    const one = await api.call('GET', '/api/offers?limit=2');
    const two = await api.call('GET', `/api/offers?limit=2&cursor=${one.body.next}`);
    assert.deepEqual([...listingsOf(one), ...listingsOf(two)], ['110774', '110775', '110776']);
    assert.equal(two.body.next, null);
  });

  for (const query of [
    'product=tea',
    'product=99999999999',
    'pending=perhaps',
    'limit=0',
    'cursor=nonsense',
    'colour=red',
  ]) {
    it(`asked for with ${query} are refused, and the field is named`, async () => {
      const { status, body } = await api.call('GET', `/api/offers?${query}`);
      assert.equal(status, 400);
      assert.equal(first(body.errors).path, query.split('=')[0]);
    });
  }
});

describe('the status of a connection', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    await aConnectionWithOffers(api);
  });
  after(() => api.close());

  const offers = async () => {
    const { body } = await api.call('GET', '/api/connections/cartona/status');
    return { lastOfferPush: body.lastOfferPush, ...(body.counts.offers as object) };
  };

  it('has nothing to tell of offers before the first push', async () => {
    assert.deepEqual(await offers(), {
      lastOfferPush: null,
      pending: 0,
      pushedLastHour: 0,
      refused: 0,
      ageMs: { p50: null, p99: null },
    });
  });

  it('tells what waits, what was pushed and how old it was, and what is refused', async () => {
    await aListing(api, '1', 904);
    await aPushedOffer(api, '1', { refused: 'no' });
    await api.store.db
      .insertInto('dirty_offers')
      .values({ connection: 'cartona', external_id: '1', claimed_by: null, claimed_version: null })
      .execute();
    const ages = [300, 500, 900].map((age_ms) => ({ connection: 'cartona', age_ms }));
    await api.store.db.insertInto('offer_pushes').values(ages).execute();
    assert.deepEqual(await offers(), {
      lastOfferPush: '2026-01-17T10:00:00.000Z',
      pending: 1,
      pushedLastHour: 3,
      refused: 1,
      ageMs: { p50: 500, p99: 900 },
    });
  });

  it('has its like at /metrics: counters that never go back, and a histogram of ages', async () => {
    await api.store.db.deleteFrom('offer_pushes').execute();
    await api.store.db.insertInto('offer_pushes').values({ connection: 'cartona', age_ms: 7_200_000 }).execute();
    const text = await (await fetch(`${api.url}/metrics`)).text();
    for (const line of [
      'conveyor_offers_pushed_total{connection="cartona"} 4',
      'conveyor_offers_refused_total{connection="cartona"} 1',
      'conveyor_offers_pending{connection="cartona"} 1',
      '# TYPE conveyor_offer_age_seconds histogram',
      'conveyor_offer_age_seconds_bucket{le="0.3",connection="cartona"} 1',
      'conveyor_offer_age_seconds_bucket{le="0.8",connection="cartona"} 2',
      'conveyor_offer_age_seconds_bucket{le="1",connection="cartona"} 3',
      'conveyor_offer_age_seconds_bucket{le="3600",connection="cartona"} 3',
      'conveyor_offer_age_seconds_bucket{le="+Inf",connection="cartona"} 4',
      'conveyor_offer_age_seconds_sum{connection="cartona"} 7201.7',
      'conveyor_offer_age_seconds_count{connection="cartona"} 4',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line}\n${text.slice(-2_500)}`);
    }
  });
});
