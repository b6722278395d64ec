import assert from 'node:assert/strict';
import { aPayload } from '../connectors/pos/a-source.ts';
import { json, startVendor } from '../connectors/vendor-server.ts';
import type { VendorServer } from '../connectors/vendor-server.ts';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('points of sale over REST', () => {
  let api: ApiUnderTest;
  let vendor: VendorServer;
  before(async () => {
    api = await startTestApi();
    vendor = await startVendor(json(200, [aPayload()]));
  });
  after(async () => {
    await api.close();
    await vendor[Symbol.asyncDispose]();
  });

  const connect = async (id: string, settings: Record<string, unknown> = {}, secrets = {}) =>
    api.call('POST', '/api/connections', {
      id,
      kind: 'pos',
      name: 'Shop',
      settings: { url: `${vendor.url}orders?shop=7`, posConfig: 'Shop', ...settings },
      secrets: { apiKey: 'source-key', ...secrets },
    });

  it('are a kind of their own', async () => {
    const { body } = await api.call('GET', '/api/connection-kinds');
    assert.partialDeepStrictEqual(
      body.items.find(({ kind }) => kind === 'pos'),
      { title: 'Point of sale', category: 'pos' },
    );
  });

  it('show their settings with defaults, and where their orders are pushed to', async () => {
    const { status, body, text } = await connect('shown');
    assert.equal(status, 201, text);
    assert.equal(body.settings['url'], `${vendor.url}orders?shop=7`);
    assert.equal(body.settings['syncEveryMinutes'], 15);
    assert.deepEqual(body.secrets, { apiKey: true, pushKey: false });
    assert.match(text, /"webhookUrl":"[^"]+\/webhooks\/shown\/orders"/);
    assert.doesNotMatch(text, /source-key/);
  });

  it('that take pushes without a key for them are refused, by field', async () => {
    const { status, body } = await connect('keyless', { acceptPush: true });
    assert.equal(status, 400);
    assert.deepEqual(
      body.errors.map(({ path }) => path),
      ['secrets.pushKey'],
    );
    assert.equal((await connect('keyed', { acceptPush: true }, { pushKey: 'push-key' })).status, 201);
  });

  it('have no other process than pos', async () => {
    await connect('single');
    const { status, text } = await api.call('POST', '/api/connections/single/sync', { process: 'pull' });
    assert.equal(status, 409);
    assert.match(text, /single is a point of sale: it has no process pull, only pos/);
  });

  it('are what marketplaces are not: those have no process pos', async () => {
    await api.call('POST', '/api/connections', {
      id: 'cartona',
      kind: 'cartona',
      name: 'Cartona',
      settings: { baseUrl: 'https://cartona.example.com/api/v1/' },
      secrets: { token: 'token' },
    });
    const { status, text } = await api.call('POST', '/api/connections/cartona/sync', { process: 'pos' });
    assert.equal(status, 409);
    assert.match(text, /cartona is a marketplace: it has no process pos, only pull, offers, reconcile, listings/);
  });

  it('that only push are not fetched from', async () => {
    await connect('pushing', { url: undefined, acceptPush: true }, { pushKey: 'push-key' });
    const { status, text } = await api.call('POST', '/api/connections/pushing/sync', { process: 'pos' });
    assert.equal(status, 409);
    assert.match(text, /pushing has no url/);
  });

  it('tell how they are doing before anything was fetched', async () => {
    await connect('new');
    const { status, body } = await api.call('GET', '/api/connections/new/status');
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, {
      state: 'running',
      lastOrderSync: null,
      counts: { orders: { open: 0, attention: 0, byStage: {} } },
      problems: [],
    });
  });

  it('are tested at the source first: what is wrong there is told', async () => {
    await connect('tested');
    vendor.answerWith(json(401, { message: 'who are you?' }));
    const { body } = await api.call('POST', '/api/connections/tested/test');
    assert.partialDeepStrictEqual(body, { ok: false });
    assert.match(JSON.stringify(body), /answered 401.*who are you\?/);
    const [call] = vendor.received.slice(-1);
    assert.match(call?.url ?? '', /^\/api\/v1\/orders\?shop=7&since=/);
    assert.equal(call?.headers.authorization, 'Bearer source-key');
  });
});
