import assert from 'node:assert/strict';
import { first } from '../answer-body.ts';
import { addDifferences, beginReconciliation, finishReconciliation } from '../../../src/store/reconciliations.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aConnectionWithOffers, aListing, listingsOf } from './offer-rows.ts';

describe('reconciliations over REST', () => {
  let api: ApiUnderTest;
  let id: string;
  before(async () => {
    api = await startTestApi();
    await aConnectionWithOffers(api);
    await aListing(api, 'a', 904, { name: 'Tea, "green"' });
    await aListing(api, 'b', 905, { name: '=1+1' });
    id = await aReport(3);
  });
  after(() => api.close());

  const aReport = async (differing: number): Promise<string> => {
    const { db } = api.store;
    const begun = await beginReconciliation(db, 'cartona', true);
    const rows = Array.from({ length: differing }, (_, index) => ({
      externalId: index < 3 ? String.fromCharCode(97 + index) : `z${String(index).padStart(5, '0')}`,
      productId: 904 + index,
      ours: index === 2 ? null : { price: '200.00', stock: 40 },
      theirs: { price: '199.50', stock: 41 },
      why: 'changed at the marketplace',
      isRepairable: true,
    }));
    await addDifferences(db, begun.id, rows);
    await finishReconciliation(db, begun.id, { comparedWith: 'marketplace', compared: 10, repaired: false });
    return begun.id;
  };

  it('are listed, newest first, page by page', async () => {
    const newer = await aReport(0);
    const one = await api.call('GET', '/api/offers/cartona/reconciliations?limit=1');
    const two = await api.call('GET', `/api/offers/cartona/reconciliations?limit=1&cursor=${one.body.next}`);
    assert.deepEqual([first(one.body.items).id, first(two.body.items).id, two.body.next], [newer, id, null]);
    const { startedAt, finishedAt, ...rest } = first(two.body.items) as unknown as Record<string, unknown>;
    assert.match(String(startedAt), /Z$/);
    assert.match(String(finishedAt), /Z$/);
    assert.deepEqual(rest, {
      id,
      connection: 'cartona',
      dryRun: true,
      repaired: false,
      comparedWith: 'marketplace',
      compared: 10,
      differing: 3,
      error: null,
      url: `${api.url}/api/offers/cartona/reconciliations/${id}`,
    });
  });

  it('have a report, whose rows come page by page', async () => {
    const path = `/api/offers/cartona/reconciliations/${id}`;
    const one = await api.call('GET', `${path}?limit=2`);
    assert.deepEqual([one.body.compared, one.body.differing, one.body.dryRun], [10, 3, true], one.text);
    assert.deepEqual(first(one.body.items), {
      externalId: 'a',
      productId: 904,
      name: 'Tea, "green"',
      ourPrice: '200.00',
      theirPrice: '199.50',
      priceDifference: '-0.50',
      ourStock: 40,
      theirStock: 41,
      stockDifference: 1,
      why: 'changed at the marketplace',
    });
    const two = await api.call('GET', `${path}?limit=2&cursor=${one.body.next}`);
    assert.deepEqual([listingsOf(two), two.body.next], [['c'], null]);
    assert.equal(first(two.body.items).priceDifference, null);
  });

  for (const [how, query, headers] of [
    ['by the query', '?format=csv', {}],
    ['by what is accepted', '', { accept: 'text/csv' }],
  ] as const) {
    it(`come as CSV with a file name, asked for ${how}`, async () => {
      const answer = await api.call('GET', `/api/offers/cartona/reconciliations/${id}${query}`, undefined, headers);
      assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
      assert.match(
        answer.headers.get('content-disposition') ?? '',
        /^attachment; filename="offers-cartona-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.csv"$/,
      );
      assert.deepEqual(answer.text.split('\r\n'), [
        'external_id,product_id,name,our_price,their_price,price_difference,our_stock,their_stock,stock_difference,why',
        'a,904,"Tea, ""green""",200.00,199.50,-0.50,40,41,1,changed at the marketplace',
        `b,905,'=1+1,200.00,199.50,-0.50,40,41,1,changed at the marketplace`,
        'c,906,,,199.50,,,41,,changed at the marketplace',
        '',
      ]);
    });
  }

  it('come whole as CSV, however long', async () => {
    const long = await aReport(2_500);
    const answer = await api.call('GET', `/api/offers/cartona/reconciliations/${long}?format=csv`);
    const lines = answer.text.trimEnd().split('\r\n');
    assert.equal(lines.length, 2_501);
    assert.equal(new Set(lines).size, 2_501);
  });

  it('that do not exist, or of another connection, are 404, and a wrong format names its field', async () => {
    const path = '/api/offers/cartona/reconciliations';
    assert.equal((await api.call('GET', `${path}/00000000-0000-4000-8000-000000000000`)).status, 404);
    assert.equal((await api.call('GET', `/api/offers/other/reconciliations/${id}`)).status, 404);
    assert.equal((await api.call('GET', '/api/offers/other/reconciliations')).status, 404);
    const wrong = await api.call('GET', `${path}/${id}?format=xlsx`);
    assert.deepEqual([wrong.status, first(wrong.body.errors).path], [400, 'format']);
    assert.equal((await api.call('GET', `${path}/nonsense`)).status, 400);
  });
});
