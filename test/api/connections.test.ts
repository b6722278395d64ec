import assert from 'node:assert/strict';
import { first } from './answer-body.ts';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { findFreePort } from '../../src/runtime/ports.ts';
import { anOrder, aConnection } from './rows.ts';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('connections over REST', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.close());

  const path = '/api/connections/cartona';

  it('take secrets and never give them back', async () => {
    await aConnection(api);
    const one = await api.call('GET', path);
    const all = await api.call('GET', '/api/connections');
    assert.deepEqual(one.body.secrets, { token: true, webhookToken: true });
    assert.equal(one.body.state, 'running');
    for (const { text } of [one, all]) assert.doesNotMatch(text, /vendor-token|webhook-token/);
  });

  it('show settings with their defaults, and each kind with its schemas', async () => {
    await aConnection(api);
    const { body } = await api.call('GET', path);
    assert.equal(body.settings['pullEveryMinutes'], 15);
    assert.equal(body.settings['baseUrl'], 'https://cartona.example.com/api/v1/');
    const kinds = await api.call('GET', '/api/connection-kinds');
    const cartona = kinds.body.items.find(({ kind }) => kind === 'cartona');
    assert.match(JSON.stringify(cartona?.settings), /"pageSize":\{"default":100/);
    assert.match(JSON.stringify(cartona?.secrets), /"properties":\{"token"/);
  });

  it('that are wrong are refused with each field named', async () => {
    const answer = await api.call('POST', '/api/connections', {
      id: 'cartona',
      kind: 'cartona',
      name: 'x',
      settings: { baseUrl: 'http://example.com/api/v1/', pageSize: 0, colour: 'red' },
      secrets: {},
    });
    assert.equal(answer.status, 400);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(answer.body.type, '/problems/bad-input');
    const paths = answer.body.errors.map((error: { path: string }) => error.path).toSorted();
    assert.deepEqual(paths, ['secrets.token', 'settings.baseUrl', 'settings.colour', 'settings.pageSize']);
  });

  it('with a wrong id, an unknown kind or an unknown field are refused', async () => {
    const valid = {
      id: 'a',
      kind: 'cartona',
      name: 'x',
      settings: { baseUrl: 'https://a.b/api/v1/' },
      secrets: { token: 't' },
    };
    for (const [change, field] of [
      [{ id: 'odoo' }, 'id'],
      [{ id: 'Bad Id' }, 'id'],
      [{ kind: 'nothing' }, 'kind'],
      [{ colour: 'red' }, 'colour'],
    ] as const) {
      const answer = await api.call('POST', '/api/connections', { ...valid, ...change });
      assert.equal(answer.status, 400, answer.text);
      assert.deepEqual(
        answer.body.errors.map((error: { path: string }) => error.path),
        [field],
      );
    }
  });

  it('whose id is taken are refused', async () => {
    await aConnection(api);
    const answer = await api.call('POST', '/api/connections', {
      id: 'cartona',
      kind: 'cartona',
      name: 'x',
      settings: { baseUrl: 'https://a.b/api/v1/' },
      secrets: { token: 't' },
    });
    assert.equal(answer.status, 409);
    assert.match(answer.body.detail, /cartona already/);
  });

  it('keep secrets that are left out, ignore read-only fields, and see that nothing changed', async () => {
    await aConnection(api);
    const shown = await api.call('GET', path);
    const same = await api.call('PUT', path, shown.body);
    assert.equal(same.status, 200, same.text);
    assert.equal(same.body.version, 1);
    const renamed = await api.call('PUT', path, { ...shown.body, name: 'Other', secrets: { webhookToken: null } });
    assert.equal(renamed.body.version, 2);
    assert.deepEqual(renamed.body.secrets, { token: true, webhookToken: false });
    const row = await api.store.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual(api.box.open(row.secrets, 'cartona'), { token: 'vendor-token' });
  });

  it('cannot lose a secret they need, nor change their kind', async () => {
    await aConnection(api);
    const without = await api.call('PUT', path, { secrets: { token: null } });
    assert.deepEqual([without.status, first(without.body.errors).path], [400, 'secrets.token']);
    const other = await api.call('PUT', path, { kind: 'shopify' });
    assert.deepEqual([other.status, first(other.body.errors).path], [400, 'kind']);
    assert.equal((await api.call('PUT', '/api/connections/none', { name: 'x' })).status, 404);
  });

  it('are paused and resumed', async () => {
    await aConnection(api);
    const paused = await api.call('POST', `${path}/pause`, { reason: 'stocktaking' });
    assert.deepEqual([paused.body.state, paused.body.pausedReason], ['paused', 'stocktaking']);
    const status = await api.call('GET', `${path}/status`);
    assert.equal(status.body.state, 'paused');
    assert.deepEqual(status.body.problems, ['Paused: stocktaking']);
    assert.equal((await api.call('POST', `${path}/resume`)).body.state, 'running');
  });

  it('tell how they are doing', async () => {
    await aConnection(api);
    await anOrder(api.store, 'A', { stage: 'acknowledged' });
    await anOrder(api.store, 'B', { stage: 'delivered', closed_at: new Date() });
    const { body } = await api.call('GET', `${path}/status`);
    assert.equal(body.lastOrderSync, null);
    assert.deepEqual(body.counts.orders, { open: 1, attention: 0, byStage: { acknowledged: 1, delivered: 1 } });
    assert.deepEqual(body.problems, []);
  });

  it('with open orders are deleted only by force, and their id is never used again', async () => {
    await aConnection(api);
    await anOrder(api.store, 'A');
    const refused = await api.call('DELETE', path);
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail, /force=true/);
    assert.equal((await api.call('DELETE', `${path}?force=true`)).status, 200);
    assert.equal((await api.call('GET', path)).status, 404);
    await assert.rejects(aConnection(api), /never used again/);
    assert.deepEqual((await api.call('GET', '/api/connections')).body.items, []);
  });

  it('are not synced while paused, nor for a process they do not have, and 503 says that Temporal is away', async () => {
    await aConnection(api);
    const away = await api.call('POST', `${path}/sync`, { process: 'pull' });
    assert.equal(away.status, 503, away.text);
    assert.ok(Number(away.headers.get('retry-after')) > 0);
    assert.equal((await api.call('POST', `${path}/sync`, { process: 'dance' })).status, 400);
    await api.call('POST', `${path}/pause`);
    assert.equal((await api.call('POST', `${path}/sync`, { process: 'pull' })).status, 409);
  });

  it('are sealed again under the first key', async () => {
    await aConnection(api);
    assert.deepEqual((await api.call('POST', '/api/keys/rotate')).body, { rotated: 0 });
  });

  describe('that are tested', () => {
    let vendor: Server;
    let baseUrl: string;
    let answerWith = { status: 200, body: '[]' };
    beforeEach(async () => {
      vendor = createServer((_request, response) => {
        response.writeHead(answerWith.status, { 'content-type': 'application/json' }).end(answerWith.body);
      });
      const port = await findFreePort();
      vendor.listen(port, '127.0.0.1');
      await once(vendor, 'listening');
      baseUrl = `http://127.0.0.1:${port}/api/v1/`;
    });
    afterEach(async () => {
      vendor.closeAllConnections();
      vendor.close();
      await once(vendor, 'close');
    });

    it('say in words what was seen, and the call is in the exchange log', async () => {
      answerWith = { status: 200, body: '[]' };
      await aConnection(api, { settings: { baseUrl } });
      const { status, body } = await api.call('POST', `${path}/test`);
      assert.equal(status, 200);
      assert.equal(body.ok, true, body.sawInWords);
      assert.equal(typeof body.sawInWords, 'string');
      assert.ok(Number.isInteger(body.durationMs));
    });

    it('say in words what went wrong', async () => {
      answerWith = { status: 401, body: '{"message":"bad token"}' };
      await aConnection(api, { settings: { baseUrl } });
      const { status, body } = await api.call('POST', `${path}/test`);
      assert.equal(status, 200);
      assert.equal(body.ok, false);
      assert.doesNotMatch(body.sawInWords, /vendor-token/);
    });
  });
});
