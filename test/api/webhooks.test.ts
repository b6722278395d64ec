import assert from 'node:assert/strict';
import pg from 'pg';
import { odooWebhookSecret } from '../../src/api/webhooks/odoo-secret.ts';
import { aConnection, anOrder } from './rows.ts';
import { startTestApi } from './running-api.ts';
import type { Answered, ApiUnderTest } from './running-api.ts';

const proven = { authorization: '', authorizationtoken: 'webhook-token' };

describe('status webhooks', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
    await aConnection(api);
  });
  afterEach(() => api.close());

  const send = (
    body: unknown,
    headers: Record<string, string> = proven,
    path = '/webhooks/cartona',
  ): Promise<Answered> => api.call('POST', path, body, { authorization: '', ...headers });

  const facts = () => api.store.db.selectFrom('inbox').selectAll().execute();

  it('store a status this side may set, and say so', async () => {
    await anOrder(api.store, 'A');
    const answer = await send({ hashed_id: 'A', status: 'cancelled_by_retailer' });
    assert.deepEqual([answer.status, answer.body], [200, { result: 'applied' }]);
    const [fact] = await facts();
    assert.deepEqual([fact?.target_id, fact?.kind, fact?.revision], ['A', 'status', 1]);
  });

  it('apply one of ten copies that come at once, and ignore nine', async () => {
    await anOrder(api.store, 'A');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send({ hashed_id: 'A', status: 'cancelled_by_retailer' })),
    );
    const results = answers.map(({ body }) => body.result).toSorted();
    assert.deepEqual(results, ['applied', ...Array.from({ length: 9 }, () => 'ignored')]);
    assert.equal((await facts()).length, 1);
  });

  it("know an event again by the vendor's own id", async () => {
    await anOrder(api.store, 'A', { delivered_by: 'delivered_by_cartona', deliverer: 'marketplace' });
    const event = { ...proven, 'webhook-id': 'evt-1' };
    assert.equal((await send({ hashed_id: 'A', status: 'approved' }, event)).body.result, 'applied');
    assert.deepEqual((await send({ hashed_id: 'A', status: 'approved' }, event)).body, { result: 'duplicate' });
  });

  it('ignore what is so already, in words', async () => {
    await anOrder(api.store, 'A', { marketplace_status: 'approved' });
    const { body } = await send({ hashed_id: 'A', status: 'approved' });
    assert.equal(body.result, 'ignored');
    assert.match(body.reason, /approved already/);
  });

  it('refuse what this side may not set, with the rule in words, and store nothing', async () => {
    await anOrder(api.store, 'A');
    const { status, body } = await send({ hashed_id: 'A', status: 'approved' });
    assert.equal(status, 409);
    assert.match(body.detail, /delivered_by_supplier/);
    assert.deepEqual(await facts(), []);
  });

  it('about an unknown order are 404, and a pull is asked for', async () => {
    const { status } = await send({ hashed_id: 'nobody', status: 'approved' });
    assert.equal(status, 404);
    const asked = await api.store.db.selectFrom('pull_requests').selectAll().execute();
    assert.deepEqual(
      asked.map(({ connection }) => connection),
      ['cartona'],
    );
  });

  it('are taken at the address of the requirement, where the token says whose they are', async () => {
    await aConnection(api, { id: 'cartona-2', secrets: { token: 't', webhookToken: 'other-token' } });
    await anOrder(api.store, 'A', { connection: 'cartona-2' });
    const path = '/cartona_integration/webhook/order_status';
    const body = { hashed_id: 'A', status: 'cancelled_by_retailer' };
    assert.equal((await send(body, { 'x-webhook-token': 'wrong' }, path)).status, 401);
    for (const [headers, status] of [
      [{ authorizationtoken: 'webhook-token' }, 404],
      [{ authorization: 'Bearer other-token' }, 200],
      [{ 'x-webhook-token': 'other-token' }, 200],
    ] as const) {
      assert.equal((await send(body, headers, path)).status, status);
    }
  });

  it('are checked in order: proof, size, readable, known words, known order', async () => {
    const large = `"${'x'.repeat(1_100_000)}"`;
    const wrong = { authorizationtoken: 'wrong' };
    assert.equal((await send(large, wrong)).status, 401);
    assert.equal((await send('{', wrong)).status, 401);
    assert.equal((await send(large)).status, 413);
    assert.equal((await send('{')).status, 400);
    assert.equal((await send({ status: 'approved' })).status, 422);
    assert.equal((await send({ hashed_id: 'A', status: 'dancing' })).status, 422);
    assert.equal((await send({ hashed_id: 'A', status: 'approved' })).status, 404);
    assert.equal((await send({}, wrong, '/webhooks/nobody')).status, 401);
    assert.equal((await send({}, {}, '/webhooks/cartona/topic')).status, 401);
  });

  it('that are not proven are slowed down, and hold up none that are', async () => {
    await anOrder(api.store, 'A');
    const bad = await Promise.all(Array.from({ length: 60 }, () => send({}, { authorizationtoken: 'wrong' })));
    const statuses = bad.map(({ status }) => status);
    assert.ok(statuses.includes(401) && statuses.includes(429));
    assert.equal((await send({ hashed_id: 'A', status: 'cancelled_by_retailer' })).status, 200);
  });

  it('are taken as many in a second as the connection says, and the others told when to come again', async () => {
    const settings = { baseUrl: 'https://cartona.example.com/api/v1/', webhook: { perSecond: 3 } };
    const saved = await api.call('PUT', '/api/connections/cartona', { settings });
    assert.equal(saved.status, 200);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ hashed_id: 'B', status: 'approved' })));
    const slowed = answers.filter(({ status }) => status === 429);
    assert.ok(slowed.length >= 10 && slowed.length <= 17, `${slowed.length} of 20 were slowed down`);
    assert.ok(slowed.every(({ headers }) => headers.get('retry-after') === '1'));
  });

  it('are in the exchange log with what was answered, found by the order, without the token', async () => {
    await anOrder(api.store, 'A');
    await send({ hashed_id: 'A', status: 'approved', token: 'webhook-token' });
    await send({ hashed_id: 'A', status: 'cancelled_by_retailer' });
    let items: readonly { status: number }[] = [];
    while (items.length < 2) items = (await api.call('GET', '/api/exchanges?q=A&direction=in')).body.items;
    assert.deepEqual(items.map(({ status }) => status).toSorted(), [200, 409]);
    assert.doesNotMatch(JSON.stringify(items), /webhook-token/);
    const counted = await fetch(`${api.url}/metrics`);
    assert.match(await counted.text(), /conveyor_webhooks_total\{connection="cartona",decision="applied"\} 1/);
  });

  it('of a connection whose token changed need the new one at once', async () => {
    await anOrder(api.store, 'A');
    assert.equal((await send({ hashed_id: 'A', status: 'cancelled_by_retailer' })).status, 200);
    await api.call('PUT', '/api/connections/cartona', { secrets: { webhookToken: 'new-token' } });
    let status = 200;
    while (status === 200) status = (await send({ hashed_id: 'A', status: 'cancelled_by_retailer' })).status;
    assert.equal(status, 401);
    assert.equal(
      (await send({ hashed_id: 'A', status: 'cancelled_by_retailer' }, { authorizationtoken: 'new-token' })).status,
      200,
    );
  });
});

describe('webhooks of Odoo', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  it('make the watch look, when they bring the secret in their address', async () => {
    const listener = new pg.Client({ connectionString: api.store.url });
    await listener.connect();
    await listener.query('listen conveyor_watch');
    const heard = new Promise((resolve) => listener.once('notification', resolve));
    const answer = await fetch(`${api.url}/webhooks/odoo/${odooWebhookSecret(api.key)}`, {
      method: 'POST',
      body: '{"_id":1}',
    });
    assert.equal(answer.status, 200);
    await heard;
    await listener.end();
  });

  it('with another secret are 401', async () => {
    assert.equal((await fetch(`${api.url}/webhooks/odoo/guess`, { method: 'POST', body: '{}' })).status, 401);
  });
});
