import assert from 'node:assert/strict';
import { json, startVendor } from '../../connectors/vendor-server.ts';
import type { VendorServer } from '../../connectors/vendor-server.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aCourier } from './a-courier.ts';

describe('couriers over REST', () => {
  let api: ApiUnderTest;
  let vendor: VendorServer;
  before(async () => {
    api = await startTestApi();
    vendor = await startVendor(json(401, { error: 'who are you?' }));
  });
  after(async () => {
    await api.close();
    await vendor[Symbol.asyncDispose]();
  });

  it('are a kind of their own', async () => {
    const { body } = await api.call('GET', '/api/connection-kinds');
    assert.equal(
      (body.items.find(({ kind }) => kind === 'opal') as { category?: string } | undefined)?.category,
      'delivery',
    );
  });

  it('show their settings with defaults, no secret, and no address for webhooks', async () => {
    await aCourier(api, { id: 'shown' });
    const { body, text } = await api.call('GET', '/api/connections/shown');
    assert.partialDeepStrictEqual(body.settings, { timeoutMs: 300_000, trackEveryMinutes: 60 });
    assert.deepEqual(body.secrets, { token: true });
    assert.match(text, /"webhookUrl":null/);
    assert.doesNotMatch(text, /token-of-the-gateway/);
  });

  it('take no webhooks: the address answers as one nobody knows', async () => {
    assert.equal((await api.call('POST', '/webhooks/shown', {})).status, 401);
  });

  it('have no offers', async () => {
    const { status, body } = await api.call('POST', '/api/offers/shown/push');
    assert.deepEqual([status, body.detail], [409, 'shown is a courier: it has no offers']);
  });

  it('are tested with one call, and say what is wrong there', async () => {
    await aCourier(api, { id: 'refused', settings: { baseUrl: vendor.url } });
    const { ok, sawInWords } = (await api.call('POST', '/api/connections/refused/test')).body;
    assert.deepEqual([ok, /401/.test(sawInWords)], [false, true], sawInWords);
    assert.equal(vendor.received.at(-1)?.headers.authorization, 'Bearer token-of-the-gateway');
  });

  it('tell how they are doing before anything was carried', async () => {
    const { body } = await api.call('GET', '/api/connections/shown/status');
    assert.partialDeepStrictEqual(body, {
      state: 'running',
      lastFollow: null,
      counts: { shipments: { open: 0, attention: 0, openByState: {} } },
      problems: [],
    });
  });
});
